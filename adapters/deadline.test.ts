import { expect, it } from '@jest/globals';
import { once } from 'node:events';
import { setTimeout as waitFor } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Deadline } from './deadline.js';

const SOON_MS = 50;
const LONG_MS = 60_000;

it('aborts once its time is over, also where nobody holds on to it', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const aborted = once(new Deadline(SOON_MS, new AbortController().signal).signal, 'abort');
  for (let times = 0; times < 3; times++) {
    collect();
    await waitFor(1);
  }
  await aborted;
});

it('aborts with the other signal, and says which it was', async () => {
  const other = new AbortController();
  const [limit, late] = [new Deadline(LONG_MS, other.signal), new Deadline(SOON_MS, other.signal)];
  await once(late.signal, 'abort');
  other.abort();
  expect([limit.signal.aborted, limit.isLate, late.isLate]).toEqual([true, false, true]);
  expect(new Deadline(LONG_MS, other.signal).signal.aborted).toBe(true);
});

it('aborts no more once it is ended', async () => {
  const other = new AbortController();
  const limit = new Deadline(SOON_MS, other.signal);
  limit.end();
  other.abort();
  await waitFor(2 * SOON_MS);
  expect(limit.signal.aborted).toBe(false);
});
