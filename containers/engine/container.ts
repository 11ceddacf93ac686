/** Starts one container behind the fence, attached to its pipes, and removes it. */
import { ConnectError } from '../../adapters/adapter.js';
import type { Exit, ProcessSignal } from '../../adapters/stdio/endpoint.js';
import { settledWithin } from '../../adapters/wait.js';
import { formatByHand } from './by-hand.js';
import { EngineRefusal } from './calls.js';
import type { Engine } from './engine.js';
import { awaitExit } from './exit.js';
import { toHostConfig, type Fence } from './fence.js';
import { explainEnd, explainFence } from './hints.js';
import type { Image, ImageSpec } from './image.js';
import { Streams } from './streams.js';
import { removeContainer } from './sweep.js';

/** What is started of an image. */
export interface ContainerSpec extends Pick<ImageSpec, 'command'> {
  image: Image;
  fence: Fence;
  env: Readonly<Record<string, string>>;
  /** Whether we write to it; otherwise it has no input. */
  stdin: boolean;
  /** `none`, `bridge`, or that of a door. */
  network: string;
  /** Ports of 127.0.0.1 by the ports in the container, where the engine is to publish them. */
  ports: Readonly<Record<number, number>>;
}

/** A container that was started, attached to before it ran. */
export interface Container {
  readonly id: string;
  readonly streams: Streams;
  /** Settles when it is over. Never rejects. A container that is started again does not unsettle it. */
  readonly exited: Promise<Exit>;
  kill(signal: ProcessSignal): Promise<void>;
  /** At once, and whatever is in it. Idempotent, bounded, never rejects. */
  remove(): Promise<void>;
}

/** Milliseconds to remove one; what takes longer is left to the sweep at the end. */
const REMOVE_MS = 10_000;
/** Milliseconds to signal one: whoever does so is about to end it, and goes on to the next step. */
const KILL_MS = 5_000;

/** Starts a container behind the fence. Rejects with `ConnectError`, and leaves none behind, where it does not start. */
export const startContainer = (
  engine: Engine,
  spec: ContainerSpec,
  signal: AbortSignal,
): Promise<Container> => engine.make(() => start(engine, spec, signal));

async function start(engine: Engine, spec: ContainerSpec, signal: AbortSignal): Promise<Container> {
  await engine.startReaper();
  const { docker, calls } = engine;
  let id: string | undefined;
  let streams: Streams | undefined;
  try {
    const options = toCreateOptions(engine, spec);
    const created = await calls.make('create', () => docker.createContainer(options), { signal });
    ({ id } = created);
    const container = docker.getContainer(id);
    // Attached before it starts, so that nothing that it says is lost.
    const which = { stream: true, hijack: true, stdin: spec.stdin, stdout: true, stderr: true };
    streams = new Streams(await calls.make('attach', () => container.attach(which), { signal }), () =>
      calls.confirm('a connection to a container broke'),
    );
    await calls.make('start', () => container.start(), { signal });
    return wrap(engine, id, streams, spec.fence);
  } catch (cause) {
    streams?.destroy();
    if (id !== undefined) await settledWithin(removeContainer(docker, id), REMOVE_MS, calls.lost);
    if (cause instanceof EngineRefusal) throw notStarted(spec, cause);
    throw cause;
  }
}

function toCreateOptions(engine: Engine, spec: ContainerSpec) {
  const { image, fence, network, ports, stdin, command, env } = spec;
  const published = Object.entries(ports);
  return {
    Image: image.id,
    Labels: { ...engine.labels },
    ...(command === undefined ? {} : { Cmd: [...command] }),
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ExposedPorts: Object.fromEntries(published.map(([inside]) => [`${inside}/tcp`, {}])),
    AttachStdin: stdin,
    OpenStdin: stdin,
    StdinOnce: stdin,
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
    HostConfig: {
      ...toHostConfig(fence, { cpus: engine.cpus, network, volumes: image.volumes }),
      PortBindings: Object.fromEntries(
        published.map(([inside, outside]) => [
          `${inside}/tcp`,
          [{ HostIp: '127.0.0.1', HostPort: String(outside) }],
        ]),
      ),
    },
  };
}

function wrap(engine: Engine, id: string, streams: Streams, fence: Fence): Container {
  const { docker, calls } = engine;
  let removing: Promise<void> | undefined;
  const remove = async (): Promise<void> => {
    await settledWithin(removeContainer(docker, id), REMOVE_MS, calls.lost);
    streams.destroy();
  };
  return {
    id,
    streams,
    exited: awaitExit(engine, id, {
      ended: streams.ended,
      explain: (outOfMemory) => explainEnd(streams.lastError, fence, outOfMemory),
    }),
    // It may be over already.
    async kill(signal) {
      await settledWithin(docker.getContainer(id).kill({ signal }), KILL_MS, calls.lost);
    },
    remove: () => (removing ??= remove()),
  };
}

function notStarted(spec: ContainerSpec, cause: EngineRefusal): ConnectError {
  const what = spec.command === undefined ? 'its entry point' : [...spec.command].join(' ');
  const said = explainFence(cause.message, spec.fence);
  const hint = said === '' ? '' : `; ${said}`;
  return new ConnectError(
    `the container did not start (${what}): ${cause.message}${hint}`,
    `Run it by hand: ${formatByHand(spec)}`,
    { cause },
  );
}
