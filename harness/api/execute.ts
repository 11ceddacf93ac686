/** Executes a run, saves its result and transcripts, and stops the target at the end. */
import type { Result } from '../../reports/result/result.js';
import type { Progress, RunOptions } from '../run/contract.js';
import type { Output } from './output.js';

/** How to look on, and how to cut short. */
export interface RunHooks {
  /** Cuts the run short: everything is ended, and the result is delivered with `complete: false`. */
  signal?: AbortSignal;
  /** Called at each step. What it throws is ignored. */
  onProgress?: (progress: Progress) => void;
}

/** Runs; leaves result and transcripts in `output`, where there is one, and nothing running. */
export async function executeRun(
  options: Omit<RunOptions, 'signal' | 'onProgress'>,
  { signal = new AbortController().signal, onProgress }: RunHooks,
  output?: Output,
): Promise<Result> {
  try {
    const { run } = await import('../run/run.js');
    const { makeMarker } = await import('../run/marker.js');
    const mark = makeMarker(options.sets);
    const take = (told: Progress): void => {
      const progress = told.kind === 'case-ended' ? { ...told, case: mark(told.case) } : told;
      if (progress.kind === 'case-ended') output?.transcript(progress.case);
      onProgress?.(progress);
    };
    const result = await run({ ...options, signal, onProgress: take });
    output?.result(result);
    return result;
  } finally {
    await options.target.stop();
  }
}
