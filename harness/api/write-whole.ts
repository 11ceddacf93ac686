/** Writes a file whole or not at all, so that a full disk or a kill leaves no half of one. */
import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What cannot stand in the folder of a file that can be written all the same. */
const NO_NEIGHBOUR = ['EACCES', 'EPERM', 'EROFS', 'ENAMETOOLONG'];

/** The name of what is not a whole file yet; the folder of a run is cleared of those that a kill left. */
export const isUnfinished = (name: string): boolean => /^\..+\.\d+\.tmp$/.test(name);

/**
 * Writes beside the file, and puts it in place once all of it is on the disk. A link is followed, as whoever names one
 * means; what is no file (a terminal, a pipe, `/dev/full`) is written as it is.
 */
export function writeWhole(path: string, text: string): void {
  const before = statSync(path, { throwIfNoEntry: false });
  if (before !== undefined && !before.isFile()) return writeFileSync(path, text);
  const place = before === undefined ? path : realpathSync(path);
  try {
    replace(place, text, before?.mode);
  } catch (cause) {
    if (before === undefined || !NO_NEIGHBOUR.includes((cause as NodeJS.ErrnoException).code ?? ''))
      throw cause;
    writeFileSync(place, text);
  }
}

/** The same where nothing that stands there is followed. */
export function replace(place: string, text: string, mode = 0o666): void {
  const unfinished = join(dirname(place), `.${basename(place)}.${process.pid}.tmp`);
  rmSync(unfinished, { force: true });
  try {
    // Whoever put a link there in the meantime leads us nowhere.
    const file = openSync(unfinished, 'wx', mode & 0o777);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, place);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    throw cause;
  }
}
