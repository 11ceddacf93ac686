import { describe, expect, it } from '@jest/globals';
import { observe } from '../../adapters/observation.js';
import { Secrets } from '../../adapters/secrets.js';
import { factOf } from './facts.js';
import { Ledger } from './checks.js';

const seen = (value: unknown, entry = 1) => observe(value, '/result', [entry]);
const finding = (ledger: Ledger, id: string) => ledger.findings.find(({ requirement }) => requirement === id);

describe('Ledger', () => {
  it('takes a secret out before it cuts, wherever the cut falls', () => {
    const secret = 'QWXYZ-QWXYZ-QWXYZ';
    for (let at = 360; at < 420; at++) {
      const ledger = new Ledger('stdio', '2025-11-25', { secrets: new Secrets([secret]) });
      const text = `${'p'.repeat(at)}${secret}${'p'.repeat(900)}`;
      ledger.judge('ping.empty-result', false, seen(text), text);
      const { expected, received } = finding(ledger, 'ping.empty-result') ?? {};
      expect(`${expected} ${received}`).not.toMatch(/[QWXYZ]/);
      const fact = factOf(observe(text.slice(100), '', [1]), { secrets: new Secrets([secret]) });
      expect(fact.shown).not.toMatch(/[QWXYZ]/);
    }
  });

  it('takes the severity from the level of the sentence', () => {
    const ledger = new Ledger('stdio', '2025-11-25');
    ledger.judge('ping.empty-result', false, seen(1), '{}');
    ledger.judge('jsonrpc.invalid-params', false, seen(1), '-32602');
    ledger.judge('jsonrpc.batch-survived', false, seen(1), 'a result');
    expect(ledger.findings.map(({ requirement, verdict }) => [requirement, verdict])).toEqual([
      ['ping.empty-result', 'fail'],
      ['jsonrpc.invalid-params', 'warn'],
      ['jsonrpc.batch-survived', 'not-verified'],
    ]);
  });

  it('keeps the worst verdict, with what that one was read from', () => {
    const ledger = new Ledger('stdio', '2025-11-25');
    ledger.judge('ping.empty-result', true, seen({}, 1), '{}');
    ledger.judge('ping.empty-result', false, seen({ a: 1 }, 2), '{}');
    ledger.judge('ping.empty-result', true, seen({}, 3), '{}');
    expect(finding(ledger, 'ping.empty-result')).toMatchObject({
      verdict: 'fail',
      received: '{"a":1} at /result',
      seen: new Set([2]),
      count: 3,
    });
  });

  it('explains what could not be seen without what was seen before', () => {
    const ledger = new Ledger('stdio', '2025-11-25');
    ledger.judge('ping.empty-result', true, seen({}), '{}');
    ledger.record('ping.empty-result', 'not-verified', [], { expected: 'the target would have to answer' });
    expect(finding(ledger, 'ping.empty-result')).toMatchObject({
      verdict: 'not-verified',
      expected: 'the target would have to answer',
      received: undefined,
    });
  });

  it('says nothing of a requirement that does not speak of the revision or the transport', () => {
    const ledger = new Ledger('stdio', '2026-07-28');
    ledger.judge('ping.empty-result', false, seen(1), '{}');
    ledger.judge('http.origin-forbidden', false, seen(200), '403');
    expect(ledger.findings).toEqual([]);
  });
});
