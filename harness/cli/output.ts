import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Comparison } from '../../reports/result/compare.js';
import type { FormatName } from '../../reports/index.js';
import { loadFormat } from '../../reports/index.js';
import { transcriptPath } from '../../reports/result/paths.js';
import type { CaseReport, Result } from '../../reports/result/result.js';
import { sealed } from '../../reports/result/digest.js';
import { UsageError } from '../config/errors.js';
import type { ReportRequest } from './values.js';

/** The folder that a run leaves behind, in the working folder. */
export const OUTPUT = '.mcptc';

/** What a run leaves behind: its result, and the transcript of every case in which something was said. */
export class Output {
  readonly folder: string;
  /** Absolute: making folders below a working folder that is gone meanwhile would never end (nodejs/node). */
  readonly #place: string;
  readonly #written = new Set<string>();

  /** Clears what an earlier run left, so that nothing stale is read as evidence. */
  constructor(folder: string) {
    this.folder = folder;
    this.#place = resolve(folder);
    claim(folder);
    rmSync(this.resultFile, { force: true });
    rmSync(this.transcripts, { recursive: true, force: true });
  }

  get resultFile(): string {
    return join(this.folder, 'result.json');
  }

  get transcripts(): string {
    return join(this.folder, 'transcripts');
  }

  /**
   * One line of JSON per entry: of a case that passed those that its checks cite, of any other the conversation. Of a case
   * that is written twice the first stands: it has not been trimmed yet.
   */
  transcript(one: CaseReport): void {
    const file = join(this.#place, 'transcripts', transcriptPath(one));
    if (one.transcript.length === 0 || this.#written.has(file)) return;
    this.#written.add(file);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, one.transcript.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }

  /** The result, and the transcripts of cases that were never announced, such as a survey that found nothing. */
  result(result: Result): void {
    for (const one of result.cases) this.transcript(one);
    mkdirSync(this.#place, { recursive: true });
    writeFileSync(join(this.#place, 'result.json'), `${JSON.stringify(sealed(result))}\n`);
  }
}

/** Makes the folder ours. One that somebody filled with something else is refused, because ours are cleared. */
function claim(folder: string): void {
  const ignore = join(folder, '.gitignore');
  try {
    mkdirSync(folder, { recursive: true });
    if (existsSync(ignore)) return;
    if (folder === OUTPUT || readdirSync(folder).length === 0) return writeFileSync(ignore, '*\n');
  } catch (cause) {
    throw new UsageError(`${folder}: ${(cause as Error).message}`, 'Name a folder that can be written.', {
      cause,
    });
  }
  throw new UsageError(`${folder} is not empty, and not what an earlier run left`, 'Name another folder.');
}

/** Colours on a terminal, unless `NO_COLOR` is set; anywhere with `FORCE_COLOR`. */
function wantsColor(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0';
  return stream.isTTY && TERM !== 'dumb';
}

/** Only a terminal has one; files and pipes are the same everywhere. */
const widthOf = ({ isTTY, columns }: NodeJS.WriteStream): { columns?: number } =>
  isTTY && columns > 0 ? { columns } : {};

/** At most one report can go to standard output. */
export function checkReports(requests: readonly ReportRequest[]): void {
  if (requests.filter(({ path }) => path === undefined).length > 1) {
    throw new UsageError(
      'two reports would go to standard output',
      'Give one of them a path: --report json=PATH.',
    );
  }
}

export async function writeReports(
  result: Result,
  requests: readonly ReportRequest[],
  transcripts: string | undefined,
  comparison?: Comparison,
): Promise<void> {
  for (const { format, path } of requests) {
    const renderer = await loadFormat(format as FormatName);
    const color = path === undefined && wantsColor(process.stdout);
    const options = {
      color,
      ...(path === undefined ? widthOf(process.stdout) : {}),
      ...(transcripts === undefined ? {} : { transcripts }),
      ...(comparison === undefined ? {} : { comparison }),
    };
    if (path === undefined) process.stdout.write(renderer.render(result, options));
    else if (renderer.files === undefined) writeText(path, renderer.render(result, options));
    else for (const { name, text } of renderer.files(result, options)) writeText(join(path, name), text);
  }
}

export function writeText(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (cause) {
    throw new UsageError(`${path}: ${(cause as Error).message}`, 'Name a file that can be written.', {
      cause,
    });
  }
}

/** The matrix for the person who waits: on standard output, or beside a report that is there already. */
export async function showMatrix(
  result: Result,
  requests: readonly ReportRequest[],
  transcripts: string,
): Promise<void> {
  const taken = requests.find(({ path }) => path === undefined);
  if (taken?.format === 'matrix') return;
  const stream = taken === undefined ? process.stdout : process.stderr;
  const matrix = await loadFormat('matrix');
  stream.write(matrix.render(result, { color: wantsColor(stream), ...widthOf(stream), transcripts }));
}

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${file}: ${(cause as Error).message}`, 'Name a file that can be read.', { cause });
  }
}
