/** Writes the output folder of a run: the result file and the transcripts of its cases. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withDigest } from '../../reports/result/digest.js';
import { getTranscriptPath, RESULT_FILE, TRANSCRIPTS } from '../../reports/result/paths.js';
import type { CaseReport, Result } from '../../reports/result/result.js';
import { UsageError } from '../config/errors.js';
import { OUTPUT } from './limits.js';
import { NotWritten } from './not-written.js';
import { getSignatureFile } from './signature.js';
import { isUnfinished, replace } from './write-whole.js';

/** What a run leaves behind: its result, and the transcript of every case in which something was said. */
export class Output {
  readonly folder: string;
  /** Where it really is. Also, making folders below a working folder that is gone meanwhile would never end (nodejs/node). */
  readonly #place: string;
  /** Of what was written, by file. */
  readonly #hashes = new Map<string, string>();

  /** Clears what an earlier run left, so that nothing stale is read as evidence. */
  constructor(folder: string) {
    this.folder = folder;
    claim(folder);
    this.#place = realpathSync(folder);
    for (const file of [this.resultFile, getSignatureFile(this.resultFile)]) rmSync(file, { force: true });
    for (const name of readdirSync(folder))
      if (isUnfinished(name)) rmSync(join(folder, name), { force: true });
    rmSync(this.transcripts, { recursive: true, force: true });
  }

  get resultFile(): string {
    return join(this.folder, RESULT_FILE);
  }

  get transcripts(): string {
    return join(this.folder, TRANSCRIPTS);
  }

  /**
   * One line of JSON per entry: of a case that passed those that its checks cite, of any other the conversation. Of a case
   * that is written twice the first stands: it has not been trimmed yet. Throws where it cannot be written.
   */
  transcript(one: CaseReport): void {
    const file = join(this.#place, TRANSCRIPTS, getTranscriptPath(one));
    if (one.transcript.length === 0 || this.#hashes.has(file)) return;
    const text = one.transcript.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    makeFolder(dirname(file));
    try {
      writeNew(file, text);
    } catch (cause) {
      rmSync(file, { force: true });
      throw cause;
    }
    this.#hashes.set(file, createHash('sha256').update(text).digest('hex'));
  }

  /**
   * Writes the result, and the transcripts of cases that could not be written before, or were never announced, such as a
   * survey that found nothing. Returns the result with the hashes of what it was read from. Throws `NotWritten`.
   */
  keep(result: Result): Result {
    const problems: UsageError[] = [];
    for (const one of result.cases) this.#try(problems, () => this.transcript(one));
    const kept = { ...result, cases: result.cases.map((one) => this.#withHash(one)) };
    this.#try(problems, () => {
      makeFolder(this.#place);
      replace(join(this.#place, RESULT_FILE), `${JSON.stringify(withDigest(kept))}\n`);
    });
    if (problems.length > 0) throw new NotWritten(kept, problems.slice(-1));
    return kept;
  }

  #withHash(one: CaseReport): CaseReport {
    const sha256 = this.#hashes.get(join(this.#place, TRANSCRIPTS, getTranscriptPath(one)));
    return sha256 === undefined ? one : { ...one, transcriptSha256: sha256 };
  }

  #try(problems: UsageError[], write: () => void): void {
    try {
      write();
    } catch (cause) {
      problems.push(
        new UsageError(
          `${this.folder}: the result of this run could not be left there whole: ${(cause as Error).message}`,
          'Free some space there, or name another folder (--output).',
          { cause },
        ),
      );
    }
  }
}

/** A folder below one that we made. Throws where a link or a file took its place: it is no longer ours. */
function makeFolder(folder: string): void {
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

/** One of an earlier attempt may stand there half, and a link of somebody else's would lead elsewhere: it is put away first. */
function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    rmSync(file, { force: true });
    writeFileSync(file, text, { flag: 'wx' });
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
