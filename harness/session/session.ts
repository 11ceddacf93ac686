/** The session that scenarios use: sends requests and notifications, answers those of the server. */
import type { Channel } from '../../adapters/adapter.js';
import type { Transcript } from '../../adapters/transcript.js';
import { getEra, type Era, type Revision } from '../../adapters/revision.js';
import type { Observation } from '../../adapters/observation.js';
import {
  RpcError,
  type Exchange,
  type Id,
  type Message,
  type RawOptions,
  type Reply,
  type RequestOptions,
  type Session,
} from '../../suites/session.js';
import { DEFAULT_ANSWERS } from './client.js';
import { Events } from './events.js';
import type { Seen } from './message.js';
import { CannotSay, type Pending } from './exchange.js';
import { Patience } from './patience.js';
import type { JsonRpcDispatcher, DispatcherListener } from './dispatcher.js';
import { isObject, type Json } from '../../adapters/json.js';
import { META, readMeta, SERVER_INFO } from '../../adapters/mcp.js';
import { computeMirror } from '../../adapters/mirror.js';
import { LISTS } from '../../suites/support/lists.js';

export interface SessionState {
  dispatcher: JsonRpcDispatcher;
  revision: Revision;
  clientInfo: Json;
  capabilities: object;
  requestTimeoutMs: number;
  selfCheck?: SelfCheck;
}

/** Request timeouts for which the answer to a control is of interest. */
const CONTROL_LIMITS = 3;

/** What a case has to do with its sessions: it is told of what we do ourselves. */
export interface SelfCheck {
  /** When the case is over at the latest, on the clock of `performance.now`. */
  readonly until?: number;
  /** It runs alone, and is the last word on what it saw. */
  readonly alone?: boolean;
  /** A message that is meant to be valid. */
  sent(document: object): void;
  fault(error: Error): void;
}

/** What opening a session told: by the reply to the handshake or, where the binding has none, by what its lists answered. */
export interface Hello {
  /** Absent where the binding has no handshake. */
  reply?: Reply;
  capabilities: Json;
  /** Protocol versions that the server speaks, as far as it said. */
  versions: unknown;
  /** Where in the transcript that was seen. */
  entries: readonly number[];
}

/** One scenario's view of a link, in either era. Opened by `open.ts`. */
export class LiveSession implements Session, DispatcherListener {
  readonly era: Era;
  readonly revision: Revision;
  readonly events = new Events();
  readonly unmatched = new Events();
  readonly #state: SessionState;
  readonly #handlers = new Map<string, (request: Message) => object | Promise<object>>();
  #hello: Hello | undefined;
  #isSpoiled = false;
  readonly #patience: Patience;

