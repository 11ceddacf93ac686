/** Hosts for servers that run in containers, and the images that are prepared for them. */
import type { StdioEndpoint, StdioProcess } from '../../adapters/stdio/endpoint.js';
import { settledWithin } from '../../adapters/wait.js';
import { startContainer, type Container } from '../engine/container.js';
import { formatByHand } from '../engine/by-hand.js';
import type { ContainerContext } from '../engine/context.js';
import { prepareImage, type Image, type ImageSpec } from '../engine/image.js';
import { makeMachine } from '../engine/machine.js';
import { startServing, type ServingSpec } from '../engine/serving.js';
import { makeServerPool, type ServerPool } from './server-pool.js';
import type { Host } from './target.js';

/** Images that are found, pulled or built when they are first used, and then known. */
export class Images {
  readonly #context: ContainerContext;
  readonly #known = new Map<string, Promise<Image>>();
  readonly #found = new Map<string, Image>();

  constructor(context: ContainerContext) {
    this.#context = context;
  }

  /** Rejects with `ConnectError`; who asks again then gets another attempt. */
  prepare(spec: ImageSpec, signal: AbortSignal): Promise<Image> {
    const key = keyOf(spec);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const image = prepareImage(this.#context.engine, spec, signal);
    this.#known.set(key, image);
    image.then(
      (found) => this.#found.set(key, found),
      () => this.#known.delete(key),
    );
    return image;
  }

  /** `undefined` as long as it was not prepared. */
  find = (spec: ImageSpec): Image | undefined => this.#found.get(keyOf(spec));
}

const keyOf = ({ image, dockerfile }: ImageSpec): string => JSON.stringify([image, dockerfile]);

/** On stdio the container is the connection: the adapter starts one, attached, and a lease holds the last of them. */
export function makeImageStdioHost(
  { image: spec, reproduceWith }: { image: ImageSpec; reproduceWith: readonly string[] },
  images: Images,
  context: ContainerContext,
): Host<StdioEndpoint> {
  const { engine, fence } = context;
  return {
    reproduceWith,
    startable: true,
    remote: false,
    breakable: 'process',
    image: () => images.find(spec)?.digest,
    byHand: () => {
      const image = images.find(spec);
      return image && formatByHand({ ...spec, ...context, image, stdin: true });
    },
    lease: async (_kind, signal) => {
      signal.throwIfAborted();
      let current: Container | undefined;
      const endpoint: StdioEndpoint = {
        async start(stop) {
          const over = AbortSignal.any([signal, stop]);
          const image = await images.prepare(spec, signal);
          stop.throwIfAborted();
          const started = performance.now();
          const network = fence.network ? 'bridge' : 'none';
          const what = { ...spec, ...context, image, stdin: true, network, ports: {} };
          current = await startContainer(engine, what, over);
          engine.starts.push(performance.now() - started);
          return attached(spec, current);
        },
      };
      const machine = makeMachine(engine, {
        fence,
        current: () => current?.id ?? '',
        exited: async () => current?.exited,
        start: async () => {},
      });
      return { endpoint, stderr: () => '', release: async () => {}, machine };
    },
  };
}

function attached({ image, dockerfile, command = [] }: ImageSpec, container: Container): StdioProcess {
  const { stdin, stdout, stderr, ended } = container.streams;
  let over = false;
  void container.exited.then(() => (over = true));
  return {
    words: ['container', image ?? dockerfile?.file ?? '', ...command].join(' '),
    stdin,
    stdout,
    stderr,
    exited: container.exited,
    get over() {
      return over;
    },
    signal: (signal) => void container.kill(signal),
    async release() {
      // What it wrote before its end is still under way; whoever closed the connection has stopped waiting by then.
      await settledWithin(ended, DRAIN_MS);
      await container.remove();
    },
  };
}

/** Milliseconds for the last output of a container that is over. */
const DRAIN_MS = 1_000;

/** A server in a container: one that is shared, and more for whoever wants one of his own. */
export const makeImageServer = (server: ServingSpec, images: Images, context: ContainerContext): ServerPool =>
  makeServerPool(
    async (signal) => startServing(server, await images.prepare(server.image, signal), context, signal),
    { startable: true, breakable: true, redact: context.redact },
  );
