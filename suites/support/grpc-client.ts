/** A client that makes single gRPC calls, so that scenarios control every message and all metadata. */
import type {
  GrpcConnection,
  GrpcExchange,
  GrpcMessage,
  GrpcRequest,
  GrpcWire,
} from '../../adapters/grpc/endpoint.js';
import type { Observation } from '../../adapters/observation.js';
import type { RequirementId } from '../requirements/index.js';
import type { BindingContext } from '../scenario.js';
import { isObject, type Json } from '../../adapters/json.js';
import { CLIENT_INFO, makeRequest, type JsonRpcRequest } from './compose.js';
import { isResult } from '../../adapters/json-rpc.js';
import { computeMirror } from '../../adapters/mirror.js';
import { settledWithin } from '../../adapters/wait.js';

export type GrpcContext<R extends RequirementId = RequirementId> = BindingContext<'grpc', R>;

/** Milliseconds for an answer, and for a call to end; who is late has until another call was answered. */
export const ANSWER_MS = 5_000;
const END_MS = 5_000;
/** Milliseconds that a call may stay open: longer than any scenario looks at one. */
const LIFE_MS = 60_000;
/** UNAVAILABLE, and RESOURCE_EXHAUSTED. */
const NOT_NOW_STATUSES: readonly unknown[] = [14, 8];
const NOT_NOW = 'take the call: it was refused for now';
const TUNNEL = '/mcp.tunnel.v1.McpTunnel/';

let lastId = 0;

/** RPCs written by hand, without a session between them and the scenario. */
export class GrpcClient {
  readonly connection: GrpcConnection;
  readonly tools = new Map<string, Json>();
  readonly #exchanges: GrpcExchange[] = [];
  readonly #t: GrpcContext;
  /** By id: what ordinary requests ask for. */
  readonly #methods = new Map<string | number, string>();

  constructor(t: GrpcContext, connection: GrpcConnection) {
    this.#t = t;
    this.connection = connection;
  }

  request(method: string, params: Json = {}, id = `rpc-${++lastId}`): JsonRpcRequest {
    const { era, revision } = this.#t;
    this.#methods.set(id, method);
    return makeRequest({ modern: era === 'modern', revision, id }, method, params);
  }

  /** The binding is our own page's, and not that of another tunnel. */
  get isTunnel(): boolean {
    return this.connection.path.startsWith(TUNNEL);
  }

