/** Collects the replies to a JSON-RPC batch until all of them can leave in one. */
import { isRequest } from '../json-rpc.js';
import { isId, type JsonRpcMessage } from './json-rpc.js';

interface Batch {
  /** Ids that are not answered yet. */
  readonly open: Set<unknown>;
  readonly replies: JsonRpcMessage[];
}

/**
 * Batches of revision 2025-03-26: replies to what came in one batch leave in one, once all are there. Requests that
 * the client cancelled are waited for no longer, because nobody answers them.
 */
export class Batches {
  readonly #byId = new Map<unknown, Batch>();

  /** Remembers which replies belong together; `refusals` are those that are there already. */
  arrived(messages: readonly JsonRpcMessage[], refusals: readonly JsonRpcMessage[]): void {
    const ids = messages.filter(isRequest).map(({ id }) => id);
    const batch: Batch = { open: new Set(ids), replies: [...refusals] };
    for (const id of ids) this.#byId.set(id, batch);
  }

  /** What is to be sent in place of a reply: itself, a whole batch, or nothing yet. */
  reply(message: JsonRpcMessage): JsonRpcMessage | readonly JsonRpcMessage[] | undefined {
    if ('method' in message || !isId(message['id'])) return message;
    const batch = this.#byId.get(message['id']);
    if (batch === undefined) return message;
    batch.replies.push(message);
    return this.#settled(message['id'], batch);
  }

  /** The client wants no answer any more; gives what can leave because of it. */
  cancelled(id: unknown): readonly JsonRpcMessage[] | undefined {
    const batch = this.#byId.get(id);
    return batch && this.#settled(id, batch);
  }

  #settled(id: unknown, batch: Batch): readonly JsonRpcMessage[] | undefined {
    this.#byId.delete(id);
    batch.open.delete(id);
    return batch.open.size === 0 && batch.replies.length > 0 ? batch.replies : undefined;
  }
}
