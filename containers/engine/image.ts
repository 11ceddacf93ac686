/** Finds, pulls or builds the image of a target, and tells its digest. */
import { ConnectError } from '../../adapters/adapter.js';
import { buildImage, type Dockerfile } from './build.js';
import { EngineRefusal } from './calls.js';
import type { Engine } from './engine.js';
import type { Volume } from './fence.js';
import { findVolumes } from './volumes.js';

/** An image that runs as a target: one by name, or one that is built first; and what runs in it. */
export interface ImageSpec {
  image?: string;
  dockerfile?: Dockerfile;
  /** In place of what the image runs by itself; its entry point stays. */
  command?: readonly string[];
}

/** An image that is there. */
export interface Image {
  /** 64 hexadecimal digits, by which the engine knows it. */
  id: string;
  /** For the result: the digest that a registry knows, or else the engine's own. */
  digest: string;
  /** For readers, who type it: the name that the user gave, or the beginning of the id. */
  name: string;
  /** Paths for which it asks for a disk. */
  volumes: readonly Volume[];
}

/** Milliseconds for a registry to say the first word. */
const PULL_MS = 300_000;

/** Finds, pulls or builds an image. Rejects with `ConnectError`. */
export async function prepareImage(engine: Engine, spec: ImageSpec, signal: AbortSignal): Promise<Image> {
  const { image, dockerfile } = spec;
  if (dockerfile !== undefined) {
    const id = await buildImage(engine, dockerfile, signal);
    return describe(engine, id, id.replace(/^sha256:/, '').slice(0, 12), signal);
  }
  const name = image ?? '';
  if (!(await isThere(engine, name, signal))) await pull(engine, name, signal);
  return describe(engine, name, name, signal);
}

async function isThere({ docker, calls }: Engine, name: string, signal: AbortSignal): Promise<boolean> {
  try {
    await calls.make('inspect an image', () => docker.getImage(name).inspect(), { signal });
    return true;
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    if (error.statusCode === 404) return false;
    throw unusable(name, error);
  }
}

async function pull({ docker, calls }: Engine, name: string, signal: AbortSignal): Promise<void> {
  // Without a tag, all of them would come.
  const reference = /[@:][^/]*$/.test(name) ? name : `${name}:latest`;
  const over = AbortSignal.any([signal, calls.lost]);
  try {
    const stream = await calls.make('pull', () => docker.pull(reference, { abortSignal: over }), {
      signal,
      ms: PULL_MS,
    });
    await new Promise<void>((resolve, reject) => {
      // Cut off, its end is never told.
      over.addEventListener('abort', () => reject(over.reason as Error), { once: true });
      docker.modem.followProgress(stream, (error) => (error === null ? resolve() : reject(error)));
    });
  } catch (cause) {
    if (over.aborted) throw over.reason;
    throw new ConnectError(
      `the image ${name} is not on this machine and could not be pulled: ${(cause as Error).message}`,
      `docker pull ${name}`,
      { cause },
    );
  }
}

async function describe(engine: Engine, id: string, name: string, signal: AbortSignal): Promise<Image> {
  const { docker, calls } = engine;
  try {
    const { Id, RepoDigests, Config } = await calls.make(
      'inspect an image',
      () => docker.getImage(id).inspect(),
      { signal },
    );
    return {
      id: Id.replace(/^sha256:/, ''),
      digest: RepoDigests?.[0]?.split('@')[1] ?? Id,
      name,
      volumes: await findVolumes(engine, Id, Object.keys(Config.Volumes ?? {}), signal),
    };
  } catch (cause) {
    if (!(cause instanceof EngineRefusal)) throw cause;
    throw unusable(name, cause);
  }
}

const unusable = (name: string, cause: Error): ConnectError =>
  new ConnectError(`the image ${name} cannot be used: ${cause.message}`, `docker image inspect ${name}`, {
    cause,
  });
