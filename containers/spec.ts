import type { TlsOptions } from '../adapters/tls.js';

/** A target in words: what the command line and the config file say, resolved, with nothing left to look up. */
export interface TargetSpec {
  name: string;
  /** The user gave no name: what the server calls itself is better. */
  guessed?: boolean;
  transports: {
    stdio?: StdioSpec;
    'streamable-http'?: HttpUrlSpec | HttpCommandSpec;
  };
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

interface HttpSpec extends TransportSpec {
  headers: Readonly<Record<string, string>>;
  tls?: TlsOptions;
}

export interface HttpUrlSpec extends HttpSpec {
  url: string;
}

/** A server that we start; `${PORT}` in the command and the URL stands for the port, which is also its `PORT` variable. */
export interface HttpCommandSpec extends HttpSpec {
  command: readonly string[];
  url: string;
  /** A fixed port; without one, a free port is taken for each process. */
  port?: number;
  /** `port`: it accepts connections. `json-line`: it prints `{"transport":"streamable-http","url":…}`. */
  ready: 'port' | 'json-line';
}
