/** The exit code of several targets. */
import type { ExitCode } from '../invocation.js';

/** Where several hold: 2, then 3, then 1. */
export const pickWorst = (codes: readonly number[]): ExitCode =>
  ([2, 3, 1] as const).find((code) => codes.includes(code)) ?? 0;
