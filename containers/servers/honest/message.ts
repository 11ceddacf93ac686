/** Message types, metadata keys and refusals that the honest servers share, and what a variant can set. */
import type { IncomingHttpHeaders } from 'node:http';
import { isObject, type Json } from '../../../adapters/json.js';
import type { Era } from '../../../adapters/revision.js';

/** A JSON-RPC document, as loosely typed as it arrives. */
export type Message = Json;
export type Id = string | number;

export const META = {
  version: 'io.modelcontextprotocol/protocolVersion',
  capabilities: 'io.modelcontextprotocol/clientCapabilities',
  logLevel: 'io.modelcontextprotocol/logLevel',
  serverInfo: 'io.modelcontextprotocol/serverInfo',
  subscription: 'io.modelcontextprotocol/subscriptionId',
} as const;

export const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

export const isId = (value: unknown): value is Id => typeof value === 'string' || Number.isSafeInteger(value);

export const getParams = (message: Message): Message =>
  isObject(message['params']) ? message['params'] : {};

export const getMeta = (message: Message): Message => {
  const meta = getParams(message)['_meta'];
  return isObject(meta) ? meta : {};
};

/** A request that is refused. `status` is what HTTP says with it, where the era demands one. */
export class RefusalError extends Error {
  override readonly name = 'Fault';
  readonly code: number;
  readonly status: number;
  readonly data: unknown;
  constructor(code: number, message: string, options: { status?: number; data?: unknown } = {}) {
    super(message);
    this.code = code;
    this.status = options.status ?? 200;
    this.data = options.data;
  }

  /** Without an id where the request's could not be read; `null` only where the schema has no other way. */
  document(id: Id | null | undefined): Message {
    const error = {
      code: this.code,
      message: this.message,
      ...(this.data === undefined ? {} : { data: this.data }),
    };
    return { jsonrpc: '2.0', ...(id === undefined ? {} : { id }), error };
  }
}

export interface VariantTool {
  readonly definition: Message & { readonly name: string };
  /** Returns the fields of the result; throws `Fault` for arguments it cannot take. */
  readonly call: (args: Message, era: Era, params: Message) => Message;
}

/** Resolves when the answer to a request of this method may leave. */
export type Pace = (method: string) => Promise<void>;

/** What makes one of the honest servers unusual. Everything not named is as plain as it gets. */
export interface Variant {
  readonly capabilities: Readonly<Message>;
  /** Without, both. */
  readonly era?: Era;
  /** The first request of a process or connection decides which era all of them are served in. */
  readonly pinsEra?: boolean;
  /** Session and resumption headers mean what they did before 2026-07-28, on every request. */
  readonly heedsOldHeaders?: boolean;
  /** Over HTTP it gives out no sessions: each legacy request is served by itself, at the version of its header. */
  readonly sessionless?: boolean;
  /** What is no message ends the process, unanswered. */
  readonly endsOnGarbage?: boolean;
  /** Reads a message as far as its object goes, and neither waits for what ends it nor looks at what follows. */
  readonly readsEagerly?: boolean;
  /** Takes no subscriptions, which no sentence demands of it. */
  readonly refusesSubscriptions?: boolean;
  /** Without, every `tools/` method is unknown. */
  readonly tools?: readonly VariantTool[];
  /** Resolves when an answer that is ready may leave; one for each connection or session. */
  readonly pace?: () => Pace;
  /** Notifications said on a request's own channel before its answer. */
  readonly asides?: (request: Message, era: Era, level: string | undefined) => Message[];
  /** Legacy: pings the client, on a channel that belongs to no request. */
  readonly pings?: boolean;
  /** Adds to a result what the schema leaves open. */
  readonly embellish?: (method: string, result: Message) => Message;
  /** The text of a document; `oneLine` where the framing forbids newlines. */
  readonly encode?: (document: unknown, oneLine: boolean) => string;
  /** Lines put before each SSE event: comments, unknown fields. */
  readonly sseNoise?: string;
  /** Over HTTP: told of every POST, and what is sent with every answer. */
  readonly heard?: (headers: IncomingHttpHeaders, message: unknown) => void;
  readonly headers?: Readonly<Record<string, string>>;
  /** Answers as an event stream even where nothing comes before the answer. */
  readonly alwaysStreams?: boolean;
}
