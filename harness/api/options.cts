/**
 * What a program, a Jest file or a command line asks of a run. Types only, and CommonJS: the Jest entry is CommonJS and
 * loads nothing of the rest, which is ESM.
 */

/** The ways in which `mcptc run` takes a target; none of them stands for the `mcptc.yaml` of the working folder. */
export interface ConformanceTarget {
  /** The stdio target: a program and its arguments, started without a shell. With `image`, what runs in it. */
  command?: readonly string[];
  /** Its other transports: `http://…`. */
  url?: string;
  urls?: readonly string[];
  /** A container image; URLs then name ports in it. */
  image?: string;
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
  /** Exactly these: `stdio/2025-11-25/shared/tools/list`, or cases of an earlier result. */
  cases?: CaseName | readonly CaseName[];
  fixtures?: 'auto' | 'require' | 'ignore';
  /** Tools that may be called although they are not annotated read-only. */
  allowTools?: string | readonly string[];
  seed?: number;
  /** Only this part of the plan, counted from 1. */
  shard?: { index: number; of: number };
  /**
   * What the run is held to: `latest` for every check, or sets such as `2025-11-25@1`; by default that of the config, and
   * without one the default set of each revision.
   */
  set?: string | readonly string[];
  /** Options of one transport, `{ 'grpc.profile': 'google' }`; a text is read as `--set` reads it. */
  settings?: Readonly<Record<string, unknown>>;
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
  /** A file of failures that are known and excused. */
  baseline?: string;
  /** What cannot run for want of a container engine makes the exit code 3. */
  requireContainers?: boolean;
  /** Reports to write: `{ format: 'junit', path: 'junit.xml' }`. */
  reports?: readonly ReportFile[];
  /** PEM: an Ed25519 key that signs the result wherever it is written. */
  signKey?: string;
  /** A folder of this run alone, where its result and transcripts are left; without, they are thrown away. */
  output?: string;
  /** Further words for `mcptc run`, as it reads them; they win over the options here. */
  args?: readonly string[];
}

export type Severity = 'fail' | 'warn' | 'not-verified' | 'differs';

export type CaseName = string | { transport: string; revision: string; scenario: string };

export interface ReportFile {
  /** As `--report` names it. */
  format: string;
  /** A file, or for a format of several files a folder. */
  path: string;
}
