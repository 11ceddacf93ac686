import { expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import type { Channel } from '../../adapters/adapter.js';
import { Pending, Unanswered } from './exchange.js';
import { Patience, type Beside } from './patience.js';

const LIMIT_MS = 400;

const pending = (beside: Partial<Beside>): Pending =>
  new Pending({
    id: 1,
    method: 'ping',
    progressToken: undefined,
    channel: {} as Channel,
    timeoutMs: LIMIT_MS,
    acceptWithoutId: false,
    silence: (reason, why) => new Unanswered(reason, why, [3]),
    unseen: () => undefined,
    patience: new Patience({
      control: () => undefined,
      answered: () => 0,
      quickestMs: () => 1,
      until: () => Infinity,
      ...beside,
    }),
  });

async function timed(work: () => Promise<unknown>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return performance.now() - beganMs;
}

it('ends at its limit where a control beside it is answered at once', async () => {
  const tookMs = await timed(() => pending({ control: async () => 'answered' }).replyState());
  expect(tookMs).toBeGreaterThan(LIMIT_MS - 20);
  expect(tookMs).toBeLessThan(2 * LIMIT_MS);
});

it('goes on as long as other requests get their answers, and never past three limits', async () => {
  let answered = 0;
  const tookMs = await timed(() => pending({ answered: () => ++answered }).replyState());
  expect(tookMs).toBeGreaterThan(2 * LIMIT_MS);
  expect(tookMs).toBeLessThan(5 * LIMIT_MS);
});

it('does not go on past the end of its case', async () => {
  let answered = 0;
  const until = performance.now() + LIMIT_MS + 600;
  const tookMs = await timed(() => pending({ answered: () => ++answered, until: () => until }).replyState());
  expect(tookMs).toBeLessThan(2 * LIMIT_MS);
});

it('measures a short wait that was in vain by a control', async () => {
  const request = pending({ control: () => wait(150) });
  setTimeout(() => request.answer({ isError: false } as never), 120);
  expect(await request.maybe(100)).toBeDefined();
});

it('ends a short wait at once where the control was answered', async () => {
  expect(await pending({ control: async () => 'answered' }).maybe(100)).toBeUndefined();
});

it('gives a server that is slow by nature no more than its limit, however busy the machine is', async () => {
  const slow = { control: () => wait(2 * LIMIT_MS), quickestMs: () => LIMIT_MS };
  expect(await timed(() => pending(slow).replyState())).toBeLessThan(2 * LIMIT_MS);
});
