/** The interface of an MCP session: requests, notifications and replies, alike in both eras. */
import type { Connection, Opened } from '../adapters/adapter.js';
import type { Observation } from '../adapters/observation.js';
import type { Era, Revision } from '../adapters/revision.js';

/**
 * The conversation that a scenario sees: JSON-RPC over a connection in one of two eras, behind one interface.
 * Implemented in `harness/session`. Nothing here tells which transport it runs on.
 */
export interface Session {
  readonly era: Era;
  readonly revision: Revision;
  /**
   * The reply to the opening request: `initialize` in the legacy era, `server/discover` in the modern one. Its result
   * has `/capabilities` in both. The server's name is `serverInfo()`.
   */
  readonly handshakeReply: Reply;
  /** Whether the server declares a capability: `tools`, `resources.subscribe`, `tools.listChanged`. */
  declares(capability: string): boolean;
  /** Name and version: from the `initialize` result, or from `_meta` in the modern era. */
  serverInfo(): Observation | undefined;

  /** Sends a request with a fresh id (and, in the modern era, the `_meta` of the session). */
  request(method: string, params?: object, options?: RequestOptions): Exchange;
  /** Sends exactly this document, valid or not, as one transport unit. `id` decides what counts as its reply. */
  raw(body: object | Uint8Array, options?: RawOptions): Exchange;
  /** A JSON-RPC request document as `request` would send it, for scenarios that bend one part of it. */
  compose(
    method: string,
    params?: object,
    options?: RequestOptions,
  ): { jsonrpc: '2.0'; id: Id; method: string; params: object };
  notify(method: string, params?: object): void;
  /**
   * Cancels as the binding of this era defines it: drops the channel, or sends `notifications/cancelled`. Once it was
   * dropped, nothing that the server still says for the request can be seen.
   */
  cancel(exchange: Exchange, reason?: string): 'dropped' | 'notified';
  /**
   * A harmless request that every server of the era must answer: `ping`, or `server/discover`. As a fence: once it is
   * answered, what the server had to say before has arrived (on a shared channel).
   */
  probe(): { method: string; params: object };
  barrier(): Promise<Reply>;

  /** Legacy: how this client answers the server's requests. Return a result object, or throw `RpcError`. */
  onServerRequest(method: string, handler: (request: Message) => object | Promise<object>): void;
  /** Messages of the server that no exchange claims: notifications, and the server's requests. */
  readonly events: EventLog;
  /** Messages that violate the exchange rules: replies to unknown ids, second replies. */
  readonly unmatched: EventLog;
}

export type Id = string | number;

/** Who a client is to the server: one of two that the config names, or nobody that it knows. */
export type Identity = 'a' | 'b' | 'nobody';

export interface SessionOptions {
  /** What this client declares; by default sampling, elicitation (form) and roots, all answered. */
  capabilities?: object;
  /**
   * `false` opens without the handshake (legacy): `opening` then throws, and `initialize` is the scenario's to send.
   * `'unconfirmed'` leaves out the last word, `notifications/initialized`, and listens to the server as if it had been said.
   */
  handshake?: false | 'unconfirmed';
  /** Nothing but lists is asked on it, without a handshake: others who do the same may have had its connection before. */
  only?: 'lists';
  /** Version offered in the handshake, where it is not the revision under test. */
  offer?: string;
  /** Be another client than the run is, as the scenario `needs` two of them; `nobody` shows neither's credentials. */
  identity?: Identity;
  /** Be a client of this revision instead, to see how the server meets it. Its messages are held against no schema. */
  revision?: Revision;
}

export interface RequestOptions {
  id?: Id;
  /** Merged into `params._meta`; `null` takes a key out. */
  meta?: Record<string, unknown>;
  progressToken?: string | number;
  /** Milliseconds; by default the run's request timeout. */
  timeout?: number;
}

export interface RawOptions {
  /** The id whose reply is awaited; by default the body's own `id` where it has one. `null` awaits an `id: null` reply. */
  id?: Id | null;
  /** Also take a reply that has no id or `id: null`, as an error to a request whose id could not be read. */
  acceptWithoutId?: boolean;
  timeout?: number;
}

/** One request that was sent, and all that comes for it. */
export interface Exchange {
  readonly id: Id | null;
  /**
   * The first reply. Rejects with `Unanswered` after the timeout or when the channel is gone; a scenario does not
   * catch it: the case then fails `jsonrpc.request-answered`, and what hung on the reply is `not-verified`.
   */
  reply(): Promise<Reply>;
  /** How it came to its end: answered, or why not. Never rejects. */
  replyState(): Promise<Observation<ReplyState>>;
  /** For requests that a server may leave unanswered: `undefined` instead of a rejection. */
  maybe(withinMs?: number): Promise<Reply | undefined>;
  /** Notifications and server requests that belong to it: by channel, or by progress token and time on a shared one. */
  readonly events: EventLog;
}

/**
 * `late`: nothing within the limit. `ended`: channel or connection gone. `refused`: the binding itself said no. `busy`: it
 * said "not now". `over`: we stopped waiting. `cut`: nothing within a limit that was a short one, because waits as long as the
 * request may take were in vain before. `unseen`: a library between us and the wire may have kept the reply.
 */
export type ReplyState = 'answered' | 'late' | 'ended' | 'refused' | 'busy' | 'over' | 'cut' | 'unseen';

/** Messages in the order seen, waited for without polling. */
export interface EventLog {
  readonly seen: readonly Message[];
  /** The first message that matches, past or to come; `undefined` when the time is over. */
  next(match: (message: Message) => boolean, withinMs?: number): Promise<Message | undefined>;
}

/** One document that the server sent. */
export interface Message {
  readonly document: unknown;
  readonly method: string | undefined;
  /** Which channel carried it; for binding scenarios and messages, never to branch on. */
  readonly channel: string;
  readonly entry: number;
  readonly atMs: number;
  /** Out of turn: the id of an answered request of ours that this is one more reply to. */
  readonly belongsTo?: Id | undefined;
  /** The value at a JSON pointer, as evidence; the value is `undefined` where there is none. */
  at<T = unknown>(pointer: string): Observation<T>;
}

export interface Reply extends Message {
  readonly isError: boolean;
  readonly result: Record<string, unknown> | undefined;
  readonly error: { code?: unknown; message?: unknown; data?: unknown } | undefined;
  /** The transport's own view (HTTP status, headers), for binding scenarios. */
  readonly opened: Opened | undefined;
  /** Too long to be kept whole: the ends of its long texts and lists are gone. */
  readonly isCut: boolean;
}

/** Thrown by a handler of `onServerRequest` to answer with an error. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** A session together with the connection under it; only binding scenarios get one. */
export interface BoundSession<C extends Connection> {
  readonly session: Session;
  readonly connection: C;
}
