/** Starts servers as scenarios need them, shared or of their own, and notices when one dies. */
import { ConnectError } from '../../adapters/adapter.js';
import type { Machine } from '../../suites/machine.js';
import { startRelay } from './relay.js';
import type { Death, Lease, LeaseKind } from './target.js';

/** A server that was started, however, and what can be said of it. */
export interface RunningServer {
  readonly alive: boolean;
  /** The last of its stderr. */
  stderr(): string;
  /** Settles when it is gone, with how, in words. Never rejects. */
  readonly exited: Promise<string>;
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
  /** Told of every server that ends by itself. */
  onDeath(listener: (death: Death) => void): void;
  /** Ends the shared server, so that the next lease starts another. */
  renew(): Promise<void>;
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
  const listeners: ((death: Death) => void)[] = [];
  const deaths = new Deaths(redact, (death) => listeners.forEach((tell) => tell(death)));
  let shared: Promise<Instance> | undefined;

  const begin = (signal: AbortSignal): Promise<Instance> => {
    const instance = start(signal);
    running.add(instance);
    void instance.then(
      (up) => {
        deaths.watch(up);
        return up.process.exited.then(() => running.delete(instance));
      },
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
    onDeath: (listener) => void listeners.push(listener),
    renew: async () => {
      const current = shared;
      shared = undefined;
      await current?.then(
        (instance) => deaths.end(instance),
        () => undefined,
      );
    },
    lease: async (transport, kind, signal) => {
      signal.throwIfAborted();
      over.signal.throwIfAborted();
      if (kind === 'pair') {
        const either = AbortSignal.any([signal, over.signal]);
        const both = await Promise.all([begin(either), begin(either)]);
        // They are there to be broken.
        for (const one of both) deaths.expect(one);
        const pair = await leasePair(transport, both, redact);
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
        died: deaths.of(instance),
        release: async () => (own ? deaths.end(instance) : undefined),
        ...(own && instance.machine !== undefined
          ? { machine: deaths.announced(instance, instance.machine) }
          : {}),
      };
    },
    stop: async () => {
      over.abort(new ConnectError('the target was stopped', 'Start another run.'));
      await Promise.all(
        [...running].map((instance) =>
          instance.then(
            (up) => deaths.end(up),
            () => {},
          ),
        ),
      );
    },
  };
}

/** Tells servers that end by themselves from those that we end. */
class Deaths {
  readonly #redact: (text: string) => string;
  readonly #tell: (death: Death) => void;
  readonly #expected = new WeakSet<Instance>();
  readonly #died = new WeakMap<Instance, Promise<Death>>();

  constructor(redact: (text: string) => string, tell: (death: Death) => void) {
    this.#redact = redact;
    this.#tell = tell;
  }

  watch(instance: Instance): void {
    const { process } = instance;
    const died = new Promise<Death>((resolve) => {
      const settle = (how: string): void => {
        if (this.#expected.has(instance)) return;
        const death = { how, stderr: this.#redact(process.stderr()) };
        this.#tell(death);
        resolve(death);
      };
      void process.exited.then(settle);
    });
    this.#died.set(instance, died);
  }

  of(instance: Instance): Promise<Death> {
    return this.#died.get(instance) ?? new Promise(() => undefined);
  }

  /** From now on its end is ours. */
  expect(instance: Instance): void {
    this.#expected.add(instance);
  }

  async end(instance: Instance): Promise<void> {
    this.expect(instance);
    await instance.process.stop();
  }

  /** The same machine; what it does to the server is no end of the server's own. */
  announced(instance: Instance, machine: Machine): Machine {
    const { starve } = machine;
    return {
      ...machine,
      kill: () => {
        this.expect(instance);
        return machine.kill();
      },
      ...(starve === undefined
        ? {}
        : {
            starve: (resource) => {
              this.expect(instance);
              return starve(resource);
            },
          }),
    };
  }
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
