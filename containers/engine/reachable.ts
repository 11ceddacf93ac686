/** Starts a container whose ports can be reached from here: through a door, or where the fence leaves it a network. */
import { findFreePort } from '../targets/ready.js';
import { startContainer, type Container, type ContainerSpec } from './container.js';
import { makeDoor } from './door.js';
import type { Engine } from './engine.js';
import { makeCable, type MachineOptions } from './machine.js';

/** A container, and the way to it. */
export interface Reachable {
  container: Container;
  /** Ports of 127.0.0.1 by the ports in the container. */
  ports: Readonly<Record<number, number>>;
  cable: MachineOptions['cable'];
  /** Takes connections again, after the container was started once more. */
  open(): Promise<void>;
  /** Takes none: it is over. */
  shut(): void;
  /** What led to it; the container is removed by itself. Bounded, never rejects. */
  remove(): Promise<void>;
}

type What = Omit<ContainerSpec, 'network' | 'ports'>;

/** Rejects with `ConnectError`, and leaves nothing behind, where it does not start. */
export const startReachable = (
  engine: Engine,
  what: What,
  inside: readonly number[],
  signal: AbortSignal,
): Promise<Reachable> =>
  what.fence.network ? publish(engine, what, inside, signal) : behindDoor(engine, what, inside, signal);

async function behindDoor(
  engine: Engine,
  what: What,
  inside: readonly number[],
  signal: AbortSignal,
): Promise<Reachable> {
  const door = await engine.make(() => makeDoor(engine, inside, signal));
  try {
    const container = await startContainer(engine, { ...what, network: door.network, ports: {} }, signal);
    return {
      container,
      ports: door.ports,
      cable: { cut: async () => door.cut(), mend: async () => door.mend() },
      open: () => door.open(),
      shut: () => door.shut(),
      remove: () => door.remove(),
    };
  } catch (cause) {
    await door.remove();
    throw cause;
  }
}

/** A port that was free may be somebody else's by the time that the engine takes it. */
const ATTEMPTS = 5;
const TAKEN = /port is already allocated|address already in use/i;

async function publish(
  engine: Engine,
  what: What,
  inside: readonly number[],
  signal: AbortSignal,
): Promise<Reachable> {
  for (let attempt = 1; ; attempt++) {
    const outside = await Promise.all(inside.map(findFreePort));
    const ports = Object.fromEntries(inside.map((port, index) => [port, outside[index] as number]));
    try {
      const container = await startContainer(engine, { ...what, network: 'bridge', ports }, signal);
      return {
        container,
        ports,
        cable: makeCable(engine, () => container.id),
        open: async () => {},
        shut: () => undefined,
        remove: async () => {},
      };
    } catch (error) {
      if (attempt === ATTEMPTS || !TAKEN.test((error as Error).message)) throw error;
    }
  }
}
