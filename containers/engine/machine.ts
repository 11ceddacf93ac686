/** Machine faults on a running container: it is killed, paused, starved or cut off the network. */
import { setTimeout as after } from 'node:timers/promises';
import type { Machine, Resource } from '../../suites/machine.js';
import { EngineRefusal } from './calls.js';
import type { Engine } from './engine.js';
import type { Fence } from './fence.js';

/** Bytes that a starved container keeps beyond what it uses; the kernel refuses a limit below that. */
const SPARE_MEMORY = 4 * 1024 * 1024;
/** A hundredth of a processor, which is the least that an engine gives. */
const LEAST_CPU = 1e7;
/** Milliseconds before each further attempt at what the engine refused for the moment, as a busy kernel makes it do. */
const AGAIN_MS = [50, 200, 500, 1_000];

export interface MachineOptions {
  fence: Fence;
  /** The container that stands for the target now. */
  current: () => string;
  /** Settles once it is over. */
  exited: () => Promise<unknown>;
  /** Starts it again and waits until it answers. */
  start: () => Promise<void>;
  /** Takes it off the network and puts it back, where it has one. */
  cable?: { cut(): Promise<void>; mend(): Promise<void> };
}

/** Does to a running container what happens to machines. Rejects with `EngineRefusal` where the engine will not. */
export function makeMachine(
  { docker, cpus, calls }: Engine,
  { fence, current, exited, start, cable }: MachineOptions,
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
      const { memory_stats: memory } = await calls.make('stats', () =>
        container().stats({ stream: false, 'one-shot': true }),
      );
      const bytes = Math.min(fence.memory, memory.usage + SPARE_MEMORY);
      return { Memory: bytes, MemorySwap: bytes };
    },
    cpu: async () => ({ NanoCpus: LEAST_CPU }),
    // What runs goes on; nothing more can be started.
    processes: async () => ({ PidsLimit: 1 }),
  };
  const update = (to: Partial<typeof limits>) => calls.make('update', () => container().update(to));
  return {
    pause: () => persist(() => calls.make('pause', () => container().pause())),
    resume: () => persist(() => calls.make('unpause', () => container().unpause())),
    async kill() {
      await calls.make('kill', () => container().kill({ signal: 'SIGKILL' }));
      await exited();
    },
    start,
    starve: async (resource) => void (await update(await leftOf[resource]())),
    async relieve() {
      try {
        await update(limits);
      } catch (error) {
        if (!(error instanceof EngineRefusal)) throw error;
        // It is just about to end, for want of what was taken. Once it has, its limits can be changed again.
        await exited();
        await update(limits);
      }
    },
    ...(cable === undefined ? {} : { disconnect: () => cable.cut(), reconnect: () => cable.mend() }),
  };
}

/** Once more, a few times, where the engine refuses. */
async function persist(act: () => Promise<unknown>): Promise<void> {
  for (const ms of [...AGAIN_MS, undefined]) {
    try {
      await act();
      return;
    } catch (error) {
      if (ms === undefined || !(error instanceof EngineRefusal)) throw error;
      await after(ms);
    }
  }
}

/** The network that a container has where the fence does not close it. */
export function makeCable({ docker, calls }: Engine, current: () => string): MachineOptions['cable'] {
  const bridge = docker.getNetwork('bridge');
  return {
    async cut() {
      await calls.make('disconnect', () => bridge.disconnect({ Container: current(), Force: true }));
    },
    async mend() {
      await calls.make('connect', () => bridge.connect({ Container: current() }));
    },
  };
}
