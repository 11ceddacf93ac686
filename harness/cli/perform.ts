/** Carries out a run with its progress shown on stderr and SIGINT and SIGTERM handled. */
import type { RunHooks } from '../api/execute.js';
import { showProgress } from './progress.js';
import { watchSignals } from './signals.js';

/** Follows a run on stderr, and cuts it short where a signal says so. */
export async function perform<T>(
  work: { run(hooks: RunHooks): Promise<T>; stop(): Promise<void> },
  { quiet }: { quiet: boolean },
): Promise<T> {
  const follow = quiet ? undefined : await showProgress(process.stderr);
  const interrupt = watchSignals(work);
  try {
    return await work.run({
      signal: interrupt.signal,
      ...(follow === undefined ? {} : { onProgress: (progress) => follow.onProgress(progress) }),
    });
  } finally {
    follow?.done();
    interrupt.done();
  }
}
