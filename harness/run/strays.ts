/** Lets no promise end the process that only tells what a target did, and that its case no longer waits for. */
import { isConformanceError } from '../../adapters/errors.js';

/** Errors that say what a target did or did not do. */
const OF_TARGETS: readonly string[] = ['unanswered', 'refused', 'cannot-say', 'connect'];

let runs = 0;

/**
 * A case that asked for two things and fails by the first leaves the second behind; Node ends a process for that. Anything
 * else that nobody handles is met as it would be without us. Returns what ends it.
 */
export function forgiveStrays(): () => Promise<void> {
  if (runs++ === 0) process.on('unhandledRejection', onStray);
  return async () => {
    // What the last connection left behind is told a moment after its end.
    await new Promise((resolve) => setImmediate(resolve));
    if (--runs === 0) process.off('unhandledRejection', onStray);
  };
}

function onStray(reason: unknown): void {
  if (isConformanceError(reason) && OF_TARGETS.includes(reason.code)) return;
  // Whoever else listens decides; without anybody it is the end, as Node has it.
  if (process.listenerCount('unhandledRejection') === 1) throw reason;
}
