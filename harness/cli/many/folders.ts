/** The folders of many targets below one, and the file that lists them. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RESULT_FILE, TRANSCRIPTS, takeSegment } from '../../../reports/result/paths.js';
import { UsageError } from '../../config/errors.js';
import { readTextFile, writeText } from '../../api/files.js';

/** Beside the folders of the targets: which there are, so that what an earlier run left is not taken for one of these. */
const LIST = 'targets.json';
const FORMAT = 'mcp-transport-conformance/targets@1';

/** A target of a run of many, as it stands in the list. */
export interface ListedTarget {
  name: string;
  /** Below that of the list. */
  folder: string;
  exitCode: number;
  /** Why there is no result. */
  problem?: string;
}

/** A folder for each name, all below the same one: whatever a name holds, none leaves it and no two share one. */
export function nameFolders(names: readonly string[]): string[] {
  const taken = new Set([RESULT_FILE, TRANSCRIPTS, LIST]);
  return names.map((name) => takeSegment(name, taken));
}

export const writeList = (output: string, targets: readonly ListedTarget[]): void =>
  writeText(join(output, LIST), `${JSON.stringify({ format: FORMAT, targets }, null, 2)}\n`);

/** A result file of a target, or the reason why there is none. */
export interface FoundResult {
  file?: string;
  name?: string;
  exitCode?: number;
  problem?: string;
}

/** The results that a path stands for: a file, the folder of a run, or that of a run of many targets. Throws `UsageError`. */
export function findResults(path: string): FoundResult[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [{ file: path }];
  if (!existsSync(join(path, LIST))) return [{ file: join(path, RESULT_FILE) }];
  return readList(join(path, LIST)).map(({ name, folder, exitCode, problem }) =>
    problem === undefined
      ? { name, file: join(path, nameFolders([folder])[0]!, RESULT_FILE) }
      : { name, exitCode, problem },
  );
}

function readList(file: string): ListedTarget[] {
  const broken = (cause?: unknown): UsageError =>
    new UsageError(`${file} is no list of targets`, 'Name the result files themselves.', { cause });
  let document: unknown;
  try {
    document = JSON.parse(readTextFile(file));
  } catch (cause) {
    throw broken(cause);
  }
  const { format, targets } = (document ?? {}) as { format?: unknown; targets?: unknown };
  if (format !== FORMAT || !Array.isArray(targets) || !targets.every(isListed)) throw broken();
  return targets;
}

function isListed(value: unknown): value is ListedTarget {
  const { name, folder, exitCode, problem } = (value ?? {}) as Partial<ListedTarget>;
  return (
    typeof name === 'string' &&
    typeof folder === 'string' &&
    [0, 1, 2, 3].includes(exitCode as number) &&
    (problem === undefined || typeof problem === 'string')
  );
}
