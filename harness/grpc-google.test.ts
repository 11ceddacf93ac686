import { beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { getRequirement } from '../suites/requirements/index.js';
import { carriedIds, explainNotCarried } from '../suites/requirements/native.js';
import { FLIPPED, nameVerdict } from './flipped.test.support.js';
import type { ShownNative, Surveyed } from './grpc-google.test.worker.js';

/** Milliseconds for all faults on a busy machine with two cores; alone it takes a tenth. */
const PATIENCE = 600_000;

const shown: ShownNative[] = [];
let surveyed: Surveyed | undefined;

beforeAll(async () => {
  const worker = spawn(
    process.execPath,
    [fileURLToPath(new URL('./grpc-google.test.worker.js', import.meta.url))],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(worker, 'exit');
  for await (const line of createInterface({ input: worker.stdout })) {
    const said = JSON.parse(line) as ShownNative | Surveyed;
    if ('accepted' in said) surveyed = said;
    else shown.push(said);
  }
  expect(await exited).toEqual([0, null]);
}, PATIENCE);

const right = () => shown.filter(({ fault }) => fault === 'right');

describe('the right typed server', () => {
  it('violates nothing, and is passed only for what the binding carries', () => {
    const verdicts = right().flatMap(({ requirement: id, revision, checks }) =>
      checks.map((check) => ({ id, revision, ...check })),
    );
    expect(verdicts.filter(({ verdict }) => ['fail', 'warn', 'error'].includes(verdict))).toEqual([]);
    const made = verdicts.filter(
      ({ id, revision, verdict }) =>
        verdict !== 'not-applicable' &&
        explainNotCarried(id as (typeof carriedIds)[number], revision) !== undefined,
    );
    expect(made).toEqual([]);
    expect(verdicts.filter(({ verdict }) => verdict === 'not-applicable').every((v) => v.expected)).toBe(
      true,
    );
  });
});

it('has no complaint of servers that are right and unusual', () => {
  const honest = shown.filter(({ fault }) => fault === 'honest');
  expect(honest.length).toBeGreaterThan(0);
  const complaints = honest.flatMap(({ requirement, checks }) =>
    checks.filter(({ verdict }) => ['fail', 'warn', 'error'].includes(verdict)).map(() => requirement),
  );
  expect(complaints).toEqual([]);
});

it('runs an older server at the version that its refusal names', () => {
  expect(surveyed).toEqual({
    accepted: ['2025-06-18'],
    reason: expect.stringContaining('2025-11-25: the opening request was refused') as unknown,
  });
});

describe('what a typed binding carries', () => {
  it.each(carriedIds)('%s passes on the right server, and some fault flips it', (id) => {
    const passes = right().filter(
      (one) => one.requirement === id && one.checks.some(({ verdict }) => verdict === 'pass'),
    );
    const faults = shown.filter((one) => one.requirement === id && !['right', 'honest'].includes(one.fault));
    const flipped = faults.filter(({ checks }) =>
      checks.some((check) => nameVerdict(check) === FLIPPED[getRequirement(id).level]),
    );
    expect({ id, passes: passes.length > 0, flipped: flipped.length > 0, faults }).toEqual(
      expect.objectContaining({ passes: true, flipped: true }),
    );
  });
});