  /** What a session begins with, and a harmless request of the modern era. */
  handshakeReply(): JsonRpcRequest {
    if (this.connection.native === true) return this.request('tools/list');
    if (this.#t.era === 'modern') return this.request('server/discover');
    const params = { protocolVersion: this.#t.revision, capabilities: {}, clientInfo: CLIENT_INFO };
    return this.request('initialize', params);
  }

  /** The metadata that belongs to a modern request; nothing in the legacy era. */
  metadataOf(message: Json): Record<string, string | null> {
    if (this.connection.native === true) return { 'mcp-protocol-version': this.#t.revision };
    return this.#t.era === 'modern' ? computeMirror(message, this.tools) : {};
  }

  /** One RPC with one message, on the method of the era; a session stays open until the scenario ends it. */
  send(message: Json, change: Partial<GrpcRequest> = {}, on?: GrpcWire): GrpcExchange {
    const request = {
      messages: [message],
      open: this.connection.mode === 'bidi',
      ...change,
      metadata: { ...this.metadataOf(message), ...change.metadata },
    };
    return this.call(request, on);
  }

  call(request: GrpcRequest, on: Pick<GrpcWire, 'call'> = this.connection): GrpcExchange {
    const exchange = on.call({ timeout: LIFE_MS, ...request });
    this.#exchanges.push(exchange);
    return exchange;
  }

  /** Nothing stays open for the next scenario on this connection. */
  cancelAll(): void {
    for (const exchange of this.#exchanges) exchange.cancel();
  }

  /** The same with the opening request; `answer` waits for what comes back to it. */
  knock(change: Partial<GrpcRequest> = {}, on?: GrpcWire): Knock {
    const message = this.handshakeReply();
    const exchange = this.send(message, change, on);
    return { exchange, id: message.id, answer: () => this.answer(exchange, message.id) };
  }

  /** What comes back to a request; `orWithoutId` takes an error without an id as well. */
  async answer(exchange: GrpcExchange, id: string | number, orWithoutId = false): Promise<CallAnswer> {
    const answer = await this.#await(exchange, id, orWithoutId);
    if (answer.message !== undefined || exchange.how !== undefined) return answer;
    await this.isServing();
    return awaitAnswer(exchange, id, orWithoutId, 0);
  }

  /** Whoever left such a request unanswered is waited for less; what is no request may be left so by right. */
  #await(exchange: GrpcExchange, id: string | number, orWithoutId: boolean): Promise<CallAnswer> {
    const within = (ms: number): Promise<CallAnswer> => awaitAnswer(exchange, id, orWithoutId, ms);
    const method = this.#methods.get(id);
    if (method === undefined) return within(ANSWER_MS);
    return this.#t.within(`a call for ${method}`, ANSWER_MS, within, ({ message }) => message !== undefined);
  }

  /**
   * Waits for the end of a call. Resolves with false where it is open although another call, begun later, was answered;
   * with `undefined` where that was not either, so that nothing can be said.
   */
  isOver(exchange: GrpcExchange, ms = END_MS): Promise<boolean | undefined> {
    return this.hasCome(exchange.ended, ms);
  }

  /** The same of anything that a server does on its own. */
  async hasCome(event: Promise<void>, ms: number): Promise<boolean | undefined> {
    if (await this.#t.wait(settledWithin(event, ms))) return true;
    const serving = await this.isServing();
    if (await settledWithin(event, 0)) return true;
    return serving ? false : undefined;
  }

  /** Judges how a call ended, once it has; what says "not now", and silence all around, decide nothing. */
  async judgeEnd<R extends RequirementId>(
    t: GrpcContext<R>,
    id: NoInfer<R>,
    exchange: GrpcExchange,
    [holds, expectation]: readonly [(status: unknown) => boolean, string],
  ): Promise<boolean> {
    const over = await this.isOver(exchange);
    if (over === undefined) t.notVerified(id, 'answer another call meanwhile');
    else if (isNotNow(exchange) && !holds(observeStatus(exchange).value)) t.notVerified(id, NOT_NOW);
    else return t.satisfies(id, observeStatus(exchange), holds, expectation);
    return false;
  }

  /** Judges what came back on a call as a result; "not now" decides nothing. */
  judgeResult<R extends RequirementId>(
    t: GrpcContext<R>,
    id: NoInfer<R>,
    exchange: GrpcExchange,
    answer: CallAnswer,
    expectation: string,
  ): boolean {
    return this.judgeAnswer(t, id, exchange, answer, [isResult, expectation]);
  }

  /** The same of whatever is expected. */
  judgeAnswer<R extends RequirementId>(
    t: GrpcContext<R>,
    id: NoInfer<R>,
    exchange: GrpcExchange,
    { seen, document }: CallAnswer,
    [holds, expectation]: readonly [(document: unknown) => boolean, string],
  ): boolean {
    if (document !== undefined || !isNotNow(exchange))
      return t.satisfies(id, seen, () => holds(document), expectation);
    t.notVerified(id, NOT_NOW);
    return false;
  }

  /** One more opening request is answered, in the time that every request has. */
  async isServing(): Promise<boolean> {
    const message = this.handshakeReply();
    const exchange = this.send(message);
    const { document } = await awaitAnswer(exchange, message.id, false, this.#t.requestTimeoutMs);
    exchange.cancel();
    return isResult(document);
  }

  /** A session whose handshake is done; `undefined` where it was not answered. */
  async session(change: Partial<GrpcRequest> = {}, on?: GrpcWire): Promise<RawSession | undefined> {
    const { exchange, answer } = this.knock(change, on);
    if (!isResult((await answer()).document)) return undefined;
    exchange.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return new RawSession(this, exchange);
  }
}

interface Knock {
  exchange: GrpcExchange;
  id: string;
  answer: () => Promise<CallAnswer>;
}

/** A stream after its handshake. */
export class RawSession {
  readonly exchange: GrpcExchange;
  readonly #client: GrpcClient;

  constructor(client: GrpcClient, exchange: GrpcExchange) {
    this.#client = client;
    this.exchange = exchange;
  }

  async ping(id?: string): Promise<CallAnswer> {
    const message = this.#client.request('ping', {}, id);
    this.exchange.send(message);
    return this.#client.answer(this.exchange, message.id);
  }
}

/** What came back to one request. */
export interface CallAnswer {
  message: GrpcMessage | undefined;
  document: unknown;
  /** The message, or how the call ended without it, or the silence. */
  seen: Observation;
}

/** The message with that id; `null` takes an error without one as well. */
export async function awaitAnswer(
  exchange: GrpcExchange,
  id: string | number,
  orWithoutId = false,
  withinMs: number,
): Promise<CallAnswer> {
  const deadline = performance.now() + withinMs;
  for (let index = 0; ; index++) {
    const message = await exchange.message(index, Math.max(0, deadline - performance.now()));
    if (message === undefined) break;
    const seen = message.json();
    const document = seen.value;
    if (!isObject(document) || 'method' in document) continue;
    const own = document['id'] === id || (orWithoutId && (document['id'] ?? null) === null);
    if (own) return { message, document, seen };
  }
  return { message: undefined, document: undefined, seen: observeEnd(exchange) };
}

/** How a call ended, in words, or that it has not. */
export const observeEnd = (exchange: GrpcExchange): Observation => exchange.how ?? exchange.stillOpen();

/** The status number as gRPC clients have it, or what stands in its place. */
export const observeStatus = (exchange: GrpcExchange): Observation =>
  exchange.status ?? exchange.mapped ?? observeEnd(exchange);

/** Refused for now, and not for what was sent: nothing that is sent here by the way is long. */
export const isNotNow = ({ status, mapped }: GrpcExchange): boolean =>
  NOT_NOW_STATUSES.includes((status ?? mapped)?.value);

/** A condition for `judgeEnd`: one of these statuses. */
export const endsWith = (expectation: string, ...codes: number[]) =>
  [(status: unknown) => codes.some((code) => code === status), `the status ${expectation}`] as const;

/**
 * Runs a scenario with a client whose opening request is answered. Where it is not, or where the connection does not have
 * the shape that the scenario is about, the requirements are not verified, or not applicable.
 */
export async function withClient<R extends RequirementId>(
  t: GrpcContext<R>,
  requirements: readonly NoInfer<R>[],
  run: (client: GrpcClient) => Promise<void>,
  mode?: GrpcConnection['mode'],
): Promise<void> {
  const connection = await t.connect();
  if (mode !== undefined && connection.mode !== mode) {
    for (const id of requirements)
      t.notApplicable(id, `the method ${connection.path} has another shape than this is about`);
    return;
  }
  const client = new GrpcClient(t, connection);
  try {
    if (await client.isServing()) await run(client);
    else for (const id of requirements) t.notVerified(id, 'answer the opening request first');
  } finally {
    client.cancelAll();
  }
}

/** One protobuf field of the wire type for strings and bytes. */
export function encodeField(number: number, content: Uint8Array): Buffer {
  const varint = (value: number): number[] =>
    value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
  return Buffer.concat([Buffer.from([...varint((number << 3) | 2), ...varint(content.length)]), content]);
}
