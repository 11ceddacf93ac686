import { expect, it } from '@jest/globals';
import { Secrets } from '../../adapters/secrets.js';
import type { CaseReport, CheckReport, Verdict } from '../../reports/result/result.js';
import { isBlind, reportRerun, seesMore } from './rerun.js';

const check = (requirement: string, verdict: Verdict, seen: number[] = []): CheckReport => ({
  requirement,
  verdict,
  seen,
  count: 1,
  waivedBy: null,
});

const report = (checks: CheckReport[], durationMs = 100): CaseReport => ({
  scenario: 'shared/sample',
  transport: 'stdio',
  revision: '2025-11-25',
  durationMs,
  status: 'ran',
  rerun: false,
  checks,
  transcript: [1, 2].map((entry) => ({
    entry,
    ms: entry,
    direction: 'in',
    channel: 'stdout',
    text: `line ${entry}`,
    truncated: 0,
  })),
});

it('keeps a second reply that was seen in company, with what it was read from', () => {
  const first = report([check('jsonrpc.answered-once', 'fail', [2])]);
  const kept = reportRerun(report([check('jsonrpc.answered-once', 'pass', [1])]), first, new Secrets());
  expect(kept.reason).toBeUndefined();
  expect(kept.checks).toEqual([check('jsonrpc.answered-once', 'fail', [3])]);
  expect(kept.transcript.find(({ entry }) => entry === 3)?.text).toBe('line 2');
});

it('keeps the words of another client, whoever else was there', () => {
  const first = report([check('apart.replies', 'fail', [2])]);
  const kept = reportRerun(report([check('apart.replies', 'pass', [1])]), first, new Secrets());
  expect(kept.checks).toEqual([check('apart.replies', 'fail', [3])]);
});

it('keeps a remark on the words of another client, too', () => {
  const first = report([check('apart.upstreams', 'not-verified', [2])]);
  const kept = reportRerun(report([check('apart.upstreams', 'pass', [1])]), first, new Secrets());
  expect(kept.checks).toEqual([check('apart.upstreams', 'not-verified', [3])]);
});

it('takes back what company may have caused, and says so', () => {
  const first = report([check('tools.names', 'fail', [2])]);
  const alone = reportRerun(report([check('tools.names', 'pass', [1])]), first, new Secrets());
  expect(alone.checks).toEqual([check('tools.names', 'pass', [1])]);
  expect(alone.reason).toContain('in company, not alone: tools.names');
});

it.each(['not-verified', 'not-applicable'] as const)(
  'takes back nothing that it could not look at again: %s',
  (verdict) => {
    const first = report([check('tools.names', 'fail', [2])]);
    const alone = reportRerun(report([check('tools.names', verdict)]), first, new Secrets());
    expect(alone.checks).toEqual([check('tools.names', 'fail', [3])]);
  },
);

it('keeps a remark on a server that was spoiled by it, and takes one back that went by', () => {
  const remark = check('robustness.grpc-abrupt-drops', 'not-verified', [2]);
  const again = (alone: CheckReport) => reportRerun(report([alone]), report([remark]), new Secrets());
  expect(again({ ...remark, seen: [] }).checks).toEqual([{ ...remark, seen: [3] }]);
  const passed = check(remark.requirement, 'pass', [1]);
  expect(again(passed).checks).toEqual([passed]);
});

it('looks again at what was not seen, unless it was waited for long', () => {
  const unseen = report([check('tools.names', 'not-verified')]);
  expect(isBlind(unseen)).toBe(true);
  expect(isBlind({ ...unseen, durationMs: 5_000 })).toBe(false);
  expect(seesMore(report([check('tools.names', 'pass', [1])]), unseen)).toBe(true);
  expect(seesMore(unseen, unseen)).toBe(false);
});
