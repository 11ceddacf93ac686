/** Starts a stdio target as a child process that leads its own process group. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { ConnectError } from '../adapter.js';
import type { CommandEndpoint, Exit, StdioProcess } from './endpoint.js';
import { markTargetEnvironment } from './environment.js';
import { ownGroup, ProcessGroup } from './process-group.js';

/** Starts a command as a child process that leads a group of its own. Rejects with `ConnectError`. */
export async function startChild(endpoint: CommandEndpoint): Promise<StdioProcess> {
  const { command, args, cwd } = endpoint;
  const { env, mark } = markTargetEnvironment(endpoint.env);
  try {
    const child = spawn(command, args, {
      ...ownGroup,
      ...(cwd === undefined ? {} : { cwd }),
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const exited = new Promise<Exit>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    // Listeners of the connection come a turn later; nothing is read from the pipes before.
    await once(child, 'spawn');
    // What a running child still reports (a signal that could not be sent) shows in how it ends.
    child.on('error', () => undefined);
    const group = new ProcessGroup(child.pid ?? 0, mark);
    const { stdin, stdout, stderr } = child;
    return {
      words: [command, ...args].join(' '),
      stdin,
      stdout,
      stderr,
      exited,
      get over() {
        return isOver(child);
      },
      signal: (signal) => group.signal(signal),
      release: async () => {
        group.release();
        child.unref();
      },
    };
  } catch (cause) {
    throw notStarted(endpoint, cause);
  }
}

/** Whether the child has been reaped. */
const isOver = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

function notStarted(endpoint: CommandEndpoint, cause: unknown): ConnectError {
  const { command, cwd } = endpoint;
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT' && cwd !== undefined && !existsSync(cwd))
    return new ConnectError(`the working folder ${cwd} does not exist`, 'Check --cwd.', { cause });
  if (code === 'ENOENT')
    return new ConnectError(
      `no such command: ${command}`,
      'Check its spelling and PATH; it is not run through a shell, so name the program and its arguments apart.',
      { cause },
    );
  if (code === 'EACCES' || code === 'EPERM')
    return new ConnectError(
      `${command} may not be executed (${code})`,
      'Make the file executable (chmod +x), or put its interpreter in front, such as node or python.',
      { cause },
    );
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ConnectError(`${command} did not start: ${reason}`, 'Run the command by hand.', { cause });
}
