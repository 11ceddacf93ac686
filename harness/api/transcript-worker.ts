/** The thread that writes transcripts. */
import { parentPort } from 'node:worker_threads';
import { writeNew } from './transcript-file.js';
import type { Done, Job } from './transcript-thread.js';

parentPort?.on('message', (jobs: Job[]) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(jobs.map(write));
});

function write({ file, text }: Job): Done {
  try {
    return { file, sha256: writeNew(file, text) };
  } catch {
    // Whoever writes at the end tries again, and tells.
    return { file };
  }
}
