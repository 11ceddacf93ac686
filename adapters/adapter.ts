/** What every binding implements: adapter, connection, channel and frame as a session sees them. */
import { ConformanceError, isConformanceError } from './errors.js';
import type { Observation } from './observation.js';
import type { Era } from './revision.js';
import type { Transcript } from './transcript.js';

/**
 * The contract of one binding, seen from the client. A transport is one folder beside this file, with its adapter and a
 * descriptor (`transport.ts`), and one line in `registry.ts`. All of them pass `contract.test.ts`.
 *
 * An adapter moves bytes and reports what it saw. It knows nothing of requests, ids or verdicts; it never repairs,
 * reorders or drops what the target sent, and it never throws for what a target does: refusals, garbage and sudden
 * ends are facts to report through `Channel` and `Frame`.
 */
export interface Adapter<Endpoint, C extends Connection = Connection> {
  readonly transport: string;
  /** True for WebSocket, gRPC and every binding without a standard; reports say so. */
  readonly custom: boolean;
  traits(era: Era): Traits;
  /**
   * Opens a connection: a process, a socket, or for Streamable HTTP just the state that requests share. Rejects with a
   * `ConnectError` where the target cannot be reached at all (no such command, connection refused).
   */
  open(endpoint: Endpoint, options: OpenOptions): Promise<C>;
}

/** What differs between bindings as far as a session must care; it branches on these, never on a transport's name. */
export interface Traits {
  /** Every request has a channel of its own (HTTP, gRPC `Call`) that carries its replies and nothing else. */
  channelPerRequest: boolean;
  /** Dropping the channel is the cancellation (modern HTTP, gRPC `Call`); elsewhere a notification is sent. */
  abandonCancels: boolean;
  /** How the server speaks first: on the shared channel, on one that `listen` opens (legacy GET), or not at all. */
  serverChannel: 'inherent' | 'opened' | 'none';
  /** False where a foreign library stands between us and the wire: raw cases are `not-verified` there. */
  raw: boolean;
  /**
   * Typed messages take the place of JSON-RPC (gRPC's google profile): no handshake, and ids and envelopes are made up by
   * the adapter. Only requirements in `suites/requirements/native.ts` are judged there.
   */
  native?: true;
}

/** Why a message cannot be sent over a binding at all, and what that makes of what depends on it. */
export interface Inexpressible {
  status: 'not-applicable' | 'not-verified';
  reason: string;
}

export interface OpenOptions {
  era: Era;
  revision: string;
  /** Aborting closes the connection abruptly. */
  signal: AbortSignal;
  transcript: Transcript;
  /** Bytes of one inbound message; the channel faults past it, and memory stays bounded. */
  maxMessage: number;
}

export const DEFAULT_MAX_MESSAGE = 64 * 1024 * 1024 + 65_536;

export interface Connection {
  readonly traits: Traits;
  /** Everything that arrives, in order, from all channels. One consumer; not reading it holds the target back. */
  readonly inbound: AsyncIterable<Frame>;
  /**
   * Sends one message as its own transport unit (a line, a POST). Returns at once; what became of it is on the
   * channel. A `Uint8Array` body is sent as it is, valid or not (stdio adds the newline).
   */
  send(message: Outgoing): Channel;
  /**
   * Asked before `send`, where a binding cannot carry everything: a typed one has no message for some methods, and a
   * wrapped library refuses what is no JSON-RPC. The session ends the case with the reason.
   */
  inexpressible?(message: Outgoing): Inexpressible | undefined;
  /**
   * Set once something may have crossed the wire that a foreign library keeps to itself (it refused a message and only
   * reports an error). From then on silence and absence on this connection are `not-verified`, with these words.
   */
  unseen?(): string | undefined;
  /** After the handshake: the version and session that every further message carries. Null takes one back. */
  settle(state: { revision: string; sessionId?: string | null }): void;
  /** Legacy GET stream. Where the server's channel is shared or absent, returns the channel that stands for it. */
  listen(options?: { lastEventId?: string; headers?: Metadata }): Channel;
  /**
   * `graceful` as the binding says (stdio: end of input, then SIGTERM, then SIGKILL; legacy HTTP: DELETE of the
   * session), `abrupt` at once. Idempotent, bounded, never rejects, and leaves nothing behind.
   */
  close(how: 'graceful' | 'abrupt'): Promise<Closing>;
}

