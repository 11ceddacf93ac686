/** Starts a server process, reads its output, and ends it together with its children. */
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { ConnectError } from '../../adapters/adapter.js';
import { markTargetEnvironment } from '../../adapters/stdio/environment.js';
import type { ProcessSignal } from '../../adapters/stdio/endpoint.js';
import { ProcessGroup, ownGroup } from '../../adapters/stdio/process-group.js';
import { settledWithin } from '../../adapters/wait.js';
import { takeLastLines } from './until-up.js';

/** A process that serves a target over the network, in a group of its own, so that its children end with it. */
export interface ServerProcess {
  readonly pid: number;
  readonly alive: boolean;
  /** The last of its stderr. */
  stderr(): string;
  /** Settles when it is gone, with how, in words. Never rejects. */
  readonly exited: Promise<string>;
  /** Lines of stdout as they come; what nobody listens to is dropped. */
  onLine(listener: (line: string) => void): void;
  /** Signals the group. */
  signal(signal: ProcessSignal): void;
  /** SIGTERM to the group, SIGKILL after the grace. Idempotent, bounded, never rejects. */
  stop(): Promise<void>;
}

export interface Launch {
  command: readonly string[];
  cwd?: string;
  /** On top of the few variables that every process gets. */
  env: Readonly<Record<string, string>>;
}

/** Characters of stderr that are kept. */
const KEEP_STDERR = 64 * 1024;
/** Characters of one line of stdout; what is longer cannot be the line that says where the server is. */
const MAX_LINE = 64 * 1024;
/** Milliseconds from SIGTERM to SIGKILL. */
const GRACE = 2_000;
/** Milliseconds for a killed process to be reaped. */
const REAP = 2_000;

/** Starts a process, never through a shell. Rejects with `ConnectError` where it cannot be started. */
export async function launch({ command: line, cwd, env }: Launch): Promise<ServerProcess> {
  const [command, ...args] = line;
  if (command === undefined) throw new ConnectError('the command is empty', 'Name a program to start.');
  const marked = markTargetEnvironment(env);
  const child = spawn(command, args, {
    cwd,
    env: marked.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...ownGroup,
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause: NodeJS.ErrnoException) => reject(notStarted(command, cwd, cause)));
  });
  return serve(child, marked.mark);
}

function notStarted(command: string, cwd: string | undefined, cause: NodeJS.ErrnoException): ConnectError {
  return cause.code === 'ENOENT'
    ? new ConnectError(
        `no such command: ${command}${cwd === undefined ? '' : ` (started in ${cwd})`}`,
        'Check the spelling, the PATH and the working folder.',
        { cause },
      )
    : new ConnectError(
        `${command} does not start: ${cause.message}`,
        'Check that it is an executable file.',
        {
          cause,
        },
      );
}

function serve(child: ChildProcessByStdio<null, Readable, Readable>, mark: string): ServerProcess {
  const pid = child.pid!;
  const group = new ProcessGroup(pid, mark);
  let stderr = '';
  let partial = '';
  let alive = true;
  const listeners: ((line: string) => void)[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = takeLastLines(stderr + text, KEEP_STDERR);
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (partial + text).split('\n');
    partial = (lines.pop() ?? '').slice(0, MAX_LINE);
    for (const line of lines) for (const listener of listeners) listener(line);
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
    group.signal('SIGTERM');
    await settledWithin(exited, GRACE);
    group.signal('SIGKILL');
    await settledWithin(exited, REAP);
    group.release();
    child.stdout.destroy();
    child.stderr.destroy();
  };
  return {
    pid,
    get alive() {
      return alive;
    },
    stderr: () => stderr,
    exited,
    onLine: (listener) => listeners.push(listener),
    signal: (signal) => group.signal(signal),
    stop: () => (stopping ??= stop()),
  };
}
