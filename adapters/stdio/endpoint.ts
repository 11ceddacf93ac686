import type { Connection } from '../adapter.js';
import type { Observation } from '../observation.js';

/** How to start the target; never through a shell. */
export interface StdioEndpoint {
  command: string;
  args: readonly string[];
  cwd?: string;
  /** What the user named, on top of the few variables that every process gets (`PATH`, `HOME`, …). */
  env: Readonly<Record<string, string>>;
}

export interface StdioConnection extends Connection {
  readonly pid: number;
  /** Captured, the last 64 KiB; also noted in the transcript. */
  stderr(): string;
  /** Bytes as they are, without a newline: half a message, or several. Resolves when the pipe took them. */
  write(bytes: Uint8Array): Promise<void>;
  /** End of input, without waiting. */
  endInput(): void;
  /** Settles when the process is gone. */
  readonly exited: Promise<{ code: Observation<number | null>; signal: Observation<string | null> }>;
}
