/** Files that a user names: reading and writing them fails in words for the user. */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadFormat, type FormatName } from '../../reports/index.js';
import type { RenderOptions } from '../../reports/format.js';
import type { Result } from '../../reports/result/result.js';
import { UsageError } from '../config/errors.js';
import type { ReportFile } from './options.cjs';
import { findReleases } from '../releases.js';
import { writeWhole } from './write-whole.js';

export async function writeReportFiles(
  result: Result,
  files: readonly ReportFile[],
  options: Omit<RenderOptions, 'color' | 'columns'> = {},
): Promise<void> {
  for (const { format, path } of files) {
    const renderer = await loadFormat(format as FormatName);
    const plain = { ...options, color: false };
    if (renderer.files === undefined) writeText(path, renderer.render(result, plain));
    else {
      const whole = { ...plain, read: makeReader(path), releases: findReleases() };
      for (const { name, text } of renderer.files(result, whole)) writeText(join(path, name), text);
    }
  }
}

/** Bytes of a file that an earlier report left; a larger one is none of ours. */
const MAX_EARLIER = 64 * 2 ** 20;

/** Reads what an earlier report left in a folder; nothing where there is no such file. */
export const makeReader =
  (folder: string) =>
  (name: string): string | undefined => {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    return found?.isFile() === true && found.size <= MAX_EARLIER
      ? readTextFile(join(folder, name))
      : undefined;
  };

/** Whole or not at all. Throws `UsageError`. */
export function writeText(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeWhole(path, text);
  } catch (cause) {
    throw new UsageError(`${path}: ${(cause as Error).message}`, 'Name a file that can be written.', {
      cause,
    });
  }
}

export function readTextFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${file}: ${(cause as Error).message}`, 'Name a file that can be read.', { cause });
  }
}
