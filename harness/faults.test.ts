import { beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Fault } from '../containers/servers/faulty/fault.js';
import { allFaults } from '../containers/servers/faulty/index.js';
import { unproven } from '../containers/servers/faulty/unproven.js';
import { requirementIds } from '../suites/requirements/index.js';
import type { Shown } from './faults.test.worker.js';
import { FLIPPED, nameVerdict } from './flipped.test.support.js';

/** Milliseconds for all faults on a busy machine with two cores; alone it takes a tenth. */
const PATIENCE = 900_000;

const faults = Object.entries<Fault>(allFaults);
const shown = new Map<string, Shown[]>();

beforeAll(async () => {
  const worker = spawn(
    process.execPath,
    [fileURLToPath(new URL('./faults.test.worker.js', import.meta.url))],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(worker, 'exit');
  for await (const line of createInterface({ input: worker.stdout })) {
    const show = JSON.parse(line) as Shown;
    shown.set(show.id, [...(shown.get(show.id) ?? []), show]);
  }
  expect(await exited).toEqual([0, null]);
}, PATIENCE);

describe('every check can fail', () => {
  it.each(faults)('%s', (id, { requirement, flips }) => {
    const shows = shown.get(id) ?? [];
    expect(shows).not.toEqual([]);
    for (const { transport, revision, level, checks, reasons } of shows) {
      const verdicts = checks.map(nameVerdict);
      // Jest prints what is compared, so everything that explains a failure is in it.
      expect({ requirement, transport, revision, verdicts, checks, reasons }).toEqual(
        expect.objectContaining({ verdicts: expect.arrayContaining([flips ?? FLIPPED[level]]) }),
      );
    }
  });
});

describe('without its fault the right server passes', () => {
  it.each(faults.filter(([, { uncontrolled }]) => uncontrolled === undefined))(
    '%s',
    (id, { requirement }) => {
      for (const { transport, revision, control } of shown.get(id) ?? []) {
        const wrong = (control ?? []).filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');
        const passes = (control ?? []).some(({ verdict }) => verdict === 'pass');
        expect({ requirement, transport, revision, wrong, passes, control }).toEqual(
          expect.objectContaining({ wrong: [], passes: true }),
        );
      }
    },
  );
});

describe('one mistake is charged once', () => {
  it.each(faults.filter(([, { spares }]) => spares !== undefined))('%s', (id) => {
    for (const { transport, revision, spared } of shown.get(id) ?? []) {
      const wrong = spared.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');
      expect({ transport, revision, wrong }).toEqual({ transport, revision, wrong: [] });
    }
  });
});

describe('the faults and the catalogue', () => {
  const proven = new Set(faults.map(([, fault]) => fault.requirement));

  it('leaves no requirement without a fault or a reason', () => {
    expect(requirementIds.filter((id) => !proven.has(id) && unproven[id] === undefined)).toEqual([]);
    expect(requirementIds.filter((id) => proven.has(id) && unproven[id] !== undefined)).toEqual([]);
  });
});
