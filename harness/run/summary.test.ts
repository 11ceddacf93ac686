import { describe, expect, it } from '@jest/globals';
import type { CaseReport, KnownFailure, Verdict } from '../../reports/result/result.js';
import { waive } from './baseline.js';
import type { FailOn } from './contract.js';
import { decideExitCode } from '../../reports/result/summary.js';
import { summarizeCases } from './result.js';

const report = (verdict: Verdict, scenario = 'shared/a', requirement = 'ping.empty-result'): CaseReport => ({
  scenario,
  transport: 'stdio',
  revision: '2025-11-25',
  durationMs: 1,
  status: 'ran',
  rerun: false,
  checks: [{ requirement, verdict, seen: [1], count: 1, waivedBy: null }],
  transcript: [],
});
const counts = (...cases: CaseReport[]) => summarizeCases(cases)['stdio']?.['2025-11-25'];
const code = (cases: CaseReport[], more: { neverUp?: boolean; complete?: boolean; failOn?: FailOn[] } = {}) =>
  decideExitCode({
    summary: summarizeCases(cases),
    neverUp: false,
    complete: true,
    differs: 0,
    failOn: ['fail'],
    ...more,
  });

describe('summarize', () => {
  it('counts a requirement once, by the worst that was seen of it', () => {
    expect(counts(report('pass'), report('not-verified', 'shared/b'))).toMatchObject({
      pass: 1,
      'not-verified': 0,
    });
    expect(counts(report('pass'), report('fail', 'shared/b'))).toMatchObject({ pass: 0, fail: 1 });
  });

  it('leaves out what no sentence demands, and what is known', () => {
    const fragile = counts(report('not-verified', 'shared/a', 'jsonrpc.batch-survived'));
    expect(Object.values(fragile ?? {})).toEqual([0, 0, 0, 0, 0, 0]);
    const [known] = waive([report('fail')], [entry], '2026-01-01');
    expect(known?.checks[0]?.waivedBy).toBe('the SDK does it (https://example.com/1)');
    expect(counts(known ?? report('fail'), report('pass', 'shared/b', 'wire.schema'))).toMatchObject({
      pass: 1,
      fail: 0,
    });
  });
});

const entry: KnownFailure = {
  requirement: 'ping.empty-result',
  scenario: 'shared',
  reason: 'the SDK does it',
  owner: 'somebody',
  issue: 'https://example.com/1',
  expires: '2026-06-01',
};

describe('a baseline', () => {
  it('excuses nothing from the day on that it expires, and nothing that it does not name', () => {
    expect(waive([report('fail')], [entry], '2026-06-01')[0]?.checks[0]?.waivedBy).toBeNull();
    expect(waive([report('fail', 'stdio/b')], [entry], '2026-01-01')[0]?.checks[0]?.waivedBy).toBeNull();
    expect(waive([report('pass')], [entry], '2026-01-01')[0]?.checks[0]?.waivedBy).toBeNull();
  });
});

describe('exitCodeOf', () => {
  it('is 0 where all is well, 1 where something failed, and stricter on request', () => {
    expect(code([report('pass')])).toBe(0);
    expect(code([report('pass'), report('fail', 'shared/b', 'wire.schema')])).toBe(1);
    expect(code([report('pass'), report('warn', 'shared/b', 'wire.schema')])).toBe(0);
    expect(code([report('pass'), report('warn', 'shared/b', 'wire.schema')], { failOn: ['warn'] })).toBe(1);
  });

  it('is 2 where nothing was decided, or where a run that was cut short had found nothing wrong', () => {
    expect(code([])).toBe(2);
    expect(code([report('not-verified')])).toBe(2);
    expect(code([report('pass')], { complete: false })).toBe(2);
    expect(code([report('fail')], { complete: false })).toBe(1);
  });

  it('is 3 where the target never came up, or where we failed', () => {
    expect(code([], { neverUp: true })).toBe(3);
    expect(code([report('fail'), { ...report('pass'), status: 'error', checks: [] }])).toBe(3);
  });
});
