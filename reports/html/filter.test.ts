import { describe, expect, it } from '@jest/globals';
import { failed, sample } from '../sample.test.data.js';
import { recorded } from '../recorded.test.data.js';
import { DEFAULT, filterRows, formatFragment, isFilter, parseFilter } from './filter.js';
import type { Filter } from './filter.js';
import { KINDS, listRows } from './rows.js';

const idsOf = (filter: Partial<Filter>) =>
  new Set(filterRows(listRows(recorded), { ...DEFAULT, ...filter }).map(({ id }) => id));

describe('the fragment of a filter', () => {
  it.each<[Partial<Filter>, string]>([
    [{}, ''],
    [{ verdicts: KINDS }, '#verdict=any'],
    [
      { verdicts: ['fail'], scenario: 'shared/tools/list', counted: true },
      '#verdict=fail&scenario=shared/tools/list&counted=yes',
    ],
    [{ text: 'a & b=c "ü"', level: 'MUST' }, '#level=MUST&text=a+%26+b%3Dc+%22%C3%BC%22'],
    [{ transport: '<\u202e\u0000>' }, '#transport=%3C%E2%80%AE%00%3E'],
  ])('%j', (filter, fragment) => {
    expect(formatFragment(filter)).toBe(fragment);
    expect(parseFilter(fragment)).toEqual({ ...DEFAULT, ...filter });
  });

  it('leaves out what it does not know', () => {
    expect(parseFilter('#verdict=nonsense,fail&other=1&__proto__=x')).toEqual({
      ...DEFAULT,
      verdicts: ['fail'],
    });
  });

  it('is told from a place in the page', () => {
    expect(['', '#', '#text=a', '#parity'].map(isFilter)).toEqual([true, true, true, false]);
  });
});

describe('filtered', () => {
  it('has for each figure of the matrix as many requirements as it says', () => {
    const seen: [string, number][] = [];
    const said: [string, number][] = [];
    for (const [transport, row] of Object.entries(recorded.summary)) {
      for (const [revision, counts] of Object.entries(row)) {
        for (const kind of ['pass', 'fail', 'warn', 'not-verified', 'not-applicable'] as const) {
          const name = `${transport} ${revision} ${kind}`;
          seen.push([name, idsOf({ verdicts: [kind], transport, revision, counted: true }).size]);
          said.push([name, counts[kind]]);
        }
      }
    }
    expect(seen).toEqual(said);
    expect(said.filter(([, count]) => count > 0).length).toBeGreaterThan(15);
  });

  it.each<[Partial<Filter>, string[]]>([
    [{ verdicts: ['fail'], group: 'security' }, ['http.origin-forbidden', 'http.origin-validated']],
    [{ requirement: 'wire.schema', text: 'CONTENT kind' }, ['wire.schema']],
    [{ requirement: 'wire.schema', text: 'content nonsense' }, []],
    [{ verdicts: KINDS, scenario: 'shared/ping' }, []],
  ])('%j', (filter, ids) => {
    expect([...idsOf(filter)]).toEqual(ids);
  });

  it('has a row for a case without checks, and for each that is excused', () => {
    const cases = [
      { ...failed, checks: failed.checks.map((check) => ({ ...check, waivedBy: 'owner' })) },
      { ...failed, scenario: 'b', status: 'error' as const, checks: [], reason: 'ours' },
      { ...failed, scenario: 'c', status: 'not-verified' as const, checks: [] },
      { ...failed, scenario: 'd', checks: [] },
    ];
    const rows = listRows({ ...sample, cases });
    expect(rows.map((row) => [row.kind, row.case.scenario, row.counted])).toEqual([
      ['error', 'b', true],
      ['known', 'stdio/stdout-only-messages', false],
      ['not-verified', 'c', false],
    ]);
  });
});
