import { ConnectError } from '../adapters/adapter.js';
import type { StdioEndpoint } from '../adapters/stdio/endpoint.js';
import type { HttpEndpoint } from '../adapters/streamable-http/endpoint.js';
import { launch } from './process.js';
import type { Served } from './process.js';
import { accepts, addressOf, freePort, untilAccepts } from './ready.js';
import type { HttpCommandSpec, StdioSpec } from './spec.js';
import type { Host, Lease } from './target.js';

export interface CommandContext {
  cwd?: string;
  env: Readonly<Record<string, string>>;
  startTimeoutMs: number;
}

/** A host and the way to end all that it started. */
export interface Running<Endpoint> {
  host: Host<Endpoint>;
  stop(): Promise<void>;
}

/** On stdio the process is the connection: the adapter starts it, and a lease is just its command line. */
export function stdioHost(spec: StdioSpec, context: CommandContext): Host<StdioEndpoint> {
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

interface Instance {
  process: Served;
  endpoint: HttpEndpoint;
}

/** A server on HTTP that is started by a command: one process for shared leases, one more for each lease of one's own. */
export function httpCommandHost(spec: HttpCommandSpec, context: CommandContext): Running<HttpEndpoint> {
  // With a fixed port there can be one process only, and everybody shares it.
  const startable = spec.port === undefined;
  const running = new Set<Served>();
  const stopping = new AbortController();
  let shared: Promise<Instance> | undefined;

  const begin = async (signal: AbortSignal): Promise<Instance> => {
    const instance = await start(spec, context, AbortSignal.any([signal, stopping.signal]), (process) => {
      running.add(process);
      void process.exited.then(() => running.delete(process));
    });
    return instance;
  };

  const sharedInstance = async (): Promise<Instance> => {
    const known = await shared?.catch(() => undefined);
    if (known?.process.alive) return known;
    // Whoever comes first restarts it; those who waited for the dead one take the new one.
    if (known !== undefined || shared === undefined || (await settledBadly(shared))) {
      const fresh = begin(stopping.signal);
      shared = fresh;
      return fresh;
    }
    return shared;
  };

  const lend = ({ process, endpoint }: Instance, release: () => Promise<void>): Lease<HttpEndpoint> => ({
    endpoint,
    stderr: () => process.stderr(),
    release,
  });

  return {
    host: {
      again: spec.again,
      startable,
      remote: false,
      lease: async (kind, signal) => {
        signal.throwIfAborted();
        stopping.signal.throwIfAborted();
        if (kind === 'own' && startable) {
          const own = await begin(signal);
          return lend(own, () => own.process.stop());
        }
        return lend(await unlessAborted(sharedInstance(), signal), async () => {});
      },
    },
    stop: async () => {
      stopping.abort(new ConnectError('the run is over', 'Start another run.'));
      await Promise.all([...running].map((process) => process.stop()));
    },
  };
}
