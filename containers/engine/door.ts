/** The only way into a fenced container: a network that leads nowhere, and a relay of ours in it that speaks through pipes. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { ConnectError } from '../../adapters/adapter.js';
import { settledWithin } from '../../adapters/wait.js';
import { EngineRefusal } from './calls.js';
import type { Engine } from './engine.js';
import { Mux } from './mux.js';
import { Streams } from './streams.js';
import { removeContainer } from './sweep.js';

const MIB = 1024 * 1024;
/** Milliseconds to remove one; what takes longer is left to the sweep at the end. */
const REMOVE_MS = 10_000;
/** Milliseconds for the relay to come up in its container. */
const READY_MS = 60_000;

/** A network of its own for one container, and the way into it. */
export interface Door {
  /** For the container that is to stand behind it. */
  readonly network: string;
  /** Ports of 127.0.0.1 by the ports in the container. */
  readonly ports: Readonly<Record<number, number>>;
  /** Takes connections at its ports, as long as somebody stands behind it. */
  open(): Promise<void>;
  /** Takes none any more; those that stand go on. */
  shut(): void;
  /** Breaks all connections and lets none through, as if the cable were pulled. */
  cut(): void;
  mend(): void;
  /** Idempotent, bounded, never rejects. */
  remove(): Promise<void>;
}

/**
 * Makes a door. The relay's container has no network but its loopback, which the target shares: there is no route to this
 * machine, to other containers or to anywhere else, for no protocol. Works alike on every engine.
 */
export async function makeDoor(
  engine: Engine,
  inside: readonly number[],
  signal: AbortSignal,
): Promise<Door> {
  try {
    return await build(engine, inside, signal);
  } catch (cause) {
    if (!(cause instanceof EngineRefusal)) throw cause;
    throw new ConnectError(
      `the relay at the door of the fence did not start: ${cause.message}`,
      'Run again; where it stays so, `fence.network` does without it.',
      { cause },
    );
  }
}

async function build(engine: Engine, inside: readonly number[], signal: AbortSignal): Promise<Door> {
  const { docker, calls } = engine;
  await engine.startReaper();
  const { id: image, node } = await engine.doorImage();
  const created = await calls.make(
    'create',
    async () =>
      docker.createContainer({
        Image: image,
        Entrypoint: [node],
        Cmd: ['--input-type=module', '-e', await readProgram()],
        Labels: { ...engine.labels },
        User: '65534:65534',
        WorkingDir: '/',
        Hostname: HOSTNAME,
        AttachStdin: true,
        OpenStdin: true,
        StdinOnce: true,
        AttachStdout: true,
        AttachStderr: true,
        Tty: false,
        HostConfig: {
          NetworkMode: 'none',
          // What the target's own name stands for, as in any container.
          ExtraHosts: [`${HOSTNAME}:127.0.0.1`],
          // Names are looked up outside: with nobody to ask, an answer comes at once, and it is no.
          Dns: ['127.0.0.1'],
          ReadonlyRootfs: true,
          CapDrop: ['ALL'],
          SecurityOpt: ['no-new-privileges'],
          PidsLimit: 64,
          Memory: 256 * MIB,
          MemorySwap: 256 * MIB,
          // It ends by itself when its input does.
          Init: true,
          LogConfig: { Type: 'none', Config: {} },
        },
      }),
    { signal },
  );
  const { id } = created;
  let streams: Streams | undefined;
  try {
    const which = { stream: true, hijack: true, stdin: true, stdout: true, stderr: true };
    streams = new Streams(await calls.make('attach', () => created.attach(which), { signal }), () =>
      calls.confirm('the connection to a relay broke'),
    );
    await calls.make('start', () => created.start(), { signal });
    const ready = await settledWithin(once(streams.stderr, 'data'), READY_MS, signal);
    signal.throwIfAborted();
    if (!ready) throw new Error(`the relay at the door did not come up within ${READY_MS / 1000} s`);
    return await stand(engine, id, streams, inside);
  } catch (cause) {
    streams?.destroy();
    void removeContainer(docker, id);
    throw cause;
  }
}

const HOSTNAME = 'target';

async function stand(engine: Engine, id: string, streams: Streams, inside: readonly number[]): Promise<Door> {
  streams.stderr.resume();
  const mux = new Mux(streams.stdout, streams.stdin);
  let isCut = false;
  const listening = inside.map((port) => ({ port, outside: 0, server: undefined as Server | undefined }));
  const door: Door = {
    network: `container:${id}`,
    get ports() {
      return Object.fromEntries(listening.map(({ port, outside }) => [port, outside]));
    },
    async open() {
      for (const one of listening) {
        if (one.server !== undefined) continue;
        const server = createServer({ allowHalfOpen: true }, (socket) => {
          socket.on('error', () => undefined);
          if (isCut) socket.resetAndDestroy();
          else mux.open(socket, one.port);
        });
        one.server = server.listen(one.outside, '127.0.0.1');
        await once(server, 'listening');
        one.outside = (server.address() as AddressInfo).port;
      }
    },
    shut() {
      for (const one of listening) {
        one.server?.close();
        one.server = undefined;
      }
    },
    cut() {
      isCut = true;
      mux.breakAll();
    },
    mend() {
      isCut = false;
    },
    async remove() {
      door.shut();
      mux.breakAll();
      await settledWithin(removeContainer(engine.docker, id), REMOVE_MS, engine.calls.lost);
      streams.destroy();
    },
  };
  // Without the relay nobody gets through. Whether the engine took it was asked before this shows.
  streams.stdout.once('end', () => {
    door.shut();
    mux.breakAll();
  });
  await door.open();
  return door;
}

/** As one text, which runs in any image with a Node. */
async function readProgram(): Promise<string> {
  const [main, mux] = await Promise.all(
    ['door-main.js', 'mux.js'].map((file) => readFile(new URL(file, import.meta.url), 'utf8')),
  );
  const inline = `data:text/javascript;base64,${Buffer.from(mux ?? '').toString('base64')}`;
  return (main ?? '').replace(/(['"])\.\/mux\.js\1/, JSON.stringify(inline));
}
