/**
 * What passes between who asks for a run (the binding that Jest loads, or `conformance` in a program) and the process that
 * does it. Types only: the binding is CommonJS and loads nothing of ours, because what we are made of is ESM.
 */

/** The ways in which `mcptc run` takes a target; none of them stands for the `mcptc.yaml` of the working folder. */
export interface ConformanceTarget {
  /** The stdio target: a program and its arguments, started without a shell. */
  command?: readonly string[];
  /** Its other transports: `http://…`. */
  url?: string;
  urls?: readonly string[];
  /** A config file that names the target; nothing else of these goes with it. */
  config?: string;
  /** A client's own file, such as `.mcp.json`, and which of its servers. */
  from?: string;
  server?: string;
}

/** The options of `mcptc run`, under its names. Relative paths start in the working folder. */
export interface ConformanceOptions {
  /** For the title of the block in Jest; without, it is made of the target. */
  name?: string;
  /** `auto` (the default), `all`, `draft`, or dates such as `2025-11-25`. */
  revisions?: string | readonly string[];
  transports?: string | readonly string[];
  /** Ids, prefixes or globs of scenarios: `shared/tools`. */
  scenarios?: string | readonly string[];
  /** Exactly these: `stdio/2025-11-25/shared/tools/list`. */
  cases?: string | readonly string[];
  fixtures?: 'auto' | 'require' | 'ignore';
  /** Tools that may be called although they are not annotated read-only. */
  allowTools?: string | readonly string[];
  seed?: number;
  /** For the target. `undefined` passes on the variable of that name, which has to be set. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Where the target is started. */
  cwd?: string;
  headers?: Readonly<Record<string, string>>;
  /** Name of the environment variable that holds a bearer token. */
  bearerEnv?: string;
  /** PEM files. */
  ca?: string;
  cert?: string;
  key?: string;
  insecure?: boolean;
  /** Milliseconds. */
  startTimeoutMs?: number;
  requestTimeoutMs?: number;
  scenarioTimeoutMs?: number;
  runTimeoutMs?: number;
  /** Cases at a time. */
  concurrency?: number;
  /** Which verdicts make a test, or the run, fail; `fail` by default. */
  failOn?: Severity | readonly Severity[];
  /** A folder of this run alone, where its result and transcripts are left; without, they are thrown away. */
  output?: string;
  /** Further words for `mcptc run`, for what has no name here. */
  args?: readonly string[];
}

export type Severity = 'fail' | 'warn' | 'not-verified' | 'differs';

/** What the binding asks of the process, as JSON on its standard input, where no other process can read secrets. */
export interface RunRequest {
  target: Nulled<ConformanceTarget>;
  options: Nulled<ConformanceOptions>;
  /** `tests`: a `TestGroup[]`. `result`: the result as it is. */
  want: 'tests' | 'result';
  /** A folder of this run alone. The process writes what is wanted into it, `tests.json` or `result.json`. */
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
