/** Finds a container engine and holds what one run makes on it, until all of it is removed. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type * as Testcontainers from 'testcontainers';
import { ConnectError } from '../../adapters/adapter.js';
import { settledWithin } from '../../adapters/wait.js';
import { LABEL, RUN_LABEL, RUNNER_LABEL, type Docker, type NoEngine } from './docker.js';
import { findAnsweringEngine } from './ping.js';
import { Reaper } from './reaper.js';
import { formatRunner, sweep } from './sweep.js';

/** A container engine that answers, for one run: what is made through it is gone once it is closed. */
export interface Engine {
  readonly docker: Docker;
  readonly testcontainers: typeof Testcontainers;
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
  /** The name of a network of this run that leads nowhere but to the published ports. */
  network(): Promise<string>;
  /** Removes all that carries this run's label. Idempotent, bounded, never rejects. */
  close(): Promise<void>;
}

/** Milliseconds for what is just being made when a run ends. */
const MAKING_MS = 15_000;

/** The engine that DOCKER_HOST names, or the one at the usual sockets. Never hangs on one that does not answer. */
export async function findEngine(): Promise<Engine | NoEngine> {
  // One after the other: loading takes so long that a ping meanwhile would look unanswered.
  const found = await findAnsweringEngine();
  if ('missing' in found) return found;
  const testcontainers = await load();
  if ('missing' in testcontainers) return testcontainers;
  // Testcontainers looks for an engine by itself, and waits for ever on a socket that takes connections and never answers.
  process.env['DOCKER_HOST'] = found.host;
  try {
    const client = await testcontainers.getContainerRuntimeClient();
    const { serverVersion, cpus } = client.info.containerRuntime;
    return open(testcontainers, client.container.dockerode, String(serverVersion), cpus);
  } catch (cause) {
    return {
      missing: `the engine at ${found.host} cannot be used: ${(cause as Error).message}`,
      next: 'See what `docker info` says.',
    };
  }
}

/** A peer that only those who run containers install. */
const load = (): Promise<typeof Testcontainers | NoEngine> =>
  import('testcontainers').catch((error: NodeJS.ErrnoException) => ({
    missing:
      error.code === 'ERR_MODULE_NOT_FOUND'
        ? 'the package testcontainers is not installed'
        : // Its version 12 takes a newer Node than we do, npm installs it all the same, and it breaks when it is loaded.
          `testcontainers does not load on Node ${process.versions.node}: ${error.message}`,
    next: 'npm install --save-dev testcontainers@11',
  }));

function open(testcontainers: typeof Testcontainers, docker: Docker, version: string, cpus: number): Engine {
  const run = randomUUID();
  const labels = { [LABEL]: 'true', [RUN_LABEL]: run, [RUNNER_LABEL]: formatRunner(process.pid, hostname()) };
  const filter = `${RUN_LABEL}=${run}`;
  const reaper = new Reaper(filter);
  let network: Promise<string> | undefined;
  const making = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await settledWithin(Promise.allSettled(making), MAKING_MS);
    const left = await sweep(docker, filter);
    if (left === 0) reaper.dismiss();
  };
  return {
    docker,
    testcontainers,
    version,
    cpus,
    labels,
    starts: [],
    async make(work) {
      if (closing !== undefined) throw new ConnectError('the run is over', 'Start another.');
      const made = work();
      making.add(made);
      try {
        return await made;
      } finally {
        making.delete(made);
      }
    },
    startReaper: () => reaper.watch(),
    network: () =>
      (network ??= reaper
        .watch()
        .then(() => docker.createNetwork({ Name: `mcptc-${run}`, Labels: labels, ...NOWHERE }))
        .then(
          () => `mcptc-${run}`,
          (cause: Error) => {
            throw new ConnectError(
              `no network can be made for the containers: ${cause.message}`,
              'Try `docker network create x`.',
              { cause },
            );
          },
        )),
    close: () => (closing ??= close()),
  };
}

/** Containers on it reach neither each other nor, because their addresses are not translated, anything outside. */
const NOWHERE = {
  Driver: 'bridge',
  Options: {
    'com.docker.network.bridge.enable_icc': 'false',
    'com.docker.network.bridge.enable_ip_masquerade': 'false',
  },
};
