/** Writes the file of one transcript, below a folder that is ours. */
import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file, and returns its SHA-256 in lower-case hex. One of an earlier attempt may stand there half, and a link of somebody
 * else's would lead elsewhere: it is put away first. Leaves nothing where it throws.
 */
export function writeNew(file: string, text: string): string {
  makeFolder(dirname(file));
  rmSync(file, { force: true });
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (cause) {
    rmSync(file, { force: true });
    throw cause;
  }
  return createHash('sha256').update(text).digest('hex');
}

/** A folder below one that we made. Throws where a link or a file took its place: it is no longer ours. */
export function makeFolder(folder: string): void {
  let there = folder;
  let place: string | undefined;
  // Natively, which asks the system once: this is done for every case.
  while ((place = findPlace(there)) === undefined) there = dirname(there);
  if (place !== there) throw new Error(`${there} was replaced by a link`);
  if (there !== folder) mkdirSync(folder, { recursive: true });
}

/** Where a folder really is; nothing where it is not there. */
function findPlace(folder: string): string | undefined {
  try {
    return realpathSync.native(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}
