/** The hooks of a fault on one RPC: its metadata, frames, trailers and status. */
import type { Message } from '../honest/message.js';
import type { Http2Hook } from './grpc-front.js';
import type { Memory } from './memory.js';

/** What a fault may do to one RPC, below the messages. Names of metadata in lower case. */
export interface GrpcHooks {
  /** Changes what the right server gets to see; a status returned keeps it from seeing anything. */
  readonly request?: (call: GrpcCall) => GrpcStatus | undefined;
  /** Each protobuf message of the client; a status ends the RPC. */
  readonly frame?: (frame: GrpcFrame, call: GrpcCall) => GrpcStatus | undefined;
  /** Changes the headers of the response. */
  readonly headers?: (headers: Record<string, string>, call: GrpcCall) => void;
  /** Headers wait for the first message. */
  readonly withholdsHeaders?: boolean;
  /** What becomes of one JSON document of the server in its frame. */
  readonly output?: (message: unknown, call: GrpcCall) => Buffer;
  /** Each message of the server goes out in gzip. */
  readonly compresses?: boolean;
  /** Every stream gets what is said on any. */
  readonly broadcasts?: boolean;
  /** Changes the trailers, among them `grpc-status`. */
  readonly trailers?: (trailers: Record<string, string>, call: GrpcCall) => void;
  /** Ends the RPC with OK after this message, or so many milliseconds later. */
  readonly endsAfter?: (message: unknown) => boolean | number;
  /** Milliseconds before anything is done about an RPC. */
  readonly delayMs?: number;
  /** A message of any length is waited for to its end. */
  readonly unlimited?: boolean;
  /** A message that does not come in one DATA frame ends the call with INTERNAL. */
  readonly wantsWholeFrames?: boolean;
  /** Says nothing to the upstream server when the client half-closes. */
  readonly ignoresHalfClose?: boolean;
  /** The client's half-close is the end of the call, with OK, whatever was asked before. */
  readonly endsAtHalfClose?: boolean;
  /** Says nothing to the upstream server when the client cancels or goes. */
  readonly ignoresCancel?: boolean;
  /** A call whose client half-closes before it has said a whole message ends with OK. */
  readonly takesNothing?: boolean;
  /** The end of one session is the end of all. */
  readonly endsTogether?: boolean;
  /** An RPC begins once the one before it on its connection has ended. */
  readonly oneAtATime?: boolean;
  /** What becomes of the frames of HTTP/2 itself, once the first RPC of a connection has begun. */
  readonly http2?: Http2Hook;
}

export interface GrpcCall {
  readonly path: string;
  readonly headers: Record<string, string>;
  /** The message of a `Call` as JSON, where it is; of a stream there is none yet. */
  readonly document: Message | undefined;
  /** For the life of the process, and of this RPC. */
  readonly memory: Memory;
  readonly channel: Memory;
}

export interface GrpcFrame {
  readonly bytes: Buffer;
  /** What is odd about it as protobuf. */
  readonly notes: Readonly<Record<string, string>>;
  readonly compressed: boolean;
}

export interface GrpcStatus {
  /** Of gRPC; what stands before it answers with a status of HTTP and a page in its place. */
  readonly status?: number;
  /** Of that status, for people. */
  readonly words?: string;
  readonly http?: number;
  /** Of HTTP/2: the stream is reset, and nothing else is said. */
  readonly reset?: number;
  /** Said before the status. */
  readonly message?: Message;
}
