import { describe, expect, it } from '@jest/globals';
import { observe } from '../../adapters/observation.js';
import { Secrets } from '../../adapters/secrets.js';
import { makeFact } from './facts.js';
import { CaseChecks } from './checks.js';

const seen = (value: unknown, entry = 1) => observe(value, '/result', [entry]);
const findCheck = (checks: CaseChecks, id: string) =>
  checks.all.find(({ requirement }) => requirement === id);

describe('Ledger', () => {
  it('takes a secret out before it cuts, wherever the cut falls', () => {
    const secret = 'QWXYZ-QWXYZ-QWXYZ';
    for (let at = 360; at < 420; at++) {
      const checks = new CaseChecks('stdio', '2025-11-25', { secrets: new Secrets([secret]) });
      const text = `${'p'.repeat(at)}${secret}${'p'.repeat(900)}`;
      checks.judge('ping.empty-result', false, seen(text), text);
      const { expected, received } = findCheck(checks, 'ping.empty-result') ?? {};
      expect(`${expected} ${received}`).not.toMatch(/[QWXYZ]/);
      const fact = makeFact(observe(text.slice(100), '', [1]), { secrets: new Secrets([secret]) });
      expect(fact.shown).not.toMatch(/[QWXYZ]/);
    }
  });

  it('takes the severity from the level of the sentence', () => {
    const checks = new CaseChecks('stdio', '2025-11-25');
    checks.judge('ping.empty-result', false, seen(1), '{}');
    checks.judge('jsonrpc.invalid-params', false, seen(1), '-32602');
    checks.judge('jsonrpc.batch-survived', false, seen(1), 'a result');
    expect(checks.all.map(({ requirement, verdict }) => [requirement, verdict])).toEqual([
      ['ping.empty-result', 'fail'],
      ['jsonrpc.invalid-params', 'warn'],
      ['jsonrpc.batch-survived', 'not-verified'],
    ]);
  });

  it('keeps the worst verdict, with what that one was read from', () => {
    const checks = new CaseChecks('stdio', '2025-11-25');
    checks.judge('ping.empty-result', true, seen({}, 1), '{}');
    checks.judge('ping.empty-result', false, seen({ a: 1 }, 2), '{}');
    checks.judge('ping.empty-result', true, seen({}, 3), '{}');
    expect(findCheck(checks, 'ping.empty-result')).toMatchObject({
      verdict: 'fail',
      received: '{"a":1} at /result',
      seen: new Set([2]),
      count: 3,
    });
  });

  it('explains what could not be seen without what was seen before', () => {
    const checks = new CaseChecks('stdio', '2025-11-25');
    checks.judge('ping.empty-result', true, seen({}), '{}');
    checks.record('ping.empty-result', 'not-verified', [], { expected: 'the target would have to answer' });
    expect(findCheck(checks, 'ping.empty-result')).toMatchObject({
      verdict: 'not-verified',
      expected: 'the target would have to answer',
      received: undefined,
    });
  });

  it('says nothing of a requirement that does not speak of the revision or the transport', () => {
    const checks = new CaseChecks('stdio', '2026-07-28');
    checks.judge('ping.empty-result', false, seen(1), '{}');
    checks.judge('http.origin-forbidden', false, seen(200), '403');
    expect(checks.all).toEqual([]);
  });
});
