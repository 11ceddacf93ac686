/** Machine faults on a running container: it is killed, paused, starved or cut off the network. */
import type { Machine, Resource } from '../../suites/machine.js';
import type { Engine } from './engine.js';
import type { Fence } from './fence.js';

/** Bytes that a starved container keeps beyond what it uses; the kernel refuses a limit below that. */
const SPARE_MEMORY = 4 * 1024 * 1024;
/** A hundredth of a processor, which is the least that an engine gives. */
const LEAST_CPU = 1e7;

export interface MachineOptions {
  fence: Fence;
  /** The container that stands for the target now. */
  current: () => string;
  /** Settles once it is over. */
  exited: () => Promise<unknown>;
  /** Starts it again and waits until it answers. */
  start: () => Promise<void>;
  /** The network that it can be taken off. */
  network?: string;
}

/** Does to a running container what happens to machines. */
export function makeMachine(
  { docker, cpus }: Engine,
  { fence, current, exited, start, network }: MachineOptions,
): Machine {
  const container = () => docker.getContainer(current());
  const limits = {
    Memory: fence.memory,
    MemorySwap: fence.memory,
    NanoCpus: Math.round(Math.min(fence.cpus, cpus) * 1e9),
    PidsLimit: fence.processes,
  };
  const leftOf: Record<Resource, () => Promise<Partial<typeof limits>>> = {
    async memory() {
      const { memory_stats: memory } = await container().stats({ stream: false, 'one-shot': true });
      const bytes = Math.min(fence.memory, memory.usage + SPARE_MEMORY);
      return { Memory: bytes, MemorySwap: bytes };
    },
    cpu: async () => ({ NanoCpus: LEAST_CPU }),
    // What runs goes on; nothing more can be started.
    processes: async () => ({ PidsLimit: 1 }),
  };
  const net = network === undefined ? undefined : docker.getNetwork(network);
  return {
    pause: async () => void (await container().pause()),
    resume: async () => void (await container().unpause()),
    async kill() {
      await container().kill({ signal: 'SIGKILL' });
      await exited();
    },
    start,
    starve: async (resource) => void (await container().update(await leftOf[resource]())),
    async relieve() {
      try {
        await container().update(limits);
      } catch {
        // It is just about to end, for want of what was taken. Once it has, its limits can be changed again.
        await exited();
        await container().update(limits);
      }
    },
    ...(net === undefined
      ? {}
      : {
          disconnect: async () => void (await net.disconnect({ Container: current(), Force: true })),
          reconnect: async () => void (await net.connect({ Container: current() })),
        }),
  };
}
