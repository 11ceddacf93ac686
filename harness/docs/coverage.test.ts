/** The page on RFC 6455 names checks that exist, and says of each group of cases what becomes of it. */
import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requirementIds } from '../../suites/requirements/index.js';
import { ROOT } from './pages.test.support.js';

const page = readFileSync(join(ROOT, 'docs/websocket-coverage.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));
const named = (text: string): string[] =>
  [...text.matchAll(/`((?:rfc6455|websocket|robustness)\.[^`]+)`/g)].map(([, id]) => id ?? '');

it('names requirements that exist, and every one of RFC 6455', () => {
  expect(named(page).filter((id) => !requirementIds.some((one) => one === id))).toEqual([]);
  const missing = requirementIds.filter((id) => id.startsWith('rfc6455.') && !page.includes(`\`${id}\``));
  expect(missing).toEqual([]);
});

it('says of each chapter of Autobahn whether it is covered, excluded or left, and why', () => {
  const chapters = new Set(rows.map(([, group = '']) => Number.parseInt(group, 10)));
  expect([...chapters]).toEqual([1, 2, 3, 4, 5, 6, 7, 9, 10, 12]);
  for (const [, group, state = '', why = ''] of rows) {
    expect([group, state]).toEqual([group, expect.stringMatching(/^(covered|excluded|left)$/)]);
    if (state === 'covered') expect([group, named(why).length]).not.toEqual([group, 0]);
    else expect([group, why]).not.toEqual([group, '']);
  }
});
