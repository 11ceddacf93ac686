import type { StdioEndpoint } from '../adapters/stdio/endpoint.js';
import type { ByCommand } from './spec.js';
import { pooled, type Pool } from './pool.js';
import { startServer, type CommandContext, type ServerSpec } from './start.js';
import type { Host } from './target.js';

/** On stdio the process is the connection: the adapter starts it, and a lease is just its command line. */
export function stdioHost(
  spec: Pick<ByCommand, 'command'> & Pick<Host<unknown>, 'again'>,
  context: CommandContext,
): Host<StdioEndpoint> {
  const [command = '', ...args] = spec.command;
  const { cwd, env } = context;
  const endpoint: StdioEndpoint = { command, args, env, ...(cwd === undefined ? {} : { cwd }) };
  return {
    again: spec.again,
    startable: true,
    remote: false,
    lease: async (_kind, signal) => {
      signal.throwIfAborted();
      return { endpoint, stderr: () => '', release: async () => {} };
    },
  };
}

/** A server that a command starts. On a fixed port there can be one process only. */
export const commandServer = (spec: ServerSpec, context: CommandContext): Pool =>
  pooled((signal) => startServer(spec, context, signal), {
    startable: spec.port === undefined,
    redact: context.redact,
  });
