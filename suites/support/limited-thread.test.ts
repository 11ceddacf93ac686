import { expect, it } from '@jest/globals';
import { LimitedThread } from './limited-thread.js';

/** A thread that sleeps, or works, as many milliseconds as it is told to. */
const FILE = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ sleep = 0, work = 0 }) => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, sleep);
      const { user, system } = process.cpuUsage();
      const left = () => { const now = process.cpuUsage({ user, system }); return work * 1000 - now.user - now.system; };
      while (left() > 0);
      parentPort.postMessage('done');
    });
    parentPort.postMessage('loaded');
  `)}`,
);
const LIMIT_MS = 100;

it('ends a job that has had its time of a processor, and the next one has another thread', async () => {
  const thread = new LimitedThread<{ sleep?: number; work?: number }, string>(FILE, 64);
  expect(await thread.run({ work: 60_000 }, LIMIT_MS)).toBe(undefined);
  expect(await thread.run({}, LIMIT_MS)).toBe('done');
});

it('waits for a job that has had none, as on a machine with too much to do', async () => {
  const thread = new LimitedThread<{ sleep?: number; work?: number }, string>(FILE, 64);
  expect(await thread.run({ sleep: 5 * LIMIT_MS }, LIMIT_MS)).toBe('done');
});

it('waits for no job for ever', async () => {
  const thread = new LimitedThread<{ sleep?: number; work?: number }, string>(FILE, 64);
  expect(await thread.run({ sleep: 60_000 }, LIMIT_MS)).toBe(undefined);
});
