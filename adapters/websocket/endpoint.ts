/** Types of WebSocket: profiles, the endpoint, its connection, and raw frames and upgrades. */
import type { Connection, Metadata } from '../adapter.js';
import type { Filler } from '../filler.js';
import type { Observation } from '../observation.js';
import type { TlsOptions } from '../tls.js';

/** `mcp`: our written binding, as the v1 SDKs speak it. `sep-1288`: the draft of that number. `plain`: no subprotocol. */
export const PROFILES = ['mcp', 'sep-1288', 'plain'] as const;
export type WebSocketProfile = (typeof PROFILES)[number];

export interface WebSocketEndpoint {
  /** ws:// or wss:// */
  url: string;
  /** Sent with the upgrade; their values never reach a transcript. */
  headers: Readonly<Record<string, string>>;
  tls?: TlsOptions;
  profile: WebSocketProfile;
  /** In place of those that the profile offers. */
  subprotocols?: readonly string[];
  /** A server that names no subprotocol in its answer is talked to all the same. */
  tolerateMissingEcho?: boolean;
  origin?: string;
}

/** What binding scenarios see beyond `Connection`. */
export interface WebSocketConnection extends Connection {
  readonly url: string;
  readonly profile: WebSocketProfile;
  /** The subprotocols that were offered with the upgrade. */
  readonly offered: readonly string[];
  /**
   * Another connection to the same endpoint, on a plain socket and with frames of our own, for what no library sends. It
   * ends with this connection at the latest. Rejects with `ConnectError` where nothing listens any more.
   */
  dial(upgrade?: RawUpgrade): Promise<RawWebSocket>;
}

export interface RawUpgrade {
  /** Spelled on the wire as they are here; they replace those that would be sent, whatever the case; null takes one out. */
  headers?: Metadata;
  /** `GET` where it is absent. */
  method?: string;
  /** Another path on the same origin. */
  path?: string;
}

/** A frame as RFC 6455, section 5.2, has it. Without more said, it is one that a right client would send. */
export interface RawFrame {
  opcode: number;
  payload?: Uint8Array | string;
  /** Makes the payload longer than anybody wants to hold it. */
  filler?: Filler;
  /** By default true. */
  fin?: boolean;
  /** The three reserved bits, RSV1 being 4. */
  rsv?: number;
  /** By default true. */
  masked?: boolean;
  /** Its length is written in eight bytes, however short it is. */
  longHead?: boolean;
}

/** One frame that came in. */
export interface SeenFrame {
  readonly opcode: number;
  readonly fin: boolean;
  readonly rsv: number;
  readonly masked: boolean;
  readonly longHead: boolean;
  readonly payload: Uint8Array;
  /** The message that ends with this frame, where it is JSON. */
  readonly json?: unknown;
  /** What was seen of its header, for evidence. */
  readonly header: Observation<FrameHeader>;
  readonly text: Observation<string>;
}

export interface FrameHeader {
  opcode: number;
  fin: boolean;
  rsv: number;
  masked: boolean;
  length: number;
  /** More bytes than needed say so. */
  longHead: boolean;
}

/** What became of a connection. */
export interface Fate {
  /** The TCP connection still stands. */
  open: boolean;
  /** A close frame came; `code` and `reason` are what it held. */
  closing: boolean;
  code?: number;
  reason?: string;
  how: string;
}

/** Never rejects for what the server did. */
export interface RawWebSocket {
  /** Of the answer to the upgrade; absent where none came. */
  readonly status: Observation<number> | undefined;
  header(name: string): Observation<string | undefined>;
  /** What `Sec-WebSocket-Accept` has to be for the key that was sent. */
  readonly accept: string;
  /** Every frame of the server, bounded. */
  readonly frames: readonly SeenFrame[];
  send(frame: RawFrame): void;
  /** Bytes as they are. */
  write(bytes: Uint8Array): void;
  /** The first frame that matches, past or to come; `undefined` when the time is over, or the connection. */
  next(match: (frame: SeenFrame) => boolean, withinMs: number): Promise<SeenFrame | undefined>;
  /** What became of it, once it has ended (or a close frame came), and after so many milliseconds at most. */
  fate(withinMs: number, until?: 'gone' | 'closing'): Promise<Observation<Fate>>;
  /** Drops the TCP connection. */
  drop(): void;
}
