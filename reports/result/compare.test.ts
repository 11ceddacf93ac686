import { describe, expect, it } from '@jest/globals';
import { compareResults, judgeBroken } from './compare.js';
import { makeCase, makeCheck, makeTestResult } from './join.test.data.js';
import { format as html } from '../html/format.js';
import { format as markdown } from '../markdown/format.js';
import { format as matrix } from '../matrix/format.js';
import type { CaseReport, ParityReport, Result } from './result.js';
import { VERDICTS, type Verdict } from './result.js';

const one = (verdict: Verdict, more: Partial<CaseReport> = {}): CaseReport =>
  makeCase('stdio', 'shared/a', [makeCheck(verdict, 'shared.a')], more);

const kindOf = (before: Verdict | undefined, after: Verdict | undefined): string[] => {
  const beside = makeCase('stdio', 'shared/b', []);
  const of = (verdict: Verdict | undefined): Result =>
    makeTestResult(verdict === undefined ? [beside] : [one(verdict), beside]);
  const comparison = compareResults(of(after), of(before));
  return (['broken', 'fixed', 'new', 'gone'] as const).filter((kind) => comparison[kind].length > 0);
};

const withCode = (result: Result, exitCode: number): Result => ({
  ...result,
  run: { ...result.run, exitCode },
});

const withoutTransports = (result: Result): Result => ({
  ...result,
  target: {
    ...result.target,
    transports: { stdio: { ...result.target.transports['stdio']!, revisions: [], reason: 'it is gone' } },
  },
});

