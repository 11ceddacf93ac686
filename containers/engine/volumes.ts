/** Finds out which of the paths for which an image asks for a disk have files of the image's own. */
import type { Readable } from 'node:stream';
import type { Engine } from './engine.js';
import type { Volume } from './fence.js';
import { removeContainer } from './sweep.js';

/** Bytes of one entry of an archive; the first stands for the folder itself. */
const BLOCK = 512;

/** Looks into a container of the image that is never started. */
export async function findVolumes(
  engine: Engine,
  image: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<Volume[]> {
  if (paths.length === 0) return [];
  await engine.startReaper();
  const { docker, calls, labels } = engine;
  return engine.make(async () => {
    // It needs some command, or there is no container.
    const options = { Image: image, Cmd: ['/'], Labels: { ...labels }, NetworkDisabled: true };
    const container = await calls.make('create', () => docker.createContainer(options), { signal });
    try {
      return await Promise.all(
        paths.map(async (path) => {
          const archive = await calls.make('read an archive', () => container.getArchive({ path }), {
            signal,
          });
          return { path, filled: await hasFiles(archive as Readable) };
        }),
      );
    } finally {
      await removeContainer(docker, container.id);
    }
  });
}

async function hasFiles(archive: Readable): Promise<boolean> {
  let read = Buffer.alloc(0);
  for await (const chunk of archive as AsyncIterable<Buffer>) {
    read = Buffer.concat([read, chunk]);
    if (read.length >= 2 * BLOCK) break;
  }
  archive.destroy();
  return read.subarray(BLOCK, 2 * BLOCK).some((byte) => byte !== 0);
}
