/** Executes a run, saves its result and transcripts, and stops the target at the end. */
import { endStraysOfTargets } from '../../adapters/stdio/ownership.js';
import type { Result } from '../../reports/result/result.js';
import type { Progress, RunOptions } from '../run/contract.js';
import type { Output } from './output.js';

/** How to look on, and how to cut short. */
export interface RunHooks {
  /** Cuts the run short: everything is ended, and the result is delivered with `complete: false`. */
  signal?: AbortSignal;
  /** Called at each step. What it throws is ignored. */
  onProgress?: (progress: Progress) => void;
  /** Called with the names of processes that the target had left behind in sessions of their own, and that were ended. */
  onStrays?: (names: readonly string[]) => void;
}

/** Runs; leaves result and transcripts in `output`, where there is one, and nothing running. Rejects with `NotWritten`. */
export async function executeRun(
  options: Omit<RunOptions, 'signal' | 'onProgress'>,
  { signal = new AbortController().signal, onProgress, onStrays }: RunHooks,
  output?: Output,
): Promise<Result> {
  output?.prepare();
  try {
    const { run } = await import('../run/run.js');
    const { makeMarker } = await import('../run/marker.js');
    const mark = makeMarker(options.sets);
    const take = (told: Progress): void => {
      const progress = 'case' in told ? { ...told, case: mark(told.case) } : told;
      onProgress?.(progress);
      // What could not be written is tried again at the end, and told then.
      if (progress.kind === 'case-ended') output?.transcript(progress.case);
    };
    const result = await run({ ...options, signal, onProgress: take });
    return output === undefined ? result : output.keep(result);
  } finally {
    await options.target.stop();
    const strays = endStraysOfTargets();
    if (strays.length > 0) onStrays?.(strays);
  }
}
