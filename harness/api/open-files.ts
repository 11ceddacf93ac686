/** Checks that this process may open as many files as a run needs. */
import { readFileSync } from 'node:fs';
import { UsageError } from '../config/errors.js';

/** What the program itself holds open, and reads at a time as it starts; pipes and sockets of one case. */
const OWN_FILES = 96;
const FILES_OF_CASE = 12;

/** Throws `UsageError` where the limit is lower; only where the system says it (`/proc`). */
export function checkOpenFiles(concurrency: number, limit = readLimit()): void {
  const needed = OWN_FILES + FILES_OF_CASE * concurrency;
  if (limit === undefined || limit >= needed) return;
  throw new UsageError(
    `this process may open ${limit} files at a time, and a run of ${concurrency} cases at a time needs ${needed}`,
    `Allow more: ulimit -n 1024${concurrency > 1 ? '; or run fewer cases at a time: --concurrency 1' : ''}.`,
  );
}

function readLimit(): number | undefined {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}
