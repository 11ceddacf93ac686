/** Bounds and defaults of options, the same for a program and for the command line. */

/** Longer than this, a timer of Node would fire at once. Milliseconds. */
export const MAX_DURATION = 24 * 3_600_000;
export const MAX_SEED = 2 ** 31 - 1;
export const MAX_CONCURRENCY = 64;
export const MAX_JOBS = 64;

export const DEFAULTS = {
  fixtures: 'auto',
  /** Milliseconds. */
  startTimeoutMs: 60_000,
  requestTimeoutMs: 10_000,
  scenarioTimeoutMs: 30_000,
  runTimeoutMs: 600_000,
} as const;

/** The folder that the command line leaves behind, in the working folder. */
export const OUTPUT = '.mcptc';
