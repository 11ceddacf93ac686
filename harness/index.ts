/** What the package offers to programs: run a target, and read the result. The command line is built on the same. */
export { buildTarget } from '../containers/build.js';
export type { TargetSpec } from '../containers/spec.js';
export type { Target } from '../containers/target.js';
export type { Result } from '../reports/result.js';
export type { Progress, RunOptions } from './run/contract.js';
export { run } from './run/run.js';
export type { KnownFailure } from './run/baseline.js';
