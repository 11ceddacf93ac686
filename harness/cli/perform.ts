/** Carries out a run with its progress shown on stderr and signals handled. */
import { makeHarmless } from '../../reports/text/neutralise.js';
import type { RunHooks } from '../api/execute.js';
import { showProgress } from './progress.js';
import { watchSignals } from './signals.js';

/** How many are named. */
const MOST_STRAYS = 5;

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
      onStrays: tellStrays,
      ...(follow === undefined ? {} : { onProgress: (progress) => follow.onProgress(progress) }),
    });
  } finally {
    follow?.done();
    interrupt.done();
  }
}

/** Named also where no progress is shown: a server that leaves something running has to hear of it. */
function tellStrays(names: readonly string[]): void {
  const some = names.length > MOST_STRAYS ? [...names.slice(0, MOST_STRAYS), '…'] : names;
  process.stderr.write(
    `mcptc: ended ${names.length} that the target left running in a session of its own: ${makeHarmless(some.join(', '))}\n`,
  );
}