/** Header or metadata values; `null` leaves out one that would be sent by itself. Names in lower case. */
export type Metadata = Record<string, string | null>;

export interface Outgoing {
  body: object | Uint8Array;
  /** Mirrored body fields (`mcp-method`, `mcp-name`, `mcp-param-*`) as the session computed them. */
  mirror?: Metadata;
  /** Anything else of the envelope (`accept`, `origin`, `mcp-protocol-version`), on purpose for one message. */
  envelope?: Metadata;
}

export interface Channel {
  /** `stdout`, `post-3`, `get-1`: names the channel in transcripts, so that a reply on the wrong one is visible. */
  readonly id: string;
  /** The Last-Event-ID this channel resumes from. */
  readonly resumes?: string;
  /** Settles when the other side took or refused the channel. Never rejects. */
  readonly opened: Promise<Opened>;
  /** Settles when nothing more can come on it and its last frame was taken from `inbound`. Never rejects. */
  readonly ended: Promise<Ended>;
  /** Drops the channel without sending a word; does nothing where the channel is shared. */
  abandon(): void;
}

export interface Opened {
  /** The binding itself said no: an HTTP status of 400 or more, a gRPC status, a failed upgrade. */
  refused: boolean;
  /** Absent where there is no such thing (stdio) or where the channel died before it. */
  status?: Observation<number>;
  /** What a refusal says, in words, and whether that is "not now", which judges nothing. Absent: an HTTP status says it all. */
  refusal?: { text: string; busy: boolean };
  header(name: string): Observation<string | undefined> | undefined;
  /** True where the body is a stream of messages (SSE), false where it is one document. */
  streaming: boolean;
}

export interface Ended {
  by: 'peer' | 'us' | 'fault';
  /** Where the end was seen (close, reset, process exit, over the message limit), in words. */
  how: Observation<string>;
  lastEventId?: string;
  /** The reconnection time that the server asked for, in milliseconds. */
  retryMs?: number;
}

export interface Frame {
  readonly channel: Channel;
  /** Transcript entry of this frame. */
  readonly entry: number;
  /** `performance.now()` when it was complete. */
  readonly atMs: number;
  readonly bytes: Uint8Array;
  /** The parsed document; absent where the bytes are no JSON. Check with `'json' in frame`. */
  readonly json?: unknown;
  /** SSE only. */
  readonly eventId?: string;
  readonly eventName?: string;
  /** Where the stream ended before what ends a message: a line without its newline. */
  readonly unterminated?: true;
  /** The document has lost the end of long texts or lists: what it was as a whole cannot be compared. */
  readonly isCut?: true;
}

export interface Closing {
  /** stdio */
  exitCode?: Observation<number | null>;
  exitSignal?: Observation<string | null>;
  /** WebSocket: the code and reason of the close frame that the target sent, or the code that stands for none (1005, 1006). */
  closeCode?: Observation<number>;
  closeReason?: Observation<string>;
  /** gRPC: the status of the stream that is the session. */
  grpcStatus?: Observation<number>;
  /** True where the target had to be killed because it did not end by itself. */
  forced: boolean;
  /** How long the end took, in milliseconds, from the first signal given. */
  tookMs: number;
}

const STALLED = 'STALLED';

/** Why a connection that was taken is not open: no TLS, no upgrade, no settings in the time for it. */
export const makeStall = (message: string): Error => Object.assign(new Error(message), { code: STALLED });

const isStall = (cause: unknown): boolean =>
  cause instanceof Error && (cause as NodeJS.ErrnoException).code === STALLED;

/** The target could not be reached: no process, no socket, nothing answered. The run exits 3. */
export class ConnectError extends ConformanceError {
  override readonly name = 'ConnectError';
  readonly code = 'connect';
  override readonly next: string;

  constructor(message: string, next: string, options?: { cause?: unknown }) {
    super(message, next, options);
    this.next = next;
  }

  /** Whether the target took the connection, and then let the opening of it run out: it is there, and silent. */
  get isStall(): boolean {
    return isStall(this.cause);
  }

  /** Also for one that another copy of the package made. */
  static is(error: unknown): error is ConnectError {
    return isConformanceError(error, 'connect');
  }
}