describe('compareResults', () => {
  it.each<[Verdict | undefined, Verdict | undefined, string[]]>([
    ['pass', 'fail', ['broken']],
    ['pass', 'warn', ['broken']],
    ['warn', 'fail', ['broken']],
    ['fail', 'pass', ['fixed']],
    ['error', 'fail', ['fixed']],
    ['pass', 'not-verified', ['gone']],
    ['fail', undefined, ['gone']],
    ['pass', 'not-applicable', ['gone']],
    ['not-verified', 'pass', ['new']],
    [undefined, 'fail', ['new']],
    ['not-applicable', 'not-verified', []],
    [undefined, 'not-verified', []],
  ])('%s → %s is %j', (before, after, kinds) => {
    expect(kindOf(before, after)).toEqual(kinds);
  });

  it('finds nothing where nothing changed, and every change in one list alone', () => {
    for (const before of [undefined, ...VERDICTS]) {
      expect(kindOf(before, before)).toEqual([]);
      for (const after of [undefined, ...VERDICTS])
        expect(kindOf(before, after).length).toBeLessThanOrEqual(1);
    }
  });

  it('tells of robustness that is lost, in a list of its own', () => {
    const robust = (verdict: Verdict): Result => {
      const result = makeTestResult([one(verdict)]);
      return {
        ...result,
        requirements: { 'shared.a': { ...result.requirements['shared.a']!, level: 'ROBUSTNESS' } },
      };
    };
    const worse = compareResults(robust('fail'), robust('pass'));
    expect({ ...worse, robustness: worse.robustness.length }).toMatchObject({ broken: [], robustness: 1 });
    expect(judgeBroken(robust('fail'), worse).exitCode).toBe(0);
    expect(compareResults(robust('pass'), robust('fail')).robustness).toEqual([]);
    const text = markdown.render(robust('fail'), { color: false, comparison: worse });
    expect(text).toContain('- ~ robustness `shared.a` pass → fail');
  });

  it.each<[string, number, Result, Result]>([
    ['what held and is violated', 1, makeTestResult([one('fail')]), makeTestResult([one('pass')])],
    ['what failed before', 0, makeTestResult([one('fail')]), makeTestResult([one('fail')])],
    ['a recommendation', 0, makeTestResult([one('warn')]), makeTestResult([one('pass')])],
    ['what the harness broke', 3, makeTestResult([one('error')]), makeTestResult([one('pass')])],
    ['a run that decided nothing', 3, withCode(makeTestResult([]), 3), makeTestResult([one('pass')])],
    [
      'a transport that cannot be tested any more',
      1,
      withCode(withoutTransports(makeTestResult([])), 1),
      makeTestResult([one('pass')]),
    ],
  ])('judges by what is broken: %s is %d', (_, code, now, old) => {
    expect(judgeBroken(now, compareResults(now, old)).exitCode).toBe(code);
  });

  describe('what was not run now is not gone', () => {
    const places: [string, string, string][] = [
      ['stdio', '2025-11-25', 'shared/a/one'],
      ['stdio', '2025-11-25', 'shared/b/one'],
      ['stdio', '2025-06-18', 'shared/a/one'],
      ['stdio', '2025-11-25', 'stdio/one'],
      ['streamable-http', '2025-11-25', 'shared/a/one'],
    ];
    const of = (rows: typeof places, options: Record<string, unknown> = {}, more = {}): Result =>
      makeTestResult(
        rows.map(([transport, revision, scenario]) =>
          makeCase(transport, scenario, [makeCheck('pass', 'shared.a')], { revision }),
        ),
        { options: { revisions: 'all', failOn: ['fail'], ...options }, ...more },
      );
    const counts = (now: Result, old = of(places)): number[] => {
      const { gone, notRun } = compareResults(now, old);
      return [gone.reduce((sum, { cases }) => sum + cases.length, 0), notRun];
    };
    const [first, second, third, fourth, fifth] = places;
    const exact = { transport: 'stdio', revision: '2025-11-25', scenario: 'shared/a/one' };

    it.each<[string, number[], Result]>([
      ['everything is there', [0, 0], of(places)],
      ['one transport is left out', [0, 1], of([first!, second!, third!, fourth!])],
      ['a part of the scenarios is asked for', [0, 3], of([first!, third!], { scenarios: ['shared/a'] })],
      ['one of them has vanished', [1, 3], of([first!], { scenarios: ['shared/a'] })],
      ['one case is asked for', [0, 4], of([first!], { cases: [exact] })],
      [
        'a revision is not asked for',
        [0, 1],
        of([first!, second!, fourth!, fifth!], { revisions: ['2025-11-25'] }),
      ],
      [
        'fewer revisions are asked for',
        [0, 1],
        of([first!, second!, fourth!, fifth!], { revisions: 'auto' }),
      ],
      ['a revision is no longer spoken', [1, 0], of([first!, second!, fourth!, fifth!])],
      ['it is a shard', [0, 4], of([first!], {}, { shard: { index: 1, of: 5 } })],
      ['a folder needs what is not there', [0, 1], of([first!, second!, third!, fifth!])],
      [
        'the options are garbage',
        [0, 3],
        of([first!, second!], { scenarios: 7, cases: 'x', transports: {}, revisions: null }),
      ],
    ])('%s', (_, expected, now) => {
      expect(counts(now)).toEqual(expected);
    });

    it('and is one line in every format', () => {
      const now = of([first!, third!], { scenarios: ['shared/a'] });
      const comparison = compareResults(now, of(places));
      const options = { color: false, comparison };
      expect(matrix.render(now, options)).toContain('\n  not run now: 3 checks\n');
      expect(matrix.render(now, options)).not.toContain('− gone  ');
      expect(markdown.render(now, options)).toContain('slower **0** · not run now: 3 checks\n');
      expect(html.render(now, options)).toContain('slower 0 · not run now: 3 checks');
    });
  });

  it('gathers the cases in which a requirement changed alike, and marks what is known', () => {
    const of = (verdict: Verdict, waivedBy: string | null): Result =>
      makeTestResult(
        ['stdio', 'streamable-http'].map((transport) =>
          makeCase(transport, 'shared/a', [makeCheck(verdict, 'shared.a', { waivedBy })]),
        ),
      );
    const { broken } = compareResults(of('fail', null), of('pass', null));
    expect(broken).toMatchObject([{ requirement: 'shared.a', before: 'pass', after: 'fail', known: false }]);
    expect(broken[0]?.cases.map(({ transport }) => transport)).toEqual(['stdio', 'streamable-http']);
    expect(compareResults(of('fail', 'an issue'), of('pass', null)).broken[0]?.known).toBe(true);
  });

  it('leaves out what no sentence demands', () => {
    const of = (verdict: Verdict): Result =>
      makeTestResult([makeCase('stdio', 'stdio/a', [makeCheck(verdict, 'robustness.a')])]);
    expect(compareResults(of('not-verified'), of('pass')).gone).toEqual([]);
  });

  it('calls slower what stands out, not what a slower machine does to all', () => {
    const of = (times: number[]): Result =>
      makeTestResult(
        times.map((durationMs, index) =>
          makeCase('stdio', `shared/${index}`, [makeCheck('pass', 'shared.a')], { durationMs }),
        ),
      );
    const slower = (before: number[], after: number[]): string[] =>
      compareResults(of(after), of(before)).slower.map(({ scenario }) => scenario);
    expect(slower([100, 100, 100], [100, 100, 10_000])).toEqual(['shared/2']);
    expect(slower([100, 100, 100], [100, 100, 1_500])).toEqual([]);
    expect(slower([4_000, 4_000, 4_000], [4_000, 4_000, 7_000])).toEqual([]);
    expect(slower([1_000, 1_000, 1_000], [4_000, 4_000, 4_000])).toEqual([]);
    expect(slower([1_000, 1_000, 1_000], [1_000, 1_000, 900])).toEqual([]);
  });

  it('says which transports differ now, and which are the same again', () => {
    const row = (verdict: ParityReport['verdict']): ParityReport => ({
      scenario: 'shared/a',
      revision: '2025-11-25',
      verdict,
      differences: [],
    });
    const of = (verdict: ParityReport['verdict']): Result => ({
      ...makeTestResult([one('pass')]),
      parity: [row(verdict)],
    });
    expect(compareResults(of('differs'), of('same')).parity).toMatchObject([{ change: 'broken' }]);
    expect(compareResults(of('same'), of('differs')).parity).toMatchObject([{ change: 'fixed' }]);
    expect(compareResults(of('not-applicable'), of('differs')).parity).toEqual([]);
  });

  it('notes what makes the two hard to compare', () => {
    const now = makeTestResult([one('pass')]);
    const old = { ...now, tool: { ...now.tool, version: '0.0.9' }, target: { ...now.target, name: 'other' } };
    expect(compareResults(now, old).notes).toEqual([
      'the targets have other names: other before, my-server now',
      'other versions of this tool: 0.0.9 before, 0.1.0 now',
    ]);
    const run = { ...now.run, catalogueHash: 'x', complete: false };
    expect(compareResults({ ...now, run }, now).notes).toHaveLength(2);
  });
});

