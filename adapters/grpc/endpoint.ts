/** Types for a gRPC tunnel: where it is, its connection, and RPCs outside the conversation. */
import type { Connection } from '../adapter.js';
import type { Filler } from '../filler.js';
import type { Observation } from '../observation.js';
import type { TlsOptions } from '../tls.js';

/** `bidi`: one stream is the session. `call`: one call a message, which is answered on it. */
export type GrpcMode = 'bidi' | 'call';

export interface GrpcEndpoint {
  /** `host:port` */
  address: string;
  /** Absent: plain text. */
  tls?: TlsOptions;
  /** Sent with every call; their values never reach a transcript. */
  metadata: Readonly<Record<string, string>>;
  /** One of the presets (`tunnel` is our written binding); what differs from it is in the fields below. */
  preset: string;
  /** Full name of the service, in place of the preset's; its methods keep their names. */
  service?: string;
  /** Full method path, such as `/package.Service/Method`, in place of the preset's. */
  method?: string;
  /** Absent: as the preset has it; of a preset with both, a stream for the legacy era and calls for the modern one. */
  mode?: GrpcMode;
  /** Type of the one field; the same on the wire. */
  field?: 'string' | 'bytes';
  /** Number of the field that holds the message. */
  fieldNumber?: number;
}

/** What binding scenarios see beyond `Connection`. */
export interface GrpcConnection extends Connection {
  readonly address: string;
  readonly mode: GrpcMode;
  /** Full method path of the session or of its calls. */
  readonly path: string;
  /** Number of the field that holds the message. */
  readonly fieldNumber: number;
  /** The messages are typed: objects that are sent and read are the JSON-RPC documents that they stand for. */
  readonly native?: true;
  /** One RPC outside the conversation, on an HTTP/2 connection of its own, without anything that the adapter would add but the user's metadata. */
  call(request: GrpcRequest): GrpcExchange;
  /** An HTTP/2 connection of its own for such calls, of which the windows and frames can be seen. */
  wire(options?: { window?: number }): GrpcWire;
  /** Begins a call on an HTTP/2 connection of its own, sends one frame beside it, and waits `ms` for the end, or for a GOAWAY that tells of an error; `undefined` where the call was not taken. */
  tryFrame(wrong: WrongFrame, ms: number): Promise<Observation<BareEnd> | undefined>;
  /** `grpc.health.v1.Health/Check`: the serving status (1 is SERVING), or why there is none. */
  health(service?: string): Promise<GrpcAnswer<number>>;
  /** Full names of the services that the reflection service lists, asked at v1 and then at v1alpha. */
  services(): Promise<GrpcAnswer<readonly string[]>>;
  /** What the reflection service has for the full name of a service, a method or a message. */
  describe(symbol: string): Promise<GrpcAnswer<SymbolAnswer>>;
}

/** What the reflection service has for a full name. */
export interface SymbolAnswer {
  /** Descriptors of files (`google.protobuf.FileDescriptorProto`), as they were sent. */
  files: readonly Buffer[];
  /** A gRPC status, where it has none. */
  errorCode: number | undefined;
}

/** What a server says before it ends a connection (RFC 9113, section 6.8): the code, and words for people. */
export interface GoAway {
  code: number;
  words: string;
}

/** A frame that is not right; it belongs to no stream. */
export interface WrongFrame {
  type: number;
  payload: Uint8Array;
}

/** What became of a connection with a frame that was not right. */
export interface BareEnd {
  open: boolean;
  goAway?: GoAway;
}

/** One HTTP/2 connection. Nothing here rejects for what the server did. */
export interface GrpcWire {
  call(request: GrpcRequest): GrpcExchange;
  /** Sends a PING, and says what came back to it within `ms`: its octets as hexadecimal digits, or why there are none. */
  ping(octets: Uint8Array, ms: number): Promise<Observation<string>>;
  /** The last GOAWAY of the server on this connection. */
  readonly goneAway: Observation<GoAway> | undefined;
  /** Sends a GOAWAY without an error: no more streams of the server, and ours go on. */
  goAway(): void;
  /** Drops the TCP connection. */
  drop(): void;
}

export interface GrpcRequest {
  /** Absent: the path of the connection. */
  path?: string;
  /** Each is sent as one gRPC message; a `Uint8Array` is the protobuf payload as it is, an object goes into a frame. */
  messages: readonly (object | Uint8Array)[];
  /** Makes the first of them, an object, longer than anybody wants to hold it. */
  filler?: Filler;
  /** Written before them as it is, for what is no gRPC message. */
  bytes?: Uint8Array;
  /** Written after that, each in a DATA frame of its own. */
  pieces?: readonly Uint8Array[];
  /** Beside what gRPC itself needs; `null` leaves out one of those or of the user's. */
  metadata?: Readonly<Record<string, string | null>>;
  /** Second values of keys that are there once already. */
  twice?: Readonly<Record<string, string>>;
  /** The compressed flag of each message, as it is: nothing is compressed here. */
  compressed?: boolean;
  /** True leaves the sending side open, as a session does. */
  open?: boolean;
  /** Nothing of the response is read until the exchange is told to, so that its window fills up. */
  unread?: boolean;
  /** Milliseconds until we give up; a timeout that the server is told of is the metadata `grpc-timeout`. */
  timeout?: number;
}

/** One RPC as it was seen. Nothing here rejects for what the server did. */
export interface GrpcExchange {
  /** Initial metadata came, or the end. */
  readonly opened: Promise<void>;
  /** Status, reset, break, or our giving up. */
  readonly ended: Promise<void>;
  /** Settles with the message of that index; `undefined` where the call ends before it or `ms` pass. */
  message(index: number, ms: number): Promise<GrpcMessage | undefined>;
  readonly messages: readonly GrpcMessage[];
  /** The gRPC status of the trailers; `undefined` where the call ended without one. */
  readonly status: Observation<number> | undefined;
  /** What gRPC clients make of an HTTP status, where that came without a gRPC status: 404 is UNIMPLEMENTED. */
  readonly mapped: Observation<number> | undefined;
  /** How it ended, in words. */
  readonly how: Observation<string> | undefined;
  /** It ended because we cancelled it or gave it up. */
  readonly ours: boolean;
  /** Milliseconds from its start to its end. */
  readonly tookMs: number | undefined;
  /** That it has not ended, in words. */
  stillOpen(): Observation<string>;
  /** Initial metadata, then trailers. */
  header(name: string): Observation<string | undefined>;
  trailer(name: string): Observation<string | undefined>;
  /** The names of both, without those of HTTP/2 itself. */
  metadataNames(): Observation<readonly string[]>;
  /** One more message on an open call. */
  send(message: object | Uint8Array): void;
  /** Half-close. */
  end(): void;
  /** Begins to read what was left unread. */
  resume(): void;
  /** RST_STREAM with the code for cancellation. */
  cancel(): void;
}

export interface GrpcMessage {
  /** The JSON document in the field, as text; `undefined` parsed where it is none. */
  readonly text: Observation<string>;
  json(): Observation;
  readonly compressed: boolean;
  /** Milliseconds since the process began. */
  readonly atMs: number;
}

/** An answer of the services beside the tunnel. */
export interface GrpcAnswer<T> {
  /** Absent where the call failed. */
  value?: Observation<T>;
  status: Observation<number>;
}
