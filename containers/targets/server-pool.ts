/** Starts servers as scenarios need them, shared or of their own, and notices when one dies. */
import { ConnectError } from '../../adapters/adapter.js';
import type { Machine } from '../../suites/machine.js';
import { startRelay } from './relay.js';
import type { Lease, LeaseKind } from './target.js';

/** A server that was started, however, and what can be said of it. */
export interface RunningServer {
  readonly alive: boolean;
  /** The last of its stderr. */
  stderr(): string;
  /** Settles when it is gone. Never rejects. */
  readonly exited: Promise<unknown>;
  /** Idempotent, bounded, never rejects. */
  stop(): Promise<void>;
}

/** A started server and where it answers, by transport. */
export interface Instance {
  process: RunningServer;
  urls: Readonly<Record<string, string>>;
  machine?: Machine;
}

/** A server that we start, and how to end all that was started. */
export interface ServerPool {
  /** Whether a process of one's own can be had. */
  readonly startable: boolean;
  /** Whether what its servers run on may be broken. */
  readonly breakable: boolean;
  /** `endpoint` of the lease: the address on one transport. */
  lease(transport: string, kind: LeaseKind, signal: AbortSignal): Promise<Lease<string>>;
  /** Idempotent, bounded, never rejects. */
  stop(): Promise<void>;
}

export interface ServerPoolOptions extends Pick<ServerPool, 'startable' | 'breakable'> {
  /** Takes secrets out of what is quoted of the target. */
  redact: (text: string) => string;
}

/**
 * One server for shared leases, on whatever transport, and one for each lease of one's own; where only one can be had
 * (`startable` is false), everybody shares it.
 */
export function makeServerPool(
  start: (signal: AbortSignal) => Promise<Instance>,
  { startable, breakable, redact }: ServerPoolOptions,
): ServerPool {
  const running = new Set<Promise<Instance>>();
  const over = new AbortController();
  let shared: Promise<Instance> | undefined;

  const begin = (signal: AbortSignal): Promise<Instance> => {
    const instance = start(signal);
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
    startable,
    breakable,
    lease: async (transport, kind, signal) => {
      signal.throwIfAborted();
      over.signal.throwIfAborted();
      if (kind === 'pair') {
        const either = AbortSignal.any([signal, over.signal]);
        const pair = await leasePair(transport, await Promise.all([begin(either), begin(either)]), redact);
        over.signal.addEventListener('abort', () => void pair.release());
        return pair;
      }
      const own = kind === 'own' && startable;
      const instance = own
        ? await begin(AbortSignal.any([signal, over.signal]))
        : await unlessAborted(sharedInstance(), signal);
      return {
        endpoint: instance.urls[transport] ?? '',
        stderr: () => redact(instance.process.stderr()),
        release: async () => (own ? instance.process.stop() : undefined),
        ...(own && instance.machine !== undefined ? { machine: instance.machine } : {}),
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

/** Two servers behind one address, which leads to the first of them until the machine is turned. */
async function leasePair(
  transport: string,
  [first, second]: readonly [Instance, Instance],
  redact: (text: string) => string,
): Promise<Lease<string>> {
  const urls = [first, second].map(({ urls }) => urls[transport] ?? '') as [string, string];
  const front = await startRelay(urls);
  const both = [first.process, second.process];
  return {
    endpoint: front.url,
    stderr: () => redact(both.map((process) => process.stderr()).join('')),
    release: async () => {
      await Promise.all([front.close(), ...both.map((process) => process.stop())]);
    },
    ...(first.machine === undefined ? {} : { machine: { ...first.machine, turn: () => front.turn() } }),
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
