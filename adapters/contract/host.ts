import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Starts targets of one transport for the contract test. A target does what `behave` says with each request. */
export interface TestHost<Endpoint> {
  /** `stubborn` among the words: the target does not end when it is asked to in the way of its binding. */
  start(...words: string[]): Promise<Running<Endpoint>>;
  /** Where nothing can be reached, and a word that the hint must have. */
  absent(): Promise<{ endpoint: Endpoint; hint: RegExp }>;
}

export interface Running<Endpoint> {
  readonly endpoint: Endpoint;
  /** What the target logged, line by line. */
  log(): string[];
  /** The processes that the connection started and has to end: those that the target said it consists of. */
  pids(): number[];
  stop(): Promise<void>;
}

/** A file that a target logs to (`log`, with `LOG_VARIABLE` in its environment), and what it holds. */
export function logFile() {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  const file = join(folder, 'log');
  const log = (): string[] => {
    try {
      return readFileSync(file, 'utf8').trimEnd().split('\n');
    } catch {
      return []; // not written yet
    }
  };
  /** The numbers of the lines `WORD NUMBER`. */
  const numbers = (word: string): number[] =>
    log().flatMap((line) => (line.startsWith(`${word} `) ? [Number(line.slice(word.length))] : []));
  return { file, log, numbers, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
