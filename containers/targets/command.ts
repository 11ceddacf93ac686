/** Hosts for servers that a command starts, on stdio or on a port. */
import { startChild } from '../../adapters/stdio/child.js';
import type { StdioEndpoint, StdioProcess } from '../../adapters/stdio/endpoint.js';
import type { ByCommand } from './spec.js';
import { makeServerPool, type ServerPool } from './server-pool.js';
import { startServer, type CommandContext, type ServerSpec } from './start.js';
import type { Host } from './target.js';

/** On stdio the process is the connection: the adapter starts it, and a lease is just its command line. */
export function makeStdioHost(
  spec: Pick<ByCommand, 'command'> & Pick<Host<unknown>, 'reproduceWith'>,
  context: CommandContext,
): Host<StdioEndpoint> {
  const [command = '', ...args] = spec.command;
  const { cwd, env } = context;
  const endpoint = { command, args, env, ...(cwd === undefined ? {} : { cwd }) };
  return {
    reproduceWith: spec.reproduceWith,
    startable: true,
    remote: false,
    breakable: 'process',
    lease: async (kind, signal) => {
      signal.throwIfAborted();
      const common = { stderr: () => '', release: async () => {} };
      if (kind === 'shared') return { endpoint, ...common };
      let current: StdioProcess | undefined;
      const start = async (): Promise<StdioProcess> => (current = await startChild(endpoint));
      return {
        ...common,
        endpoint: { start },
        machine: {
          pause: async () => current?.signal('SIGSTOP'),
          resume: async () => current?.signal('SIGCONT'),
          async kill() {
            current?.signal('SIGKILL');
            await current?.exited;
          },
          start: async () => {},
        },
      };
    },
  };
}

/** A server that a command starts. On a fixed port there can be one process only. */
export const makeCommandServer = (spec: ServerSpec, context: CommandContext): ServerPool =>
  makeServerPool((signal) => startServer(spec, context, signal), {
    startable: spec.port === undefined,
    // One that chooses its port would come up again elsewhere.
    breakable: spec.port === undefined && spec.ready === 'port',
    redact: context.redact,
  });