describe('a comparison is shown', () => {
  const now = makeTestResult([
    makeCase('stdio', 'shared/a', [makeCheck('fail', 'shared.a')], { durationMs: 9_000 }),
    makeCase('stdio', 'shared/b', [makeCheck('pass', 'shared.b')]),
    makeCase('stdio', 'shared/d', [makeCheck('fail', 'shared.d')]),
  ]);
  const old = makeTestResult([
    makeCase('stdio', 'shared/a', [makeCheck('pass', 'shared.a')]),
    makeCase('stdio', 'shared/b', [makeCheck('fail', 'shared.b')]),
    makeCase('stdio', 'shared/c', [makeCheck('pass', 'shared.c')]),
  ]);
  const comparison = compareResults(now, old);

  it('on the terminal, right above the verdict', () => {
    const lines = matrix.render(now, { color: false, comparison }).split('\n');
    expect(lines.slice(-9)).toEqual([
      'compared with my-server 1.4.0 of 2026-11-22T08:00:00.000Z',
      '  ✘ broken 1   ✔ fixed 1   + new 1   − gone 1   ⧖ slower 0',
      '  ✘ broken  shared.a  pass → fail  stdio · 2025-11-25 · shared/a',
      '  + new     shared.d  not there → fail  stdio · 2025-11-25 · shared/d',
      '  ✔ fixed   shared.b  fail → pass  stdio · 2025-11-25 · shared/b',
      '  − gone    shared.c  pass → not there  stdio · 2025-11-25 · shared/c',
      '',
      '✘ does not conform in 2 of 3 that it can show  3 cases in 4.2 s · seed 7 · exit 1',
      '',
    ]);
  });

  it('in Markdown, right under the matrix', () => {
    const text = markdown.render(now, { color: false, comparison });
    expect(text).toContain(
      [
        '#### Since `my-server 1.4.0` of `2026-11-22T08:00:00.000Z`',
        '',
        '✘ broken **1** · ✔ fixed **1** · + new **1** · − gone **1** · slower **0**',
        '',
        '- ✘ **broken** `shared.a` pass → fail — `stdio/2025-11-25/shared/a`',
        '- + **new** `shared.d` not there → fail — `stdio/2025-11-25/shared/d`',
      ].join('\n'),
    );
    expect(text.indexOf('#### Since')).toBeLessThan(text.indexOf('#### In full'));
  });

  it('shortened where there is too much of it', () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      makeCase('stdio', `shared/${index}`, [makeCheck('fail', `shared.${index}`)]),
    );
    const much = compareResults(makeTestResult(many), makeTestResult([]));
    const text = matrix.render(makeTestResult(many), { color: false, comparison: much });
    expect(text.match(/^ {2}\+ new/gm)).toHaveLength(15);
    expect(text).toContain('    … and 25 more\n');
  });
});
