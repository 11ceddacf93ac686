/**
 * What passes between the entry that Jest loads and the process that does the run. Types only: the entry is CommonJS and
 * loads nothing of ours, because what we are made of is ESM.
 */
import type { ConformanceOptions, ConformanceTarget } from '../api/options.cjs';

/** What the entry asks of the process, as JSON on its standard input, where no other process can read secrets. */
export interface JestRunRequest {
  target: Nulled<ConformanceTarget>;
  options: Nulled<ConformanceOptions>;
  /** A folder of this run alone. The process writes a `TestGroup[]` into it, `tests.json`. */
  folder: string;
  /** Process id of who asked, and of whom that works for, if anybody: when one is gone, nobody needs the answer. */
  parent: number;
  employer: number | null;
}

/** JSON has no `undefined`. */
type Nulled<T> = { [K in keyof T]: T[K] | null };

/** A `describe` block to be; every text in it is harmless and bounded. */
export interface TestGroup {
  name: string;
  groups: TestGroup[];
  tests: TestCase[];
}

/** A test that is over before it is declared. */
export interface TestCase {
  name: string;
  state: 'passed' | 'skipped' | 'failed';
  /** Of a failed one: what was expected, what came, and what to do. */
  message?: string;
}