  constructor(state: SessionState) {
    this.#state = state;
    this.revision = state.revision;
    this.era = getEra(state.revision);
    this.#patience = new Patience({
      control: () => this.#control(),
      answered: () => state.dispatcher.replies,
      quickestMs: () => state.dispatcher.quickestMs,
      until: () => state.selfCheck?.until ?? Infinity,
    });
    state.dispatcher.listener = this;
  }

  get transcript(): Transcript {
    return this.#state.dispatcher.transcript;
  }

  get handshakeReply(): Reply {
    const { reply } = this.hello;
    if (reply === undefined)
      throw new CannotSay({ status: 'not-applicable', reason: 'this binding has no handshake' });
    return reply;
  }

  get hello(): Hello {
    if (this.#hello === undefined) throw new Error('this session was opened without a handshake');
    return this.#hello;
  }

  /** A second handshake was begun: what the server makes of the first one then is known to nobody. */
  get isSpoiled(): boolean {
    return this.#isSpoiled;
  }

  /** Called once by whoever opened it. */
  opened(hello: Hello): void {
    this.#hello = hello;
  }

  declares(capability: string): boolean {
    let value: unknown = this.#hello?.capabilities;
    for (const key of capability.split('.')) value = isObject(value) ? value[key] : undefined;
    return value !== undefined && value !== null && value !== false;
  }

  serverInfo(): Observation | undefined {
    if (this.#hello?.reply === undefined) return undefined;
    const pointer = this.era === 'legacy' ? '/result/serverInfo' : SERVER_INFO;
    const info = this.#hello.reply.at(pointer);
    return info.value === undefined ? undefined : info;
  }

  compose(method: string, params: object = {}, options: RequestOptions = {}) {
    const meta: Json = { ...(this.era === 'modern' ? this.#meta() : {}), ...readMeta({ params }) };
    if (options.progressToken !== undefined) meta['progressToken'] = options.progressToken;
    for (const [key, value] of Object.entries(options.meta ?? {})) {
      if (value === null) delete meta[key];
      else meta[key] = value;
    }
    const withMeta = Object.keys(meta).length > 0 ? { ...params, _meta: meta } : params;
    return {
      jsonrpc: '2.0' as const,
      id: options.id ?? this.#state.dispatcher.nextId(),
      method,
      params: withMeta,
    };
  }

  #meta(): Json {
    return {
      [META.version]: this.revision,
      [META.clientInfo]: this.#state.clientInfo,
      [META.clientCapabilities]: this.#state.capabilities,
    };
  }

  request(method: string, params: object = {}, options: RequestOptions = {}): Exchange {
    const body = this.compose(method, params, options);
    const exchange = this.#expect(body, body.id, options.timeout, false);
    // A request whose metadata was bent on purpose is not ours to answer for.
    if (options.meta === undefined) this.#state.selfCheck?.sent(body);
    return exchange;
  }

  raw(body: object | Uint8Array, options: RawOptions = {}): Exchange {
    const own = isObject(body) ? body['id'] : undefined;
    const id =
      options.id !== undefined ? options.id : typeof own === 'string' || typeof own === 'number' ? own : null;
    return this.#expect(body, id, options.timeout, options.acceptWithoutId ?? id === null);
  }

  #expect(
    body: object | Uint8Array,
    id: Id | null,
    timeout: number | undefined,
    acceptWithoutId: boolean,
    patience: Patience | undefined = timeout === undefined ? this.#patience : undefined,
  ): Pending {
    const method = isObject(body) && typeof body['method'] === 'string' ? body['method'] : undefined;
    const token = isObject(body) ? progressTokenOf(body) : undefined;
    if (method === 'initialize' && this.#hello !== undefined) this.#isSpoiled = true;
    return this.#state.dispatcher.expect(
      {
        body,
        mirror: this.era === 'modern' ? computeMirror(body, this.#state.dispatcher.lessons.mirrored) : {},
      },
      {
        id,
        method,
        progressToken: token,
        timeoutMs: timeout ?? this.#state.requestTimeoutMs,
        acceptWithoutId,
        patience,
        isAlone: this.#state.selfCheck?.alone === true,
        isOpening: this.#hello === undefined,
      },
    );
  }

  /** A request that measures how quick the server is at the moment; none before the handshake, or on a connection that is over. */
  #control(): Promise<unknown> | undefined {
    if (this.#hello === undefined || this.#state.dispatcher.over !== undefined) return undefined;
    const { method, params } = this.probe();
    const body = this.compose(method, params);
    try {
      return this.#expect(body, body.id, CONTROL_LIMITS * this.#state.requestTimeoutMs, false).replyState();
    } catch (error) {
      if (!CannotSay.is(error)) this.harnessError(error instanceof Error ? error : new Error(String(error)));
      return undefined;
    }
  }

  /**
   * A modern notification says its revision, as that of the official client does. It need not, but a server of both eras may
   * take the connection for a legacy one where the first message after `server/discover` does not.
   */
  notify(method: string, params?: object): Channel {
    const said = this.era === 'modern' ? { ...params, _meta: this.#meta() } : params;
    const body = { jsonrpc: '2.0', method, ...(said === undefined ? {} : { params: said }) };
    const channel = this.#state.dispatcher.tell({ body });
    this.#state.selfCheck?.sent(body);
    return channel;
  }

  cancel(exchange: Exchange, reason = 'no longer needed'): 'dropped' | 'notified' {
    (exchange as Pending).isCancelled = true;
    if (this.#state.dispatcher.connection.traits.abandonCancels) {
      (exchange as Pending).expects.channel.abandon();
      return 'dropped';
    }
    this.notify('notifications/cancelled', { requestId: exchange.id, reason });
    return 'notified';
  }

  probe(): { method: string; params: object } {
    if (this.#state.dispatcher.connection.traits.native === true)
      return { method: this.#anyList(), params: {} };
    return { method: this.era === 'legacy' ? 'ping' : 'server/discover', params: {} };
  }

  /** Where there is nothing else that every server answers: a list that this one has. */
  #anyList(): string {
    const list = LISTS.find(({ capability }) => this.declares(capability)) ?? LISTS[0];
    return list.method;
  }

  async barrier(): Promise<Reply> {
    const { method, params } = this.probe();
    return this.request(method, params).reply();
  }

  onServerRequest(method: string, handler: (request: Message) => object | Promise<object>): void {
    this.#handlers.set(method, handler);
  }

  message(message: Seen, claims: readonly Pending[]): void {
    this.events.add(message, message.bytes);
    for (const claim of claims) claim.events.add(message, message.bytes);
    const id = message.at<Id | undefined>('/id').value;
    if (id !== undefined && this.era === 'legacy') void this.#serve(message, id);
  }

  unmatchedMessage(message: Seen): void {
    this.unmatched.add(message, message.bytes);
  }

  harnessError(error: Error): void {
    this.#state.selfCheck?.fault(error);
  }

  /** Answers a request of the server: the scenario's handler, or the canned answer, or "method not found". */
  async #serve(request: Message, id: Id): Promise<void> {
    const params = request.at('/params').value;
    const handler =
      this.#handlers.get(request.method ?? '') ??
      (() => {
        const method = request.method ?? '';
        const canned = Object.hasOwn(DEFAULT_ANSWERS, method) ? DEFAULT_ANSWERS[method] : undefined;
        if (canned === undefined) throw new RpcError(-32601, 'Method not found');
        return canned(isObject(params) ? params : {});
      });
    let answer: object;
    try {
      answer = { jsonrpc: '2.0', id, result: await handler(request) };
    } catch (error) {
      if (!(error instanceof RpcError)) {
        this.harnessError(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      answer = { jsonrpc: '2.0', id, error: { code: error.code, message: error.message } };
    }
    this.#state.dispatcher.answer(answer, request.channel);
  }
}

function progressTokenOf(body: Json): string | number | undefined {
  const token = readMeta(body)['progressToken'];
  return typeof token === 'string' || typeof token === 'number' ? token : undefined;
}
