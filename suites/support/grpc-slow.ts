/** A call of `test_slow` on a connection of its own, and what its server says became of it. */
import { setTimeout } from 'node:timers/promises';
import type { GrpcExchange, GrpcRequest, GrpcWire } from '../../adapters/grpc/endpoint.js';
import type { Observation } from '../../adapters/observation.js';
import { settledWithin } from '../../adapters/wait.js';
import { ANSWER_MS, type GrpcClient, type GrpcContext, type RawSession } from './grpc-client.js';
import { makeUnguessable, readText } from './tool-calls.js';
import { isObject } from '../../adapters/json.js';

/** Milliseconds that the tool takes, unless it is stopped. */
export const WORK_MS = 6_000;
/** Milliseconds between two questions about one call. */
const POLL_MS = 50;
/** Questions about one call, which may be answered at once. */
const MAX_POLLS = 400;

/** The tools that these scenarios need. */
export const SLOW_TOOLS = ['test_slow', 'test_slow_state'] as const;

/** One question of many: what the server said of the call, as evidence. */
export interface SlowState {
  readonly state: string;
  readonly seen: Observation;
}

/** A slow call with a label that nobody else has. */
export class SlowCall {
  readonly startedMs = performance.now();
  readonly exchange: GrpcExchange;
  readonly #label: string;
  readonly #client: GrpcClient;
  readonly #asking: RawSession | undefined;

  private constructor(client: GrpcClient, exchange: GrpcExchange, label: string, asking?: RawSession) {
    this.#client = client;
    this.exchange = exchange;
    this.#label = label;
    this.#asking = asking;
  }

  /** Sends it. `undefined` where the sessions that a stream takes were not opened. */
  static async begin(
    t: Pick<GrpcContext, 'random'>,
    client: GrpcClient,
    wire: GrpcWire,
    change: Partial<GrpcRequest> = {},
  ): Promise<SlowCall | undefined> {
    const label = makeUnguessable(() => t.random());
    const request = client.request('tools/call', { name: 'test_slow', arguments: { ms: WORK_MS, label } });
    if (client.connection.mode === 'call')
      return new SlowCall(client, client.send(request, change, wire), label);
    const asking = await client.session();
    const working = await client.session(change, wire);
    if (asking === undefined || working === undefined) return undefined;
    working.exchange.send(request);
    return new SlowCall(client, working.exchange, label, asking);
  }

  /** Milliseconds since it was sent. */
  get ageMs(): number {
    return performance.now() - this.startedMs;
  }

  /** What the server says of it now, on another stream; `undefined` where it does not say. */
  async ask(): Promise<SlowState | undefined> {
    const client = this.#client;
    const call = { name: 'test_slow_state', arguments: { label: this.#label } };
    const request = client.request('tools/call', call);
    const exchange = this.#asking?.exchange ?? client.send(request);
    this.#asking?.exchange.send(request);
    const { seen, document } = await client.answer(exchange, request.id);
    const state = isObject(document) ? readText(document['result']) : '';
    return state === '' ? undefined : { state, seen };
  }

  /**
   * Waits until the server says that the tool is at work. A server that does one thing after the other says nothing until the
   * work is done, so that after a while we go on without.
   */
  async isTaken(): Promise<void> {
    const known = (async () => {
      for (let polls = 0; polls < MAX_POLLS && this.ageMs < WORK_MS; polls++) {
        if ((await this.ask())?.state !== 'unknown') return;
        await setTimeout(POLL_MS);
      }
    })();
    await settledWithin(known, WORK_MS / 4);
  }

  /** What became of it in the end; `undefined` where the server says nothing that tells. */
  async outcome(): Promise<SlowState | undefined> {
    for (let polls = 0; polls < MAX_POLLS && this.ageMs < WORK_MS + ANSWER_MS; polls++) {
      const said = await this.ask();
      // It may not have come to its tool yet.
      const isOpen = said?.state === 'working' || (said?.state === 'unknown' && this.ageMs < WORK_MS);
      if (!isOpen) return said;
      await setTimeout(POLL_MS);
    }
    return undefined;
  }
}
