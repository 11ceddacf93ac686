/** Finds a container engine and holds what one run makes on it, until all of it is removed. */
import { randomUUID } from 'node:crypto';
import { ConnectError } from '../../adapters/adapter.js';
import { settledWithin } from '../../adapters/wait.js';
import { Calls } from './calls.js';
import { connectClient, type Client } from './client.js';
import { LABEL, RUN_LABEL, RUNNER_LABEL, type Docker, type NoEngine } from './docker.js';
import { findDoorImage, type DoorImage } from './door-image.js';
import { removeLeftovers } from './leftovers.js';
import { findAnsweringEngine, PING_MS } from './ping.js';
import { Reaper } from './reaper.js';
import { findTable, formatRunner } from './runner.js';
import { sweep } from './sweep.js';

/** A container engine that answers, for one run: what is made through it is gone once it is closed. */
export interface Engine {
  readonly docker: Docker;
  /** Everything that is asked of the engine goes through here. */
  readonly calls: Calls;
  readonly version: string;
  readonly cpus: number;
  /** On everything that this run makes. */
  readonly labels: Readonly<Record<string, string>>;
  /** How many containers were started, and the milliseconds from asking for each to when it answered. */
  readonly starts: number[];
  /** Makes a container, unless the run is over: what is being made when it ends is waited for, and removed as well. */
  make<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves once a process stands by that removes everything should ours be killed. */
  startReaper(): Promise<void>;
  /** What the relay at a door runs in; found or made when it is first asked for. */
  doorImage(): Promise<DoorImage>;
  /** Removes all that carries this run's label. Idempotent, bounded, never rejects. */
  close(): Promise<void>;
}

/** Milliseconds for what is just being made when a run ends. */
const MAKING_MS = 15_000;

export interface EngineOptions {
  /** Milliseconds for each call. */
  callMs?: number;
}

/** The engine that DOCKER_HOST names, or the one at the usual sockets. Never hangs on one that does not answer. */
export async function findEngine({ callMs }: EngineOptions = {}): Promise<Engine | NoEngine> {
  const found = await findAnsweringEngine();
  if ('missing' in found) return found;
  const client = connectClient(found.host);
  if ('missing' in client) return client;
  const calls = new Calls(found.host, callMs);
  try {
    const info = (await calls.make('info', () => client.docker.info(), { ms: PING_MS })) as Info;
    return new OpenEngine(found.host, client, calls, info);
  } catch (cause) {
    client.drop();
    return {
      missing: `the engine at ${found.host} cannot be used: ${(cause as Error).message}`,
      next: 'See what `docker info` says.',
    };
  }
}

/** Of what an engine tells of itself. */
interface Info {
  ServerVersion: string;
  NCPU: number;
  Architecture: string;
}

class OpenEngine implements Engine {
  readonly docker: Docker;
  readonly calls: Calls;
  readonly version: string;
  readonly cpus: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly starts: number[] = [];
  readonly #client: Client;
  readonly #architecture: string;
  readonly #filter: string;
  readonly #reaper: Reaper;
  readonly #making = new Set<Promise<unknown>>();
  #doorImage: Promise<DoorImage> | undefined;
  #sweeping: Promise<unknown> | undefined;
  readonly #over = new AbortController();
  #closing: Promise<void> | undefined;

  constructor(host: string, client: Client, calls: Calls, info: Info) {
    const run = randomUUID();
    this.#client = client;
    this.docker = client.docker;
    this.calls = calls;
    this.version = info.ServerVersion;
    this.cpus = info.NCPU;
    this.#architecture = info.Architecture;
    const runner = formatRunner(process.pid, findTable());
    this.labels = { [LABEL]: 'true', [RUN_LABEL]: run, [RUNNER_LABEL]: runner };
    this.#filter = `${RUN_LABEL}=${run}`;
    this.#reaper = new Reaper(host, this.#filter);
  }

  async make<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing !== undefined) throw new ConnectError('the run is over', 'Start another.');
    const made = work();
    this.#making.add(made);
    try {
      return await made;
    } finally {
      this.#making.delete(made);
    }
  }

  async startReaper(): Promise<void> {
    // Runs that were killed, reaper and all, left what nobody else removes. Nothing waits for that.
    if (this.#sweeping === undefined) {
      this.#sweeping = removeLeftovers(this.docker).catch(() => undefined);
      void this.calls.watch(this.#over.signal);
    }
    await this.#reaper.watch();
  }

  doorImage(): Promise<DoorImage> {
    const image = (this.#doorImage ??= findDoorImage(this.docker, this.calls, this.#architecture));
    image.catch(() => (this.#doorImage = undefined));
    return image;
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    const { lost } = this.calls;
    this.#over.abort();
    await settledWithin(Promise.allSettled([...this.#making, this.#sweeping]), MAKING_MS, lost);
    await this.calls.settle(MAKING_MS);
    // The reaper goes on trying where we do not.
    if (!lost.aborted && (await sweep(this.docker, this.#filter, lost)) === 0) this.#reaper.dismiss();
    this.#client.drop();
  }
}
