/** A client that writes single lines to a server process, so that scenarios control every byte. */
import { setTimeout as waitFor } from 'node:timers/promises';
import type { Frame } from '../../adapters/adapter.js';
import type { StdioConnection } from '../../adapters/stdio/endpoint.js';
import type { RequirementId } from '../requirements/index.js';
import type { BindingContext, SafeCall } from '../scenario.js';
import { CLIENT_INFO, getProbeMethod, makeRequest, type JsonRpcRequest } from './compose.js';
import { isResult } from '../../adapters/json-rpc.js';
import { isObject, type Json } from '../../adapters/json.js';

export type StdioContext<R extends RequirementId = RequirementId> = BindingContext<'stdio', R>;

/** Milliseconds at least for the first reply, which waits for the process to start. */
const FIRST_REPLY_MS = 20_000;
/** Milliseconds between two writes, so that the target reads them one by one. */
export const GAP_MS = 30;
/** Milliseconds that count as prompt between the end of input and the exit. */
export const PROMPT_MS = 2_000;

/** Lines that no answer interrupts, and bytes of these, from which on nobody listens any more: it is a flood. */
const FLOOD = 10_000;
const FLOOD_BYTES = 64 * 1024 * 1024;

const clients = new WeakMap<StdioConnection, StdioClient>();

/** A process spoken to line by line, without a session between it and the scenario. */
export class StdioClient {
  readonly connection: StdioConnection;
  /** Every line since the scenario took over, message or not. */
  lines: Frame[] = [];
  readonly #t: StdioContext;
  /** Who waits for a line: told of each that comes, or of the end. */
  readonly #waiting = new Set<(line?: Frame) => void>();
  /** Requests that were made and not answered yet. */
  readonly #open = new Set<unknown>();
  #over = false;
  #greeted = false;
  #lastId = 0;

  private constructor(t: StdioContext, connection: StdioConnection) {
    this.#t = t;
    this.connection = connection;
    void this.#read();
  }

  /** The client of a connection; one that scenarios share keeps its client, and with it how far the handshake got. */
  static on(t: StdioContext, connection: StdioConnection): StdioClient {
    const client = clients.get(connection) ?? new StdioClient(t, connection);
    clients.set(connection, client);
    client.lines = [];
    return client;
  }

  async #read(): Promise<void> {
    let [unasked, bytes] = [0, 0];
    const isFlood = (): boolean => unasked > FLOOD || bytes > FLOOD_BYTES;
    for await (const frame of this.connection.inbound) {
      // A reply to what nobody asked is no answer.
      const isAnswer =
        isObject(frame.json) && !('method' in frame.json) && this.#open.delete(frame.json['id']);
      [unasked, bytes] = isAnswer ? [0, 0] : [unasked + 1, bytes + frame.bytes.length];
      if (isFlood()) break;
      this.lines.push(frame);
      for (const wake of this.#waiting) wake(frame);
    }
    this.#over = true;
    if (isFlood()) void this.#t.close(this.connection, 'abrupt');
    for (const wake of this.#waiting) wake();
  }

  request(method: string, params: Json = {}, capabilities?: Json): JsonRpcRequest {
    const { era, revision } = this.#t;
    const id = `line-${++this.#lastId}`;
    this.#open.add(id);
    return makeRequest({ modern: era === 'modern', revision, id }, method, params, capabilities);
  }

  /** Harmless, and every server of the era must answer it. */
  probe(params?: Json): JsonRpcRequest {
    return this.request(getProbeMethod(this.#t.era === 'modern'), params);
  }

  /** The line that answers a request; `undefined` after the time, or once stdout is over. */
  answer(id: string, withinMs = this.#t.requestTimeoutMs): Promise<Frame | undefined> {
    return this.next(
      (frame) => isObject(frame.json) && frame.json['id'] === id && !('method' in frame.json),
      withinMs,
    );
  }

  async next(match: (frame: Frame) => boolean, withinMs: number): Promise<Frame | undefined> {
    return new Promise((resolve) => {
      const look = (line?: Frame) => {
        const found = (line === undefined ? this.lines : [line]).find(match);
        if (found === undefined && !this.#over) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        resolve(undefined);
      }, withinMs);
      this.#waiting.add(look);
      look();
    });
  }

  /** Sends a message as one line and waits for its answer. */
  async ask(message: JsonRpcRequest, withinMs = this.#t.requestTimeoutMs): Promise<Frame | undefined> {
    this.connection.send({ body: message });
    const answer = (ms: number): Promise<Frame | undefined> => this.answer(message.id, ms);
    return this.#t.within(`a line for ${message.method}`, withinMs, answer, (frame) => frame !== undefined);
  }

  /** `ask`, for a process that may still have to start: one that has greeted back has. */
  askFirst(message: JsonRpcRequest): Promise<Frame | undefined> {
    const { requestTimeoutMs } = this.#t;
    return this.ask(message, this.#greeted ? requestTimeoutMs : Math.max(FIRST_REPLY_MS, requestTimeoutMs));
  }

  /**
   * Calls tools one after another, as long as all of them together have not taken as long as one may: who is slow is not
   * asked for everything.
   */
  async callInTurn(calls: readonly SafeCall[], capabilities?: Json): Promise<void> {
    const until = performance.now() + this.#t.requestTimeoutMs;
    for (const { name, arguments: args } of calls)
      if (performance.now() < until)
        await this.ask(this.request('tools/call', { name, arguments: args }, capabilities));
  }

  /** The legacy handshake. True at once in the modern era. */
  async greet(): Promise<boolean> {
    if (this.#t.era === 'modern' || this.#greeted) return true;
    const params = { protocolVersion: this.#t.revision, capabilities: {}, clientInfo: CLIENT_INFO };
    const answer = await this.askFirst(this.request('initialize', params));
    if (answer === undefined || !isResult(answer.json)) return false;
    this.connection.send({ body: { jsonrpc: '2.0', method: 'notifications/initialized' } });
    // A server that takes a read for a message has to get as far as the check that shows it.
    await waitFor(GAP_MS);
    this.#greeted = true;
    return true;
  }
}

/**
 * A process that has answered the handshake and one request. `undefined` where it did not: the
 * requirements are then not verified, because nothing that follows would mean anything.
 */
export async function converse<R extends RequirementId>(
  t: StdioContext<R>,
  requirements: readonly NoInfer<R>[],
): Promise<StdioClient | undefined> {
  const client = StdioClient.on(t, await t.connect());
  if ((await client.greet()) && (await client.askFirst(client.probe())) !== undefined) return client;
  for (const id of requirements) t.notVerified(id, 'answer the handshake and one ordinary request first');
  return undefined;
}

/**
 * Judges that a request was answered with a result. Silence is shown by what came instead: the answer to a request
 * that was sent after it, or the end of the process.
 */
export async function judgeAnswered<R extends RequirementId>(
  t: StdioContext<R>,
  requirement: NoInfer<R>,
  client: StdioClient,
  id: string,
  what: string,
): Promise<boolean> {
  const answer = await client.answer(id);
  if (answer !== undefined)
    return t.satisfies(requirement, t.text(answer), () => isResult(answer.json), what);
  const later = await client.ask(client.probe());
  if (later !== undefined) return t.satisfies(requirement, t.text(later), () => false, what);
  await t.close(client.connection, 'abrupt');
  const { code, signal } = await client.connection.exited;
  return signal.value === null
    ? t.satisfies(requirement, code, () => false, what)
    : t.satisfies(requirement, signal, () => false, what);
}
