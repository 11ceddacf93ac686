/** The client interface of the benchmarks, and the matching of replies to requests by id. */
import { isObject } from '../../adapters/json.js';

/** Asks the echo server: through an adapter, or with as little code as the protocol allows. */
export interface EchoClient {
  ask(params: object): Promise<unknown>;
  close(): Promise<void>;
}

export const makeMessage = (id: number, params: object) => ({ jsonrpc: '2.0', id, method: 'echo', params });

/** The same as a call of a tool, for a service that has no other methods. */
export const makeCall = (id: number, params: object) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name: 'echo', arguments: params },
});

/** Replies by id, the same for every client, so that only the transport differs. */
export class Waiting {
  readonly #open = new Map<unknown, (reply: unknown) => void>();
  #lastId = 0;

  next(): { id: number; reply: Promise<unknown> } {
    const id = ++this.#lastId;
    return { id, reply: new Promise((resolve) => this.#open.set(id, resolve)) };
  }

  settle(reply: unknown): void {
    if (!isObject(reply)) return;
    this.#open.get(reply['id'])?.(reply);
    this.#open.delete(reply['id']);
  }
}
