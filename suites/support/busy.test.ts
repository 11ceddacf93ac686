import { expect, it } from '@jest/globals';
import { isBusy, readTimes } from './busy.js';

it('is busy where next to nothing was left over between two readings', () => {
  const before = { idle: 1_000, all: 5_000 };
  expect(isBusy(before, { idle: 1_009, all: 5_100 })).toBe(true);
  expect(isBusy(before, { idle: 1_010, all: 5_100 })).toBe(false);
  expect(isBusy(before, before)).toBe(false);
});

it('reads times of which those that were idle are a part', () => {
  const { idle, all } = readTimes();
  expect(idle).toBeGreaterThan(0);
  expect(all).toBeGreaterThan(idle);
});
