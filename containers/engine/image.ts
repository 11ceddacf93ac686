/** Finds, pulls or builds the image of a target, and tells its digest. */
import { ConnectError } from '../../adapters/adapter.js';
import { buildImage, type Dockerfile } from './build.js';
import type { Engine } from './engine.js';

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
  /** Paths for which it asks for a disk. */
  volumes: readonly string[];
}

/** Finds, pulls or builds an image. Rejects with `ConnectError`. */
export async function prepareImage(engine: Engine, spec: ImageSpec, signal: AbortSignal): Promise<Image> {
  const { image, dockerfile } = spec;
  if (dockerfile !== undefined) return describe(engine, await buildImage(engine, dockerfile, signal));
  const name = image ?? '';
  if (!(await isThere(engine, name))) await pull(engine, name, signal);
  return describe(engine, name);
}

async function isThere({ docker }: Engine, name: string): Promise<boolean> {
  try {
    await docker.getImage(name).inspect();
    return true;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return false;
    throw unusable(name, error as Error);
  }
}

async function pull({ docker }: Engine, name: string, signal: AbortSignal): Promise<void> {
  // Without a tag, all of them would come.
  const reference = /[@:][^/]*$/.test(name) ? name : `${name}:latest`;
  try {
    const stream = await docker.pull(reference, { abortSignal: signal });
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, (error) => (error === null ? resolve() : reject(error)));
    });
  } catch (cause) {
    throw new ConnectError(
      `the image ${name} is not on this machine and could not be pulled: ${(cause as Error).message}`,
      `docker pull ${name}`,
      { cause },
    );
  }
}

async function describe({ docker }: Engine, name: string): Promise<Image> {
  try {
    const { Id, RepoDigests, Config } = await docker.getImage(name).inspect();
    return {
      id: Id.replace(/^sha256:/, ''),
      digest: RepoDigests?.[0]?.split('@')[1] ?? Id,
      volumes: Object.keys(Config.Volumes ?? {}),
    };
  } catch (cause) {
    throw unusable(name, cause as Error);
  }
}

const unusable = (name: string, cause: Error): ConnectError =>
  new ConnectError(`the image ${name} cannot be used: ${cause.message}`, `docker image inspect ${name}`, {
    cause,
  });
