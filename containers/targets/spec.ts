/** The types that describe a target: its transports, commands, images, URLs and limits. */
import type { Adapter } from '../../adapters/adapter.js';
import type { EndpointOf, NetworkName } from '../../adapters/index.js';
import type { Settled } from '../../adapters/transport.js';
import type { Fence } from '../engine/fence.js';
import type { ImageSpec } from '../engine/image.js';

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
  /** Where the fence around every container differs from the default. */
  fence?: Partial<Fence>;
  /** A command to run before an exclusive scenario. */
  reset?: readonly string[];
  /** Values that must never reach a transcript or a report. */
  secrets: readonly string[];
  /** Those of them that are surely credentials: a target must not tell them. */
  credentials?: readonly string[];
  /** Milliseconds. */
  startTimeoutMs: number;
  /** How long to wait until something listens at a URL; without, it has to be up. */
  urlWaitMs?: number;
}

interface TransportSpec {
  /** The part of a command line that reaches this target again. */
  reproduceWith: readonly string[];
}

/** A command of this machine, or an image that speaks on its own pipes. */
export type StdioSpec = TransportSpec &
  ({ command: readonly string[]; image?: never } | { image: ImageSpec; command?: never });

/** What an adapter is told beside the address; how the address is found; whether a custom binding is claimed. */
export type NetworkSpec<N extends NetworkName = NetworkName> = Settled<EndpointOf[N]> &
  TransportSpec &
  (ByUrl | ByCommand | ByImage) & {
    /** The target claims to keep our written binding: what breaks it fails, and does not only warn. */
    claim?: boolean;
    /** Which form of the server was found, and how, where none was named. */
    form?: string;
  };

/** A server that runs already. */
export interface ByUrl {
  url: string;
  command?: never;
  image?: never;
}

/**
 * A server that we start; `${PORT}` in the command and the URL stands for the port, which is also its `PORT` variable.
 * Transports that name the same command share one process.
 */
export interface ByCommand {
  command: readonly string[];
  image?: never;
  url: string;
  /** A fixed port; without one, a free port is taken for each process. */
  port?: number;
  /** `port`: it accepts connections. `json-line`: it prints `{"transport":"streamable-http","url":…}`. */
  ready: 'port' | 'json-line';
}

/**
 * A server in a container; `${PORT}` in the URL stands for the port of this machine that leads to the container's `port`.
 * Transports that name the same image and command share one container.
 */
export interface ByImage {
  image: ImageSpec;
  command?: never;
  url: string;
  port: number;
}

/** A transport that brings its own adapter. */
export interface ForeignSpec extends TransportSpec {
  adapter: Adapter<never>;
  /** Handed to the adapter as it is; where a command is started, with the `url` that the server announced. */
  endpoint: Readonly<Record<string, unknown>>;
  /** Announces itself with a line of JSON: `{"transport":NAME,"url":…}`. */
  command?: readonly string[];
}
