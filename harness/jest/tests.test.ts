import { describe, expect, it } from '@jest/globals';
import type { CaseReport, CheckReport, Result } from '../../reports/result/result.js';
import { check, failed, passed, sample } from '../../reports/sample.test.data.js';
import type { TestGroup } from './contract.cjs';
import { listTests } from './tests.js';

/** Results that no real target gives on demand. */

const fails: CheckReport = { ...check, requirement: 'a.first' };
const passes: CheckReport = { ...check, requirement: 'a.first', verdict: 'pass' };
const open: CheckReport = { ...check, requirement: 'a.first', verdict: 'not-verified', expected: 'a tool' };

const one = (...checks: CheckReport[]): CaseReport => ({ ...passed, transport: 'stdio', checks });

function result(cases: CaseReport[], run: Partial<Result['run']> = {}): Result {
  const { stdio } = sample.target.transports;
  return {
    ...sample,
    run: { ...sample.run, exitCode: 0, options: { failOn: ['fail'], revisions: 'auto' }, ...run },
    target: { ...sample.target, transports: { stdio: stdio! } },
    cases,
    parity: [],
  };
}

/** `state: name` of every test, in order. */
const states = (groups: TestGroup[]): string[] =>
  groups.flatMap(({ groups: inner, tests }) => [
    ...states(inner),
    ...tests.map(({ state, name }) => `${state}: ${name}`),
  ]);
const messages = (groups: TestGroup[]): string =>
  groups
    .flatMap((group) => [messages(group.groups), ...group.tests.map(({ message }) => message)])
    .join('\n');

const ID = 'shared/messages/id-is-echoed';

describe('what makes a test fail', () => {
  const options = (failOn: string[], revisions = 'auto') => ({ options: { failOn, revisions } });
  it.each<[string, CaseReport, Partial<Result['run']>, string]>([
    ['what failed', one(fails), {}, `failed: ${ID}`],
    ['not where nothing was to fail on it', one(fails), options(['warn']), `passed: ${ID} [✘ a.first]`],
    ['not at a draft', one(fails), options(['fail'], 'draft'), `passed: ${ID} [✘ a.first]`],
    ['not what is known', one({ ...fails, waivedBy: 'an issue' }), {}, `passed: ${ID} [= a.first]`],
    ['not verified, where asked', one(open), options(['not-verified']), `failed: ${ID}`],
    ['an error of a check', one({ ...passes, verdict: 'error' }), {}, `failed: ${ID}`],
  ])('%s', (_, report, run, state) => {
    expect(states(listTests(result([report], run)))).toEqual([state]);
  });

  it('is not what another case could see', () => {
    const other = { ...one(open), scenario: 'shared/tools/text' };
    const run = { options: { failOn: ['not-verified'], revisions: 'auto' } };
    expect(states(listTests(result([one(passes), other], run)))).toEqual([
      `passed: ${ID}`,
      'skipped: shared/tools/text (not verified: a tool)',
    ]);
  });

  it('is the harness, where it broke', () => {
    const groups = listTests(
      result([{ ...one(), status: 'error', reason: 'TypeError: x\n    at y (z:1:1)' }]),
    );
    expect(states(groups)).toEqual([`failed: ${ID}`]);
    expect(messages(groups)).toContain('The harness is at fault here, not the target: TypeError: x\\n');
  });
});

describe('the run as a whole', () => {
  it('fails where it was cut short', () => {
    const groups = listTests(
      result([one(passes)], { complete: false, stoppedBy: 'interrupted', exitCode: 2 }),
    );
    expect(states(groups)).toEqual([`passed: ${ID}`, 'failed: is complete']);
  });

  it('fails where nothing was decided, even where the exit code is 0', () => {
    expect(states(listTests(result([])))).toEqual(['failed: decides something']);
  });

  it('fails where the exit code does, and nothing else says why', () => {
    expect(states(listTests(result([one(passes)], { exitCode: 1 })))).toEqual([
      `passed: ${ID}`,
      'failed: conforms',
    ]);
    expect(states(listTests(result([one(fails)], { exitCode: 1 })))).toEqual([`failed: ${ID}`]);
  });
});

describe('a transport without cases', () => {
  const silent = (exitCode: number): Result => ({
    ...result([one(passes)], { exitCode }),
    target: {
      ...sample.target,
      transports: {
        websocket: { revisions: [], custom: true, again: [], reason: '2025-11-25: refused\nnext' },
      },
    },
  });

  it('fails where the run could not be done, and is skipped where the target declined', () => {
    expect(listTests(silent(3))[0]).toMatchObject({
      name: 'websocket (custom binding)',
      tests: [{ state: 'failed', name: 'can be tested', message: expect.stringContaining('  next') }],
    });
    expect(states(listTests(silent(0)))).toEqual(['skipped: can be tested (2025-11-25: refused)']);
  });
});

describe('what explains a failure', () => {
  const entry = { ms: 1, truncated: 0 };

  it('are the last lines of stderr, harmless', () => {
    const text = 'first\n'.repeat(9) + 'panic: \u001b[31mno rows\n';
    const transcript = [
      { ...entry, entry: 1, direction: 'in' as const, channel: 'stderr', text },
      { ...entry, entry: 2, direction: 'in' as const, channel: 'stdout', text: '{}' },
    ];
    const said = messages(listTests(result([{ ...one(fails), transcript }])));
    expect(said).toContain('  the last lines of its stderr:\n    first\n');
    expect(said).toContain('    panic: \\x1b[31mno rows');
    expect(said.match(/^ {4}first$/gm)).toHaveLength(5);
    expect(messages(listTests(result([one(fails)])))).not.toContain('stderr');
  });

  it('is why nothing could be tested, also beside findings', () => {
    const reason = 'a web page answers\nit said: Weather\nLook up the path.';
    const transports = { stdio: { revisions: [], custom: false, again: [], reason } };
    const told = { ...result([one(fails)], { exitCode: 1 }), target: { ...sample.target, transports } };
    expect(states(listTests(told))).toEqual([`failed: ${ID}`, 'failed: can be tested']);
    expect(messages(listTests(told))).toContain('  it said: Weather\n  Look up the path.');
  });
});

describe('parity', () => {
  const states = (failOn: string[]) =>
    listTests({ ...result([failed], { options: { failOn } }), parity: sample.parity })[1]?.tests.map(
      ({ state, name }) => `${state}: ${name}`,
    );

  it('is a test a scenario, which differences fail where that was asked for', () => {
    const same = 'passed: 2026-07-28 shared/ping is the same on every transport';
    expect(states(['fail'])).toEqual(['passed: 2025-11-25 shared/tools/list was compared [≠ names]', same]);
    expect(states(['differs'])).toEqual([
      'failed: 2025-11-25 shared/tools/list is the same on every transport',
      same,
    ]);
  });
});
