/** The run options that all benchmarks share: time limits, seed and severity. */
import type { RunOptions } from '../run/contract.js';

/** How every run of the benchmark is made, beside its target and what it runs. */
export const makeBenchOptions = (): Omit<
  RunOptions,
  'target' | 'revisions' | 'scenarios' | 'concurrency'
> => ({
  cases: [],
  fixtures: 'auto',
  allowTools: [],
  examples: {},
  seed: 1,
  startTimeoutMs: 60_000,
  requestTimeoutMs: 10_000,
  scenarioTimeoutMs: 30_000,
  runTimeoutMs: 600_000,
  failOn: ['fail'],
  report: {},
  signal: new AbortController().signal,
});
