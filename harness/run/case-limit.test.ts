import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { CaseLimit } from './case-limit.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const watch = (limit: CaseLimit): (() => Promise<boolean>) => {
  let isOver = false;
  void limit.over.then(() => (isOver = true));
  return async () => {
    await jest.advanceTimersByTimeAsync(0);
    return isOver;
  };
};
const makeStart = () => {
  let end: () => void = () => undefined;
  return { start: new Promise<void>((resolve) => (end = resolve)), end: () => end() };
};

/** A start of so many milliseconds. */
const startFor = async (limit: CaseLimit, ms: number): Promise<void> => {
  const { start, end } = makeStart();
  const waiting = limit.pauseDuring(start);
  await jest.advanceTimersByTimeAsync(ms);
  end();
  await waiting;
};

it('stands still while a server starts, and goes on where it was', async () => {
  const limit = new CaseLimit(1_000, 5_000);
  const isOver = watch(limit);
  await jest.advanceTimersByTimeAsync(400);
  const { start, end } = makeStart();
  const waiting = limit.pauseDuring(start);
  await jest.advanceTimersByTimeAsync(3_000);
  expect(await isOver()).toBe(false);
  end();
  await waiting;
  await jest.advanceTimersByTimeAsync(590);
  expect(await isOver()).toBe(false);
  await jest.advanceTimersByTimeAsync(20);
  expect(await isOver()).toBe(true);
});

it('is over all the same where starts take longer than they all may', async () => {
  const limit = new CaseLimit(1_000, 2_000);
  const isOver = watch(limit);
  for (const ms of [1_500, 400]) await startFor(limit, ms);
  void limit.pauseDuring(new Promise<void>(() => undefined));
  await jest.advanceTimersByTimeAsync(1_090);
  expect(await isOver()).toBe(false);
  await jest.advanceTimersByTimeAsync(20);
  expect(await isOver()).toBe(true);
});

it('leaves no timer behind', async () => {
  const limit = new CaseLimit(1_000, 2_000);
  const { start, end } = makeStart();
  const waiting = limit.pauseDuring(start);
  limit.end();
  end();
  await waiting;
  expect(jest.getTimerCount()).toBe(0);
});

it('begins nothing more once it has ended', async () => {
  const limit = new CaseLimit(1_000, 2_000);
  limit.end();
  await limit.pauseDuring(Promise.resolve());
  expect(jest.getTimerCount()).toBe(0);
});
