import { describe, expect, it } from '@jest/globals';
import { MAX_RESULT, isTooLarge, trimResult } from './trim.js';
import { trimTranscript } from './trim-transcript.js';
import type { EntryReport } from './result.js';
import { check, entry, failed, passed, sample } from '../sample.test.data.js';

const long = (length: number): string => 'é'.repeat(length / 2);
const entries = (count: number, size: number): EntryReport[] =>
  Array.from({ length: count }, (_, index) => ({
    entry: index + 1,
    ms: index,
    direction: 'in',
    channel: 'stdout',
    text: long(size),
    truncated: 0,
  }));

describe('exceeds', () => {
  it('is asked of results that are read as well', () => {
    const cases = [{ ...failed, transcript: entries(10, 4000) }];
    expect(isTooLarge({ ...sample, cases }, 20_000)).toBe(true);
    expect(isTooLarge(sample, 20_000)).toBe(false);
  });
});

describe('fitResult', () => {
  it('keeps of a case that passed only what its checks cite, 512 bytes each', () => {
    const one = { ...passed, transcript: [{ ...entry, text: long(2000) }, ...entries(2, 10)] };
    const [fitted] = trimResult({ ...sample, cases: [one] }).cases;
    expect(fitted?.transcript.map(({ entry }) => entry)).toEqual([3]);
    expect(fitted?.transcript[0]?.truncated).toBe(2000 - 480);
    // With the mark of the cut, so that a result that is trimmed again stays as it is.
    expect(Buffer.byteLength(fitted?.transcript[0]?.text ?? '')).toBeLessThanOrEqual(512);
    expect(trimResult({ ...sample, cases: [fitted!] }).cases[0]).toEqual(fitted);
  });

  it('leaves a short transcript of a failed case as it is', () => {
    expect(trimResult(sample).cases[0]).toEqual(failed);
  });

  it('keeps head, tail and citations of a long one, and marks what is left out', () => {
    const checks = [{ ...check, seen: [50] }];
    const [fitted] = trimResult({
      ...sample,
      cases: [{ ...failed, checks, transcript: entries(100, 4000) }],
    }).cases;
    const kept = fitted?.transcript ?? [];
    expect(kept.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)).toBeLessThan(70_000);
    expect(kept[0]?.text).toBe(long(4000));
    expect(kept.at(-1)?.entry).toBe(100);
    expect(kept.find((one) => one.entry === 50)).toMatchObject({ truncated: 4000 - 480 });
    expect(kept.find(({ channel }) => channel === 'harness')?.text).toMatch(/^\d+ entries left out/);
    expect(kept.map((one) => one.entry)).toEqual(kept.map((one) => one.entry).toSorted((a, b) => a - b));
  });

  it('counts what is left out where it is trimmed twice', () => {
    const all = entries(200, 2000);
    const budget = { citation: 512, transcript: 128 * 1024 };
    const once = trimTranscript(all, new Set([100]), budget);
    const twice = trimTranscript(once, new Set([100]), { ...budget, transcript: 32 * 1024 });
    for (const kept of [once, twice]) {
      const mark = kept.find(({ channel }) => channel === 'harness');
      const left = Number(/^(\d+) entries left out/.exec(mark?.text ?? '')?.[1]);
      expect(left + kept.length - 1).toBe(all.length);
      const bytes = kept.reduce((sum, { text, truncated }) => sum + Buffer.byteLength(text) + truncated, 0);
      // Marks of cuts are bytes as well.
      expect(bytes - 200 * 2000).toBeLessThan(400);
      expect(bytes).toBeGreaterThanOrEqual(200 * 2000);
      expect(kept.some(({ entry }) => entry === 100)).toBe(true);
    }
    expect(twice.length).toBeLessThan(once.length / 2);
  });

  it('hashes what it cuts, but not what had a secret taken out', () => {
    const texts = [`${long(900)}[redacted]`, long(900)];
    const transcript = texts.map((text, index) => ({ ...entries(1, 2)[0]!, entry: index + 1, text }));
    const one = { ...passed, checks: [{ ...passed.checks[0]!, seen: [1, 2] }], transcript };
    const [first, second] = trimResult({ ...sample, cases: [one] }).cases[0]?.transcript ?? [];
    expect(first).not.toHaveProperty('sha256');
    expect(second?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('stays below the limit whatever the cases hold', () => {
    const cases = Array.from({ length: 400 }, (_, index) => ({
      ...failed,
      scenario: `shared/${index}`,
      checks: [{ ...check, received: long(20_000), seen: [1, 7] }],
      transcript: entries(20, 8000),
    }));
    const fitted = trimResult({ ...sample, cases });
    expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThan(MAX_RESULT);
    expect(fitted.cases).toHaveLength(400);
    const small = trimResult({ ...sample, cases: cases.slice(0, 100) }, 200_000);
    expect(Buffer.byteLength(JSON.stringify(small))).toBeLessThan(200_000);
    expect(small.cases[0]?.checks[0]?.verdict).toBe('fail');
  });

  it('keeps what defends a finding whole as long as what was merely not seen can give way', () => {
    const unseen = { ...check, verdict: 'not-verified' as const, seen: [] };
    const cases = Array.from({ length: 20 }, (_, index) => ({
      ...failed,
      checks: index === 7 ? [check] : [unseen],
      transcript: entries(8, 4000),
    }));
    const fitted = trimResult({ ...sample, cases }, 80_000);
    expect(fitted.cases[7]).toEqual(cases[7]);
    expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThan(80_000);
  });

  it('does not keep a reason of megabytes', () => {
    const transport = { revisions: [], custom: false, again: [], reason: long(1_000_000) };
    const target = { ...sample.target, transports: { stdio: transport } };
    expect(Buffer.byteLength(JSON.stringify(trimResult({ ...sample, target })))).toBeLessThan(20_000);
  });

  it('does not keep a server info of megabytes', () => {
    const target = { ...sample.target, serverInfo: { name: long(1_000_000) } };
    expect(Buffer.byteLength(JSON.stringify(trimResult({ ...sample, target })))).toBeLessThan(20_000);
  });
});
