/** Starts the test targets of one transport and reads what they log. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOG_VARIABLE } from './behaviour.js';
import { until } from './until.js';

/** Starts targets of one transport for the contract test. A target does what `behave` says with each request. */
export interface TestHost<Endpoint> {
  /** Messages have a length before they begin: of one that is broken off there is no part to hand out. */
  readonly wholeMessages?: boolean;
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

/**
 * Runs a target with Node and waits until it logged a line that begins with `word`: it listens. Ended by `stop`, so it is
 * for bindings where the connection does not start its target.
 */
export async function startTarget(args: readonly string[], word: string) {
  const { file, log, numbers, remove } = logFile();
  const child = spawn(process.execPath, args, {
    env: { ...process.env, [LOG_VARIABLE]: file },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
    remove();
  };
  try {
    await until(`${args[0]} to log "${word}"`, () => log().some((line) => line.startsWith(word)));
  } catch (error) {
    await stop();
    throw error;
  }
  return { log, numbers, pids: (): number[] => [], stop };
}
