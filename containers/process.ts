import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { ConnectError } from '../adapters/adapter.js';
import { targetEnvironment } from '../adapters/stdio/environment.js';

/** A process that serves a target over the network, in a group of its own, so that its children end with it. */
export interface Served {
  readonly pid: number;
  readonly alive: boolean;
  /** The last of its stderr. */
  stderr(): string;
  /** Settles when it is gone, with how, in words. */
  readonly exited: Promise<string>;
  /** Lines of stdout as they come; what nobody reads is dropped. */
  onLine(listener: (line: string) => void): void;
  /** SIGTERM to the group, SIGKILL after the grace. Idempotent, bounded, never rejects. */
  stop(): Promise<void>;
}

export interface Launch {
  command: readonly string[];
  cwd?: string;
  env: Readonly<Record<string, string>>;
}

/** Characters of stderr that are kept. */
const KEEP_STDERR = 64 * 1024;
/** Longest line of stdout that is looked at; a longer one is dropped whole. */
const MAX_LINE = 64 * 1024;
/** Milliseconds from SIGTERM to SIGKILL. */
const GRACE = 2_000;
/** Milliseconds that a killed process may take to be reaped before we stop waiting. */
const REAP = 2_000;

/** Groups that must not outlive us, also when we are made to exit without time to wait. */
const groups = new Set<number>();
process.on('exit', () => {
  for (const pid of groups) signalGroup(pid, 'SIGKILL');
});

/** Starts a process, never through a shell. Rejects with `ConnectError` where there is no such command. */
export async function launch(options: Launch): Promise<Served> {
  const [command, ...args] = options.command;
  if (command === undefined) throw new ConnectError('the command is empty', 'Name a program to start.');
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: targetEnvironment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause: NodeJS.ErrnoException) => reject(notStarted(command, options.cwd, cause)));
  });
  return serve(child);
}

function notStarted(command: string, cwd: string | undefined, cause: NodeJS.ErrnoException): ConnectError {
  if (cause.code === 'ENOENT') {
    return new ConnectError(
      `no such command: ${command}${cwd === undefined ? '' : ` (in ${cwd})`}`,
      'Check the spelling, the PATH and the working folder.',
      { cause },
    );
  }
  return new ConnectError(`${command} does not start: ${cause.message}`, 'Check that the file is executable.', {
    cause,
  });
}

function serve(child: ChildProcess): Served {
  const pid = child.pid!;
  groups.add(pid);
  let stderr = '';
  let line = '';
  let alive = true;
  const listeners: ((line: string) => void)[] = [];
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-KEEP_STDERR);
  });
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    const lines = (line + text).split('\n');
    line = (lines.pop() ?? '').slice(0, MAX_LINE);
    for (const one of lines) for (const listener of listeners) listener(one);
  });
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      alive = false;
      resolve(signal === null ? `exited with code ${code}` : `was ended by ${signal}`);
    });
  });
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    // The group may outlive its leader, so it is signalled even when the leader is gone.
    signalGroup(pid, 'SIGTERM');
    await Promise.race([exited, after(GRACE)]);
    signalGroup(pid, 'SIGKILL');
    await Promise.race([exited, after(REAP)]);
    groups.delete(pid);
    child.stdout!.destroy();
    child.stderr!.destroy();
  };
  return {
    pid,
    get alive() {
      return alive;
    },
    stderr: () => stderr,
    exited,
    onLine: (listener) => listeners.push(listener),
    stop: () => (stopping ??= stop()),
  };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

const after = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
