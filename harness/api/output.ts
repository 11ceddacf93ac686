/** Writes the output folder of a run: the result file and the transcripts of its cases. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { withDigest } from '../../reports/result/digest.js';
import { getTranscriptPath } from '../../reports/result/paths.js';
import type { CaseReport, Result } from '../../reports/result/result.js';
import { UsageError } from '../config/errors.js';
import { OUTPUT } from './limits.js';

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
    const file = join(this.#place, 'transcripts', getTranscriptPath(one));
    if (one.transcript.length === 0 || this.#written.has(file)) return;
    this.#written.add(file);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, one.transcript.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }

  /** The result, and the transcripts of cases that were never announced, such as a survey that found nothing. */
  result(result: Result): void {
    for (const one of result.cases) this.transcript(one);
    mkdirSync(this.#place, { recursive: true });
    writeFileSync(join(this.#place, 'result.json'), `${JSON.stringify(withDigest(result))}\n`);
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
  throw new UsageError(`${folder} is not empty, and no earlier run made it`, 'Name another folder.');
}
