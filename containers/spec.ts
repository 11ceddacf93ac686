import type { Adapter } from '../adapters/adapter.js';
import type { EndpointOf } from '../adapters/index.js';

/** A target in words: what the command line and the config file say, resolved, with nothing left to look up. */
export interface TargetSpec {
  name: string;
  /** The user gave no name: what the server calls itself is better. */
  guessed?: boolean;
  transports: { stdio?: StdioSpec } & { [N in NetworkName]?: NetworkSpec<N> };
  /** Transports that are not built in, by name. */
  foreign?: Readonly<Record<string, ForeignSpec>>;
  /** Shared by every process that is started. */
  cwd?: string;
  env: Readonly<Record<string, string>>;
  /** A command to run before an exclusive scenario. */
  reset?: readonly string[];
  /** Values that must never reach a transcript or a report. */
  secrets: readonly string[];
  /** Milliseconds. */
  startTimeoutMs: number;
}

interface TransportSpec {
  /** The part of a command line that reaches this target again. */
  again: readonly string[];
}

export interface StdioSpec extends TransportSpec {
  command: readonly string[];
}

/** Transports on which a server listens, and the schemes of their URLs. */
export const SCHEMES = {
  'streamable-http': ['http', 'https'],
  websocket: ['ws', 'wss'],
  grpc: ['grpc', 'grpcs'],
  'grpc-google': ['grpc', 'grpcs'],
} as const;
export type NetworkName = keyof typeof SCHEMES;
export const networkNames = Object.keys(SCHEMES) as NetworkName[];

/** What an adapter is told beside the address; how the address is found; whether a custom binding is claimed. */
export type NetworkSpec<N extends NetworkName = NetworkName> = Omit<EndpointOf[N], 'url' | 'address'> &
  TransportSpec &
  (ByUrl | ByCommand) & {
    /** The target claims to keep our written binding: what breaks it fails, and does not only warn. */
    claim?: boolean;
  };

/** A server that runs already. */
export interface ByUrl {
  url: string;
  command?: never;
}

/**
 * A server that we start; `${PORT}` in the command and the URL stands for the port, which is also its `PORT` variable.
 * Transports that name the same command share one process.
 */
export interface ByCommand {
  command: readonly string[];
  url: string;
  /** A fixed port; without one, a free port is taken for each process. */
  port?: number;
  /** `port`: it accepts connections. `json-line`: it prints `{"transport":"streamable-http","url":…}`. */
  ready: 'port' | 'json-line';
}

/** A transport that brings its own adapter. */
export interface ForeignSpec extends TransportSpec {
  adapter: Adapter<never>;
  /** Handed to the adapter as it is; where a command is started, with the `url` that the server announced. */
  endpoint: Readonly<Record<string, unknown>>;
  /** Announces itself with a line of JSON: `{"transport":NAME,"url":…}`. */
  command?: readonly string[];
}
