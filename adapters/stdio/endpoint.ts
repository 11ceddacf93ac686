/** Types of stdio: how a target is started, its process and pipes, and its connection. */
import type { Readable, Writable } from 'node:stream';
import type { Connection } from '../adapter.js';
import type { Observation } from '../observation.js';

/** How the target comes up: as a child process of ours, or in whatever way its host starts it. */
export type StdioEndpoint = CommandEndpoint | StartedEndpoint;

/** A command; never through a shell. */
export interface CommandEndpoint {
  command: string;
  args: readonly string[];
  cwd?: string;
  /** What the user named, on top of the few variables that every process gets (`PATH`, `HOME`, …). */
  env: Readonly<Record<string, string>>;
}

/** A process that somebody else starts and hands over with its pipes, such as one in a container. */
export interface StartedEndpoint {
  /** Rejects with `ConnectError` where it does not start. */
  start(signal: AbortSignal): Promise<StdioProcess>;
}

/** A process whose three pipes we hold, wherever it runs. */
export interface StdioProcess {
  /** What was started, in words, for the transcript. */
  readonly words: string;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when it is gone. Never rejects. */
  readonly exited: Promise<Exit>;
  /** Whether it is known to be gone. */
  readonly over: boolean;
  /** Signals the process and all that it started. */
  signal(signal: ProcessSignal): void;
  /** Ends what is left of it once it is gone, and gives everything back. Idempotent, bounded, never rejects. */
  release(): Promise<void>;
}

export type ProcessSignal = 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT';

export interface Exit {
  code: number | null;
  signal: string | null;
  /** What whoever ran it knows beyond that, in words. */
  why?: string;
}

export interface StdioConnection extends Connection {
  /** Captured, the last 64 KiB; also noted in the transcript. */
  stderr(): string;
  /** Bytes as they are, without a newline: half a message, or several. Resolves when the pipe took them. */
  write(bytes: Uint8Array): Promise<void>;
  /** End of input, without waiting. */
  endInput(): void;
  /** Settles when the process is gone. */
  readonly exited: Promise<{
    code: Observation<number | null>;
    signal: Observation<string | null>;
    /** What is known beyond that, in words. */
    why?: string;
  }>;
}
