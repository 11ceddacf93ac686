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
  const take = (progress: Progress): void => {
    if (progress.kind === 'case-ended') output?.transcript(progress.case);
    onProgress?.(progress);
  };
  try {
    const { run } = await import('../run/run.js');
    const result = await run({ ...options, signal, onProgress: take });
    output?.result(result);
    return result;
  } finally {
    await options.target.stop();
  }
}
