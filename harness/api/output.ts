/** Writes the output folder of a run: the result file and the transcripts of its cases. */
import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDigest } from '../../reports/result/digest.js';
import { getTranscriptPath, RESULT_FILE, TRANSCRIPTS } from '../../reports/result/paths.js';
import type { CaseReport, Result } from '../../reports/result/result.js';
import { UsageError } from '../config/errors.js';
import { OUTPUT } from './limits.js';
import { NotWritten } from './not-written.js';
import { getSignatureFile } from './signature.js';
import { makeFolder, writeNew } from './transcript-file.js';
import { hurryWriting, startWriting, writeBeside } from './transcript-thread.js';
import { isUnfinished, replace } from './write-whole.js';

/** What a run leaves behind: its result, and the transcript of every case in which something was said. */
export class Output {
  readonly folder: string;
  /** Where it really is. Also, making folders below a working folder that is gone meanwhile would never end (nodejs/node). */
  readonly #place: string;
  /** Of what was written, by file. */
  readonly #hashes = new Map<string, string>();
  /** What is being written, by file. */
  readonly #writing = new Map<string, Promise<void>>();

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

  /** Makes ready for the transcripts of a run. */
  prepare(): void {
    try {
      startWriting();
    } catch {
      // They are written at the end, then.
    }
  }

  get resultFile(): string {
    return join(this.folder, RESULT_FILE);
  }

  get transcripts(): string {
    return join(this.folder, TRANSCRIPTS);
  }

  /**
   * Begins to write the transcript of a case: one line of JSON per entry, of a case that passed those that its checks cite, of any
   * other the conversation. Of a case that is told twice the first stands: it has not been trimmed yet. What cannot be written is
   * tried again at the end.
   */
  transcript(one: CaseReport): void {
    const file = this.#fileOf(one);
    if (one.transcript.length === 0 || this.#hashes.has(file) || this.#writing.has(file)) return;
    this.#writing.set(file, this.#write(file, toLines(one)));
  }

  async #write(file: string, text: string): Promise<void> {
    const sha256 = await writeBeside({ file, text });
    if (sha256 !== undefined) this.#hashes.set(file, sha256);
    this.#writing.delete(file);
  }

  /**
   * Writes the result, and the transcripts of cases that could not be written before, or were never announced, such as a
   * survey that found nothing. Returns the result with the hashes of what it was read from. Rejects with `NotWritten`.
   */
  async keep(result: Result): Promise<Result> {
    hurryWriting();
    await Promise.all(this.#writing.values());
    const problems: UsageError[] = [];
    for (const one of result.cases) {
      const file = this.#fileOf(one);
      if (one.transcript.length === 0 || this.#hashes.has(file)) continue;
      this.#try(problems, () => this.#hashes.set(file, writeNew(file, toLines(one))));
    }
    const kept = { ...result, cases: result.cases.map((one) => this.#withHash(one)) };
    this.#try(problems, () => {
      makeFolder(this.#place);
      replace(join(this.#place, RESULT_FILE), `${JSON.stringify(withDigest(kept))}\n`);
    });
    if (problems.length > 0) throw new NotWritten(kept, problems.slice(-1));
    return kept;
  }

  #fileOf(one: CaseReport): string {
    return join(this.#place, TRANSCRIPTS, getTranscriptPath(one));
  }

  #withHash(one: CaseReport): CaseReport {
    const sha256 = this.#hashes.get(this.#fileOf(one));
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

const toLines = ({ transcript }: CaseReport): string =>
  transcript.map((entry) => `${JSON.stringify(entry)}\n`).join('');

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
