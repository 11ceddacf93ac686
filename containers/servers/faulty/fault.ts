/** What a fault is: the rule that it breaks, and its hooks on messages and on each transport. */
import type { TransportName } from '../../../adapters/index.js';
import type { RawFrame, WebSocketProfile } from '../../../adapters/websocket/endpoint.js';
import type { ParsedFrame } from '../../../adapters/websocket/frames.js';
import type { Era, Revision } from '../../../adapters/revision.js';
import type { RequirementId } from '../../../suites/requirements/index.js';
import type { Message } from '../honest/message.js';
import type { GrpcHooks } from './grpc-hooks.js';
import type { Memory } from './memory.js';

export type { Message };

/**
 * One way to be wrong, as data: a right server with a man in the middle who breaks exactly one rule. Every hook may be
 * left out; what no hook touches passes unchanged.
 */
export interface Fault {
  /** The row of the catalogue that has to flip. */
  readonly requirement: RequirementId;
  /** One sentence: what this server does wrong. */
  readonly how: string;
  /** It hides what it does: no violation can be seen, and no pass either. Without, a violation is. */
  readonly flips?: 'not-verified';
  /** Rows that must not be charged for it as well, in any of its scenarios. */
  readonly spares?: readonly RequirementId[];
  /** Transports on which it shows; without, all that the requirement speaks of. */
  readonly transports?: readonly TransportName[];
  /** Revisions to show it at; without, the newest of each era that the requirement speaks of. */
  readonly revisions?: readonly Revision[];
  /** Why the row is not seen to pass without the fault: nothing to check it on, or the upstream server breaks it too. */
  readonly uncontrolled?: string;
  /** Scenarios to watch, where the requirement is checked on every message and no scenario names it. */
  readonly scenarios?: readonly string[];
  /** Shown on a server of its own, which may be killed and started again. */
  readonly breakable?: true;
  /** Which right server stands behind; by default the one that speaks both eras. */
  readonly upstream?: Upstream;
  /** Each message of the server: changed, dropped (`undefined`), or several instead of one. */
  readonly message?: (message: Message, at: MessageContext) => Message | readonly Message[] | undefined;
  /** Each message of the client: changed, or kept from the server (`undefined`), which `at.say` can then answer. */
  readonly request?: (
    message: Message,
    at: MessageContext,
  ) => Message | undefined | Promise<Message | undefined>;
  readonly stdio?: StdioHooks;
  readonly http?: HttpHooks;
  readonly websocket?: WebSocketHooks;
  readonly grpc?: GrpcHooks;
}

/**
 * The right servers: the reference with both eras, the one without the modern era, and honest ones, where a reference
 * breaks the rule itself or gives no occasion. `two-users` is a layer before the first of them, and so are its faults.
 */
export const UPSTREAMS = [
  'both',
  'legacy',
  'tools-only',
  'interleaved',
  'extra-fields',
  'modern-only',
  'two-users',
] as const;
export type Upstream = (typeof UPSTREAMS)[number];

/** What a hook knows about the moment. */
export interface MessageContext {
  /** The request that a server's message answers; the message itself where it is the client's. */
  readonly request: Message | undefined;
  readonly era: Era;
  readonly transport: TransportName;
  /** Whatever a fault has to remember for the life of the process. */
  readonly memory: Memory;
  /** The same for one connection: the process over stdio, one HTTP exchange. */
  readonly channel: Memory;
  /** Says something to the client, on the channel of what is at hand. */
  say(message: Message): void;
}

interface StdioHooks {
  /** Printed before anything is read. */
  readonly start?: string;
  /** Raw input as it was chunked, before it is cut into lines. */
  readonly chunk?: (chunk: Buffer) => Buffer;
  /** One line of the client without its newline; `undefined` swallows it. May end the process. */
  readonly line?: (line: Buffer, memory: Memory) => Buffer | undefined;
  /** The bytes of one message of the server, newline included. */
  readonly output?: (message: unknown, memory: Memory) => Buffer | string;
  /** Written as it is once the input has ended. */
  readonly last?: string;
  /** What the end of the input does; without, the upstream server is told and its exit is awaited. */
  readonly end?: 'ignored' | 'exits-at-once';
}

