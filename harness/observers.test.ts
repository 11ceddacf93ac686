import { beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { FLIPPED, nameVerdict } from './flipped.test.support.js';
import { listRows, rows } from './observers.test.support.js';
import type { Judging, ShownObserver } from './observers.test.worker.js';

/** Milliseconds for all of them on a busy machine with two cores; alone it takes a tenth. */
const PATIENCE = 600_000;

const shown: ShownObserver[] = [];
const judging: Judging[] = [];

beforeAll(async () => {
  const worker = spawn(
    process.execPath,
    [fileURLToPath(new URL('./observers.test.worker.js', import.meta.url))],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(worker, 'exit');
  for await (const line of createInterface({ input: worker.stdout })) {
    const said = JSON.parse(line) as ShownObserver | Judging;
    if ('judges' in said) judging.push(said);
    else shown.push(said);
  }
  expect(await exited).toEqual([0, null]);
}, PATIENCE);

const isFlipped = ({ level, checks, words = '' }: ShownObserver): boolean =>
  checks.some((check) => nameVerdict(check) === FLIPPED[level] && (check.expected ?? '').includes(words));

describe('an observer flips by its faults on every transport, in a conversation about something else', () => {
  it.each(Object.keys(rows))('%s', (name) => {
    const own = shown.filter(({ observer }) => observer === name);
    expect(own).not.toEqual([]);
    // Jest prints what is compared, so everything that explains a failure is in it.
    expect(own.filter((one) => !isFlipped(one))).toEqual([]);
    // What the scenario judges too is told apart by the observer's own words.
    expect(own.filter(({ isCited, words }) => isCited && words === undefined)).toEqual([]);
  });

  it('leaves no observer out, and nothing that one judges', () => {
    const missing = judging.flatMap(({ observer, judges }) =>
      judges.filter((id) => listRows(observer, id).length === 0).map((id) => `${observer} ${id}`),
    );
    expect(judging.map(({ observer }) => observer).sort()).toEqual(Object.keys(rows).sort());
    expect(missing).toEqual([]);
  });
});
