import { ConnectError } from '../adapters/adapter.js';
import type { StdioEndpoint } from '../adapters/stdio/endpoint.js';
import type { StdioSpec } from './spec.js';
import { startServer } from './start.js';
import type { CommandContext, Instance, ServerSpec } from './start.js';
import type { Host, Lease } from './target.js';

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

/** A server that a command starts, and how to end all that was started. */
export interface CommandServer {
  /** Whether a process of one's own can be had. */
  readonly startable: boolean;
  /** `endpoint` of the lease: the address on one transport. */
  lease(transport: string, kind: 'shared' | 'own', signal: AbortSignal): Promise<Lease<string>>;
  /** Idempotent, bounded, never rejects. */
  stop(): Promise<void>;
}

/** One process for shared leases, on whatever transport, and one for each lease of one's own. */
export function commandServer(spec: ServerSpec, context: CommandContext): CommandServer {
  const running = new Set<Promise<Instance>>();
  const over = new AbortController();
  let shared: Promise<Instance> | undefined;

  const begin = (signal: AbortSignal): Promise<Instance> => {
    const instance = startServer(spec, context, signal);
    running.add(instance);
    void instance.then(
      ({ process }) => process.exited.then(() => running.delete(instance)),
      () => running.delete(instance),
    );
    return instance;
  };

  const sharedInstance = async (): Promise<Instance> => {
    for (;;) {
      const current = (shared ??= begin(over.signal));
      // Who waits for one that fails gets its error; the next one to ask starts afresh.
      const instance = await current.catch((error: unknown) => {
        if (shared === current) shared = undefined;
        throw error;
      });
      if (instance.process.alive) return instance;
      if (shared === current) shared = undefined;
    }
  };

  return {
    // On a fixed port there can be one process only, and everybody shares it.
    startable: spec.port === undefined,
    lease: async (transport, kind, signal) => {
      signal.throwIfAborted();
      over.signal.throwIfAborted();
      const own = kind === 'own' && spec.port === undefined;
      const instance = own
        ? await begin(AbortSignal.any([signal, over.signal]))
        : await unlessAborted(sharedInstance(), signal);
      return {
        endpoint: instance.urls[transport] ?? '',
        stderr: () => context.redact(instance.process.stderr()),
        release: async () => (own ? instance.process.stop() : undefined),
      };
    },
    stop: async () => {
      over.abort(new ConnectError('the target was stopped', 'Start another run.'));
      await Promise.all(
        [...running].map((instance) =>
          instance.then(
            ({ process }) => process.stop(),
            () => {},
          ),
        ),
      );
    },
  };
}

/** The promise, or the signal's reason once it is aborted; what the promise stands for goes on for others. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: over.signal });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    over.abort();
  }
}