interface HttpHooks {
  /** Changes what the right server gets to see; an answer returned keeps it from seeing anything. */
  readonly request?: (request: RelayedRequest, at: HttpHookContext) => RelayedAnswer | undefined;
  /** Changes status, headers and, where it is one document, the body of what the client gets. */
  readonly response?: (response: RelayedAnswer, request: RelayedRequest, at: HttpHookContext) => void;
  /** Changes one event of a stream. */
  readonly event?: (
    event: RelayedEvent,
    at: HttpHookContext,
    request: RelayedRequest,
  ) => RelayedEvent | readonly RelayedEvent[] | undefined;
  /** Listens there as well. */
  readonly alsoAt?: string;
  /** Answers as a stream, and does not end it when the upstream server has answered. */
  readonly leavesOpen?: boolean;
  /** Says nothing to the upstream server when the client goes away. */
  readonly ignoresAbandon?: boolean;
}

/** Names in lower case; a header that is deleted is not passed on. */
export interface RelayedRequest {
  readonly method: string;
  readonly path: string;
  readonly rawHeaders: readonly string[];
  /** The head as it came over the socket. */
  readonly raw: string;
  readonly headers: Record<string, string | undefined>;
  body: Buffer;
  /** The body as JSON, where it is. */
  readonly document: unknown;
}

export interface RelayedAnswer {
  status: number;
  headers: Record<string, string>;
  /** Absent for a stream. */
  body?: string;
  /** How it is written, where not as UTF-8. */
  encoding?: BufferEncoding;
}

export interface RelayedEvent {
  id?: string;
  event?: string;
  retry?: string;
  data?: string;
}

export interface HttpHookContext {
  readonly memory: Memory;
  readonly channel: Memory;
  /** Open GET streams, oldest first. */
  readonly streams: readonly SseSink[];
}

export interface SseSink {
  readonly sessionId: string | undefined;
  write(event: RelayedEvent): void;
}

/** Below the message: the upgrade, and every frame as it crosses the wire. */
interface WebSocketHooks {
  /** What the client has to speak for it to show; by default `mcp`. */
  readonly profile?: WebSocketProfile;
  /** Changes the upgrade that the right server gets to see; a status line returned is the answer instead. */
  readonly upgrade?: (upgrade: Head, at: WebSocketHookContext) => string | undefined;
  /** Changes the answer to an upgrade. */
  readonly answer?: (answer: Head, upgrade: Head) => void;
  /** Each frame of the client: changed, dropped (`undefined`), or several instead of one. */
  readonly fromClient?: FrameHook;
  readonly fromServer?: FrameHook;
  /** Called once the client has gone. */
  readonly gone?: (at: WebSocketHookContext) => void;
  /** The end of the server's side of the TCP connection is kept from the client. */
  readonly keepsOpen?: boolean;
}

type FrameHook = (
  frame: RelayedFrame,
  at: WebSocketHookContext,
) => RawFrame | readonly RawFrame[] | undefined;
export type RelayedFrame = ParsedFrame;

/** Names in lower case. */
export interface Head {
  line: string;
  headers: Record<string, string | undefined>;
  /** It was written by hand, and not by a library: field names in lower case. */
  readonly byHand: boolean;
}

export interface WebSocketHookContext {
  readonly memory: Memory;
  readonly channel: Memory;
  readonly byHand: boolean;
  /** All connections to this fault that are open now, this one among them. */
  readonly open: ReadonlySet<WebSocketHookContext>;
  toClient(frame: RawFrame): void;
  /** Breaks the connection off. */
  end(): void;
}

/** Keeps the ids as literal types. */
export const defineFaults = <const T extends Record<string, Fault>>(rows: T & Record<string, Fault>): T =>
  rows;
