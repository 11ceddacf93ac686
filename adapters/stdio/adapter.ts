import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { ConnectError, type Adapter } from '../adapter.js';
import { ProcessConnection, STDIO_TRAITS } from './connection.js';
import type { StdioConnection, StdioEndpoint } from './endpoint.js';
import { targetEnvironment } from './environment.js';
import { ownGroup } from './process-group.js';

/** One process, one JSON-RPC message a line (specification, basic/transports, stdio). */
export const stdio: Adapter<StdioEndpoint, StdioConnection> = {
  transport: 'stdio',
  custom: false,
  traits: () => STDIO_TRAITS,
  async open(endpoint, options) {
    options.signal.throwIfAborted();
    const child = await start(endpoint);
    return new ProcessConnection(child, endpoint, options);
  },
};

async function start(endpoint: StdioEndpoint) {
  try {
    const child = spawn(endpoint.command, endpoint.args, {
      ...ownGroup,
      ...(endpoint.cwd === undefined ? {} : { cwd: endpoint.cwd }),
      env: targetEnvironment(endpoint.env),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // Listeners of the connection come a turn later; nothing is read from the pipes before.
    await once(child, 'spawn');
    return child;
  } catch (cause) {
    throw notStarted(endpoint, cause);
  }
}

function notStarted(endpoint: StdioEndpoint, cause: unknown): ConnectError {
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
