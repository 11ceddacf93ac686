/** Starts a container that serves on published ports, and waits until it is up. */
import { ConnectError } from '../../adapters/adapter.js';
import { settledWithin } from '../../adapters/wait.js';
import type { Instance } from '../targets/server-pool.js';
import { findFreePort } from '../targets/ready.js';
import { takeLastLines, quoteLastLines, waitUntilUp } from '../targets/until-up.js';
import { waitUntilAnswers } from './answers.js';
import { startContainer, type Container } from './container.js';
import type { ContainerContext } from './context.js';
import type { Image, ImageSpec } from './image.js';
import { makeMachine } from './machine.js';

/** What one container serves: by transport its URL, in which `${PORT}` stands for the published port, and that port inside. */
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
  const { container, ports } = await startOnFreePorts(inside, (free) =>
    startContainer(engine, { ...spec, ...context, image, stdin: false, ports: free }),
  );
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
  const exited = container.exited.then(({ code, signal: by }) => {
    alive = false;
    return by === null ? `exited with code ${code}` : `was ended by ${by}`;
  });
  const up = async (died: Promise<string>): Promise<void> => {
    const over = new AbortController();
    try {
      await waitUntilUp({
        up: Promise.all(Object.values(urls).map((url) => waitUntilAnswers(url, over.signal))),
        died,
        timeoutMs: startTimeoutMs,
        missing: () => `: nothing answers on port ${inside.join(', ')} in the container`,
        signal,
      });
    } finally {
      over.abort();
    }
  };
  try {
    await up(exited);
  } catch (cause) {
    await container.remove();
    throw notUp(spec, redact(stderr), cause as Error);
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
        if (alive) await stopGently(container);
        await container.remove();
      },
    },
    machine: makeMachine(engine, {
      fence,
      current: () => container.id,
      exited: () => exited,
      async start() {
        await engine.docker
          .getContainer(container.id)
          .start()
          .catch((error: { statusCode?: number }) => {
            // It runs already.
            if (error.statusCode !== 304) throw error;
          });
        await up(new Promise<never>(() => undefined));
      },
      network: fence.network ? 'bridge' : await engine.network(),
    }),
  };
}

/** A port that was free may be somebody else's by the time that the engine takes it. */
const ATTEMPTS = 5;
const TAKEN = /port is already allocated|address already in use/i;

async function startOnFreePorts(
  inside: readonly number[],
  start: (ports: Record<number, number>) => Promise<Container>,
): Promise<{ container: Container; ports: Record<number, number> }> {
  for (let attempt = 1; ; attempt++) {
    const outside = await Promise.all(inside.map(findFreePort));
    const ports = Object.fromEntries(inside.map((port, index) => [port, outside[index] as number]));
    try {
      return { container: await start(ports), ports };
    } catch (error) {
      if (attempt === ATTEMPTS || !TAKEN.test((error as Error).message)) throw error;
    }
  }
}

/** Milliseconds from SIGTERM to the removal. */
const GRACE_MS = 2_000;

async function stopGently(container: Container): Promise<void> {
  await container.kill('SIGTERM');
  await settledWithin(container.exited, GRACE_MS);
}

function notUp({ image, dockerfile }: ImageSpec, stderr: string, cause: Error): ConnectError {
  return new ConnectError(
    `the server in the container did not come up: ${cause.message}${quoteLastLines(stderr)}`,
    `See that it listens on all interfaces of the container (0.0.0.0), and run the image by hand: docker run --rm ${image ?? dockerfile?.file ?? ''}`,
    { cause },
  );
}
