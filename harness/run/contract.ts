/** The contract of a run: the options it takes, how cases are named, and the progress it tells. */
import type { Revision } from '../../adapters/revision.js';
import type { Target } from '../../containers/targets/target.js';
import type { CaseReport, KnownFailure, Result } from '../../reports/result/result.js';
import type { Shard } from '../../reports/result/shards.js';
import type { SetChoice } from '../../suites/requirements/sets/index.js';
import type { RoleName } from '../../suites/roles.js';
import type { Isolation } from '../../suites/scenario.js';

/** By role, the tool that the config names for it. */
export type NamedRoles = Readonly<
  Partial<Record<RoleName, { tool: string; arguments?: Record<string, unknown> }>>
>;

/** What the command line asks of a run. Everything is resolved: no defaults are applied past this point. */
export interface RunOptions {
  target: Target;
  revisions: 'auto' | 'all' | 'draft' | readonly Revision[];
  /** Without, every transport that the target has a host for. */
  transports?: readonly string[];
  /** Prefixes or globs of scenario ids; empty runs all. */
  scenarios: readonly string[];
  /** Exactly these cases; empty leaves the choice to the selectors above. */
  cases: readonly CaseSelector[];
  /** Leaves out cases, on top of the selectors above. */
  only?: (planned: CaseSelector & { isolation: Isolation }) => boolean;
  /** Only this part of what all of the above plans. */
  shard?: Shard;
  fixtures: 'auto' | 'require' | 'ignore';
  /** Tools that may be called although they are not annotated read-only. */
  allowTools: readonly string[];
  /** Arguments known to be valid and harmless, by tool. */
  examples: Readonly<Record<string, readonly Record<string, unknown>[]>>;
  /** Tools that the config names for a role. */
  roles?: NamedRoles;
  seed: number;
  /** All times in milliseconds. */
  startTimeoutMs: number;
  requestTimeoutMs: number;
  scenarioTimeoutMs: number;
  runTimeoutMs: number;
  /** Cases at a time; what was named is kept to, wherever the target is. */
  concurrency: number;
  /** A case that hears nothing for a moment lets others begin, where the machine has time to spare; not where a number was named. */
  spread?: boolean;
  failOn: readonly FailOn[];
  /** What counts; without, the set of each revision that counts by itself. */
  sets?: SetChoice;
  /** A transport that cannot be run here for want of an engine makes the run exit with 3. */
  requireContainers?: boolean;
  /** Protections that the user loosened, by name: `tls.insecure`. */
  loosened?: readonly string[];
  /** Failures that are known and excused. */
  baseline?: readonly KnownFailure[];
  /** The options as they go into `result.run.options`, secrets already removed. */
  report: Record<string, unknown>;
  /** Cuts the run short: the result is still delivered, with `complete: false`. */
  signal: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

export interface CaseSelector {
  transport: string;
  revision: string;
  scenario: string;
}

export const FAIL_ON = ['fail', 'warn', 'not-verified', 'differs'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** How many cases there are on one transport at one revision. */
export interface PlannedCell {
  transport: string;
  revision: string;
  total: number;
}

export type Progress =
  | { kind: 'target-started'; transport: string }
  | { kind: 'survey'; transport: string; revisions: readonly string[]; reason?: string }
  | { kind: 'planned'; total: number; cells: readonly PlannedCell[] }
  | { kind: 'case-started'; transport: string; revision: string; scenario: string }
  /** It has seen a violation beside others, and runs again alone before it has ended. */
  | { kind: 'case-seen'; case: CaseReport }
  | { kind: 'case-ended'; case: CaseReport; done: number; total: number };

/**
 * Runs the planned cases and delivers the result, `run.exitCode` included. Rejects only for faults of the harness;
 * a target that never came up is a result with a reason per transport and exit code 3.
 */
export type Run = (options: RunOptions) => Promise<Result>;
