import { expect, it } from '@jest/globals';
import { hostname } from 'node:os';
import { findTable, formatRunner, isRunning } from './runner.js';

const here = findTable();
const mine = formatRunner(process.pid, here);

it('a run of this machine is known to live, and one whose number was given on is not', () => {
  expect(isRunning(mine, here)).toBe(true);
  expect(isRunning(mine.replace(/\d*$/, '1'), here)).toBe(false);
  expect(isRunning(formatRunner(2 ** 22 + 1, here), here)).toBe(false);
});

it.each([
  ['in a container of another namespace', { ...here, space: '4026539999', host: hostname() }],
  ['on a machine that was started again, or another', { ...here, boot: 'another' }],
])('a run %s is nothing that can be told', (_, there) => {
  // From the machine itself, whoever sees all processes sees that there is none in this namespace.
  const seen = isRunning(formatRunner(1, there), { ...here, space: '4026531999' });
  expect(seen).toBeUndefined();
});

it('what carries a label that nobody knows is left alone', () => {
  expect(isRunning('', here)).toBeUndefined();
  expect(isRunning(`${hostname()}/1/2`, here)).toBeUndefined();
});
