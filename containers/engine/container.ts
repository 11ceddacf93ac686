/** Starts one container behind the fence, attached to its pipes, and removes it. */
import { ConnectError } from '../../adapters/adapter.js';
import type { Exit, ProcessSignal } from '../../adapters/stdio/endpoint.js';
import { settledWithin } from '../../adapters/wait.js';
import type { Engine } from './engine.js';
import { toHostConfig, type Fence } from './fence.js';
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
  /** Ports of 127.0.0.1 by the ports in the container. Without any, it has no network. */
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

/** Starts a container behind the fence. Rejects with `ConnectError`, and leaves none behind, where it does not start. */
export const startContainer = (engine: Engine, spec: ContainerSpec): Promise<Container> =>
  engine.make(() => start(engine, spec));

async function start(engine: Engine, spec: ContainerSpec): Promise<Container> {
  await engine.startReaper();
  const { docker } = engine;
  const network = await networkFor(engine, spec);
  const host = toHostConfig(spec.fence, { cpus: engine.cpus, network, volumes: spec.image.volumes });
  let id: string | undefined;
  let streams: Streams | undefined;
  let ended: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (ended = resolve));

  class Fenced extends engine.testcontainers.GenericContainer {
    constructor() {
      super(spec.image.id);
      Object.assign(this.hostConfig, host, { PortBindings: bindings(spec.ports) });
      Object.assign(this.createOpts, {
        ...(spec.command === undefined ? {} : { Cmd: [...spec.command] }),
        Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
        ExposedPorts: Object.fromEntries(Object.keys(spec.ports).map((port) => [`${port}/tcp`, {}])),
        AttachStdin: spec.stdin,
        OpenStdin: spec.stdin,
        StdinOnce: spec.stdin,
        AttachStdout: true,
        AttachStderr: true,
        Tty: false,
      });
      // It is set from here once more on the way.
      this.networkMode = network;
    }

    /** Attached before it starts, so that nothing that it says is lost. */
    protected override async containerCreated(created: string): Promise<void> {
      id = created;
      const which = { stream: true, hijack: true, stdin: spec.stdin, stdout: true, stderr: true };
      const container = docker.getContainer(created);
      streams = new Streams(await container.attach(which));
      void container.wait({ condition: 'next-exit' }).then(ended, () => undefined);
    }
  }

  try {
    const starting = new Fenced()
      .withLabels(engine.labels)
      // Both are ours: readiness, because we poll faster, and cleaning up, because theirs wants an image of its own.
      .withAutoCleanup(false)
      .withWaitStrategy(new AtOnce())
      .start();
    // One that is over at once has no ports any more, for which testcontainers then waits in vain. It says itself why.
    starting.catch(() => undefined);
    await Promise.race([starting, over]);
  } catch (cause) {
    streams?.destroy();
    if (id !== undefined) await removeContainer(docker, id);
    throw notStarted(spec, cause as Error);
  }
  return wrap(engine, id as unknown as string, streams as unknown as Streams);
}

/** None at all on stdio; otherwise one that leads nowhere, unless the user opens it. */
async function networkFor(engine: Engine, { fence, ports }: ContainerSpec): Promise<string> {
  if (fence.network) return 'bridge';
  return Object.keys(ports).length === 0 ? 'none' : engine.network();
}

const bindings = (ports: ContainerSpec['ports']) =>
  Object.fromEntries(
    Object.entries(ports).map(([inside, outside]) => [
      `${inside}/tcp`,
      [{ HostIp: '127.0.0.1', HostPort: String(outside) }],
    ]),
  );

/** Does not wait at all. */
class AtOnce {
  async waitUntilReady(): Promise<void> {}
  withStartupTimeout(): this {
    return this;
  }
  isStartupTimeoutSet(): boolean {
    return true;
  }
  getStartupTimeout(): number {
    return 0;
  }
}

function wrap({ docker }: Engine, id: string, streams: Streams): Container {
  const container = docker.getContainer(id);
  const exited = container.wait().then(
    ({ StatusCode }: { StatusCode: number }) => exitOf(StatusCode),
    // It was removed while it ran.
    (): Exit => ({ code: null, signal: 'SIGKILL' }),
  );
  let removing: Promise<void> | undefined;
  const remove = async (): Promise<void> => {
    await settledWithin(removeContainer(docker, id), REMOVE_MS);
    streams.destroy();
  };
  return {
    id,
    streams,
    exited,
    // It may be over already.
    kill: (signal) => container.kill({ signal }).then(nothing, nothing),
    remove: () => (removing ??= remove()),
  };
}

const nothing = (): void => undefined;

const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  6: 'SIGABRT',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
};

/** The process that reaps tells the end by a signal as 128 and its number, as a shell does. */
function exitOf(status: number): Exit {
  const signal = SIGNALS[status - 128];
  return signal === undefined ? { code: status, signal: null } : { code: null, signal };
}

function notStarted({ command }: ContainerSpec, cause: Error): ConnectError {
  const what = command === undefined ? 'its entry point' : [...command].join(' ');
  return new ConnectError(
    `the container did not start (${what}): ${cause.message}`,
    'Run the image by hand, with docker run.',
    { cause },
  );
}
