/** The process that tests one target of many: it takes a job over its channel, and tells how far it has come. */
import { isConformanceError } from '../../../adapters/errors.js';
import { makeRunDocument } from '../../api/document.js';
import { prepareRun, type PreparedRun } from '../../api/prepare.js';
import { Tally } from '../tally.js';
import type { FromWorker, ToWorker } from './protocol.js';

/** Milliseconds between two messages about progress: for a display that a person reads. */
const TELL_EVERY = 100;

const controller = new AbortController();
let prepared: PreparedRun | undefined;

const tell = (message: FromWorker): Promise<void> =>
  new Promise((resolve) => {
    if (process.connected) process.send?.(message, () => resolve());
    else resolve();
  });

/** What was started is ended, and nothing is waited for. */
async function leave(): Promise<never> {
  await prepared?.stop();
  process.exit(2);
}

async function test({ target, options }: Extract<ToWorker, { kind: 'job' }>): Promise<void> {
  const tally = new Tally();
  let [passed, failed, toldAt] = [0, 0, 0];
  prepared = await prepareRun(makeRunDocument(target, options));
  const result = await prepared.run({
    signal: controller.signal,
    onStrays: (names) =>
      void tell({
        kind: 'note',
        text: `ended what the target left running: ${names.slice(0, 5).join(', ')}`,
      }),
    onProgress(progress) {
      tally.take(progress);
      if (progress.kind !== 'case-ended') return;
      const cells = [...tally.cells.values()];
      passed = cells.reduce((sum, cell) => sum + cell.passed, 0);
      failed = cells.reduce((sum, cell) => sum + cell.failed, 0);
      if (performance.now() - toldAt < TELL_EVERY) return;
      toldAt = performance.now();
      void tell({
        kind: 'standing',
        standing: { done: tally.done, total: tally.total ?? 0, passed, failed },
      });
    },
  });
  await tell({ kind: 'standing', standing: { done: tally.done, total: tally.total ?? 0, passed, failed } });
  await tell({ kind: 'done', exitCode: result.run.exitCode });
}

async function tellFailure(error: unknown): Promise<void> {
  if (isConformanceError(error, 'usage') || isConformanceError(error, 'connect')) {
    const { message, next, code } = error;
    await tell({
      kind: 'failed',
      exitCode: code === 'usage' ? 2 : 3,
      message,
      ...(next === undefined ? {} : { next }),
    });
  } else {
    const message = error instanceof Error ? error.message : String(error);
    await tell({ kind: 'failed', exitCode: 3, message: `an error of the harness itself: ${message}` });
  }
}

process.on('message', (message: ToWorker) => {
  if (message.kind === 'end') controller.abort(new Error('the run of all targets was ended'));
  else if (message.kind === 'leave') void leave();
  // A target that misbehaves must not keep us alive through a handle that nobody thought of.
  else
    void test(message)
      .catch(tellFailure)
      .then(() => process.exit());
});
// Whoever started us is gone: nobody would hear of anything, and nothing may stay behind.
process.on('disconnect', () => void leave());
