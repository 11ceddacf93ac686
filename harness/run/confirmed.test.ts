import { expect, it } from '@jest/globals';
import type { CheckReport, Verdict } from '../../reports/result/result.js';
import { Confirmed, findFollowers, type Doubt } from './confirmed.js';

const check = (requirement: string, verdict: Verdict): CheckReport => ({
  requirement,
  verdict,
  seen: [1],
  count: 1,
  waivedBy: null,
});

const doubt = (transport: string, ...checks: CheckReport[]): Doubt =>
  ({
    planned: { transport, revision: '2025-11-25', scenario: { requirements: [] } },
    outcome: {
      silent: false,
      report: { scenario: 'shared/sample', transport, revision: '2025-11-25', status: 'ran', checks },
    },
  }) as unknown as Doubt;

const remark = check('base.unknown-fields-tolerated', 'not-verified');
const violation = check('base.meta-keys', 'fail');

it('lets the first of those with a remark run again, and the others after it', () => {
  const [first, second, other] = [doubt('stdio', remark), doubt('grpc', remark), doubt('grpc', violation)];
  expect([...findFollowers([first, second, other])]).toEqual([second]);
});

it('takes a remark that was made alone for all transports, and a violation for its own cell only', () => {
  const confirmed = new Confirmed();
  expect(confirmed.covers(doubt('grpc', remark))).toBe(false);
  for (const { planned, outcome } of [doubt('stdio', remark), doubt('stdio', violation)])
    confirmed.add(planned, outcome);
  expect(confirmed.covers(doubt('grpc', remark))).toBe(true);
  expect(confirmed.covers(doubt('grpc', check('another.remark', 'not-verified')))).toBe(false);
  expect(confirmed.covers(doubt('stdio', violation))).toBe(true);
  expect(confirmed.covers(doubt('grpc', violation))).toBe(false);
  expect(confirmed.covers(doubt('stdio', violation, remark))).toBe(false);
});
