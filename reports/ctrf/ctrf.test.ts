import { describe, expect, it } from '@jest/globals';
import { makeHostile } from '../hostile.test.data.js';
import { recorded } from '../recorded.test.data.js';
import type { Result } from '../result/result.js';
import { format as ctrf } from './format.js';

interface Document {
  reportFormat: string;
  specVersion: string;
  results: {
    tool: { name: string };
    summary: Record<string, number>;
    tests: {
      name: string;
      status: string;
      duration: number;
      suite: string[];
      rawStatus: string;
      message?: string;
    }[];
  };
}
const render = (result: Result): Document => JSON.parse(ctrf.render(result, { color: false })) as Document;

/** What the schema of CTRF 1.0.0 demands. */
function check({ reportFormat, specVersion, results }: Document): void {
  expect({ reportFormat, specVersion }).toEqual({ reportFormat: 'CTRF', specVersion: '1.0.0' });
  const { summary, tests } = results;
  const statuses = ['passed', 'failed', 'skipped', 'pending', 'other'];
  expect(Object.keys(summary).sort()).toEqual([...statuses, 'start', 'stop', 'tests'].sort());
  expect(Object.values(summary).every(Number.isInteger)).toBe(true);
  expect(summary['tests']).toBe(tests.length);
  expect(statuses.reduce((sum, status) => sum + summary[status]!, 0)).toBe(tests.length);
  expect(summary['stop']).toBeGreaterThanOrEqual(summary['start']!);
  const wrong = tests.filter(
    ({ name, status, duration, suite }) =>
      name === '' || !statuses.includes(status) || !(duration >= 0) || suite.length === 0,
  );
  expect(wrong).toEqual([]);
}

describe('the CTRF report', () => {
  it('has a test for each check, and their sums', () => {
    const document = render(recorded);
    check(document);
    const failed = document.results.tests.filter(({ status }) => status === 'failed');
    const checks = recorded.cases.flatMap((one) => one.checks);
    expect(failed).toHaveLength(checks.filter(({ verdict }) => verdict === 'fail').length);
    expect(failed.length).toBeGreaterThan(0);
    const names = document.results.tests.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('shows a SHOULD that failed as what it is', () => {
    const warned = render(recorded).results.tests.filter(({ rawStatus }) => rawStatus === 'warn');
    expect(warned.length).toBeGreaterThan(0);
    expect(warned.every(({ status }) => status === 'passed')).toBe(true);
  });

  it('tells a transport that could not be reached', () => {
    const transports = { stdio: { revisions: [], custom: false, again: [], reason: 'it is not there' } };
    const none = { ...recorded, cases: [], target: { ...recorded.target, transports } };
    expect(render(none).results.tests).toMatchObject([{ status: 'other', rawStatus: 'not-reached' }]);
  });

  it('is sound whatever a target says', () => check(render(makeHostile(300, 2_000))));
});
