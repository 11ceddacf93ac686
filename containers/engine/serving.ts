/** Starts a container that serves on ports, and waits until it is up. */
import { ConnectError } from '../../adapters/adapter.js';
import { settledWithin } from '../../adapters/wait.js';
import type { Instance } from '../targets/server-pool.js';
import { takeLastLines, quoteLastLines, waitUntilUp } from '../targets/until-up.js';
import { waitUntilAnswers } from './answers.js';
import { formatByHand } from './by-hand.js';
import { EngineRefusal } from './calls.js';
import type { Container } from './container.js';
import type { ContainerContext } from './context.js';
import { findLoopbackPorts } from './listening.js';
import type { Image, ImageSpec } from './image.js';
import { makeMachine } from './machine.js';
import { startReachable, type Reachable } from './reachable.js';

/** What one container serves: by transport its URL, in which `${PORT}` stands for the outer port, and that port inside. */
export interface ServingSpec {
  image: ImageSpec;
  urls: Readonly<Record<string, { url: string; port: number }>>;
}

/** Characters of stderr that are kept. */
const KEEP_STDERR = 64 * 1024;

/** Rejects with `ConnectError`, and leaves no container behind, where it does not come up. */
export async function startServing(
  { image: spec, urls: named }: ServingSpec,
  image: Image,
  context: ContainerContext,
  signal: AbortSignal,
): Promise<Instance> {
  const { engine, fence, startTimeoutMs, redact } = context;
  const inside = [...new Set(Object.values(named).map(({ port }) => port))];
  const started = performance.now();
  const what = { ...spec, ...context, image, stdin: false };
  const reached = await startReachable(engine, what, inside, signal);
  const { container, ports } = reached;
  const urls = Object.fromEntries(
    Object.entries(named).map(([name, { url, port }]) => [
      name,
      url.replaceAll('${PORT}', String(ports[port])),
    ]),
  );
  let stderr = '';
  let alive = true;
  container.streams.stdout.resume();
  container.streams.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = takeLastLines(stderr + text, KEEP_STDERR);
  });
  const exited = container.exited.then(({ code, signal: by, why }) => {
    alive = false;
    // Nobody listens any more.
    reached.shut();
    const how = by === null ? `exited with code ${code}` : `was ended by ${by}`;
    return why === undefined ? how : `${how}; ${why}`;
  });
  const up = async (died: Promise<string>): Promise<void> => {
    const over = new AbortController();
    try {
      await waitUntilUp({
        up: Promise.all(Object.values(urls).map((url) => waitUntilAnswers(url, over.signal))),
        died,
        timeoutMs: startTimeoutMs,
        missing: () => `: nothing answers on port ${inside.join(', ')} in the container`,
        signal: AbortSignal.any([signal, engine.calls.lost]),
      });
    } finally {
      over.abort();
    }
  };
  try {
    await up(exited);
  } catch (cause) {
    engine.calls.lost.throwIfAborted();
    const unheard = fence.network && alive ? await findLoopbackPorts(engine, container.id, inside) : [];
    await stop(container, reached);
    throw notUp({ stderr: redact(stderr), byHand: formatByHand(what), unheard }, cause as Error);
  }
  engine.starts.push(performance.now() - started);
  return {
    urls,
    process: {
      get alive() {
        return alive;
      },
      stderr: () => stderr,
      exited,
      async stop() {
        if (alive && !engine.calls.lost.aborted) await stopGently(container);
        await stop(container, reached);
      },
    },
    machine: makeMachine(engine, {
      fence,
      current: () => container.id,
      exited: () => exited,
      async start() {
        await reached.open();
        await engine.calls
          .make('start', () => engine.docker.getContainer(container.id).start())
          .catch((error: unknown) => {
            // It runs already.
            if (!(error instanceof EngineRefusal && error.statusCode === 304)) throw error;
          });
        await up(new Promise<never>(() => undefined));
      },
      ...(reached.cable === undefined ? {} : { cable: reached.cable }),
    }),
  };
}

async function stop(container: Container, reached: Reachable): Promise<void> {
  await container.remove();
  await reached.remove();
}

/** Milliseconds from SIGTERM to the removal. */
const GRACE_MS = 2_000;

async function stopGently(container: Container): Promise<void> {
  await container.kill('SIGTERM');
  await settledWithin(container.exited, GRACE_MS);
}

function notUp(
  { stderr, byHand, unheard }: { stderr: string; byHand: string; unheard: readonly number[] },
  cause: Error,
): ConnectError {
  const heard =
    unheard.length === 0
      ? ''
      : `See that it listens on all interfaces of the container (0.0.0.0): on port ${unheard.join(', ')} it listens on its loopback only. `;
  return new ConnectError(
    `the server in the container did not come up: ${cause.message}${quoteLastLines(stderr)}`,
    `${heard}Run it by hand: ${byHand}`,
    { cause },
  );
}
