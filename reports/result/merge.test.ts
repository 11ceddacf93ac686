import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { makeCase, makeCheck, makeTestResult, makeShards, whole } from './join.test.data.js';
import { format as markdown } from '../markdown/format.js';
import { format as matrix } from '../matrix/format.js';
import { joinResults } from './merge.js';
import { parseResult } from './read.js';
import type { BaselineReport, CaseReport, ParityReport, Result, SetReport } from './result.js';
import { computeResultHash, withDigest } from './digest.js';
import { listContradictions } from './verify/result.js';

const named = (results: readonly Result[]) =>
  results.map((result, index) => ({ name: `shard-${index + 1}.json`, result }));
const join = (results: readonly Result[]): Result => joinResults(named(results));

/** Apart from everything that the parts share in memory. */
const copyOf = (result: Result): Result => JSON.parse(JSON.stringify(result)) as Result;

/** Without what tells the join from the run. */
const substance = ({ run: { parts: _, durationMs: __, ...run }, ...rest }: Result): object => ({
  ...rest,
  run,
  cases: rest.cases.toSorted((a, b) =>
    JSON.stringify([a.transport, a.revision, a.scenario]) <
    JSON.stringify([b.transport, b.revision, b.scenario])
      ? -1
      : 1,
  ),
});

const same: ParityReport = {
  scenario: 'shared/a',
  revision: '2025-11-25',
  verdict: 'same',
  differences: [],
  transports: ['stdio', 'streamable-http'],
};

describe('joining shards', () => {
  it('gives what one run would have given, in whatever order they come', () => {
    const result = { ...whole, parity: [same] };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.boolean(), (of, turned) => {
        const shards = makeShards(result, of);
        const joined = join(turned ? shards.toReversed() : shards);
        expect(substance(joined)).toEqual(substance(result));
      }),
      { numRuns: 10 },
    );
  });

  it('says what it was joined from, and is a result like any other', async () => {
    const joined = join(makeShards(whole, 3));
    expect(joined.run.shard).toBeUndefined();
    expect(joined.run.parts).toHaveLength(3);
    expect(joined.run.parts?.[1]).toMatchObject({
      shard: { index: 2, of: 3 },
      transports: ['stdio', 'streamable-http'],
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(listContradictions(joined)).toEqual([]);
    expect(await parseResult(JSON.stringify(withDigest(joined)))).toEqual(withDigest(joined));
  });

  it('names the shards that are missing, and then decides nothing', () => {
    const [, second, third] = makeShards(whole, 4) as [Result, Result, Result, Result];
    const { run } = join([second, third]);
    expect(run).toMatchObject({ complete: false, exitCode: 2, stoppedBy: 'shards 1/4, 4/4 are missing' });
    expect(join([third]).run.stoppedBy).toBe('shards 1/4, 2/4, 4/4 are missing');
  });

  it('is not complete where a shard was cut short', () => {
    const [first, second] = makeShards(whole, 2) as [Result, Result];
    const run = { ...second.run, complete: false, stoppedBy: 'interrupted', exitCode: 2 };
    const joined = join([first, { ...makeTestResult(second.cases.slice(1), run), target: whole.target }]);
    expect(joined.run).toMatchObject({ complete: false, stoppedBy: 'interrupted', exitCode: 1 });
  });

  it('keeps what every shard saw in its survey once', () => {
    const silent = makeCase('stdio', 'survey', [makeCheck('fail', 'jsonrpc.request-answered')]);
    const shards = makeShards(makeTestResult([]), 2).map(({ run: { planHash, shard } }) =>
      makeTestResult([silent], { planHash, ...(shard === undefined ? {} : { shard }) }),
    );
    expect(join(shards).cases).toHaveLength(1);
  });
});

describe('what joined shards say of sets, a baseline and transports', () => {
  const set: SetReport = {
    format: 'mcp-transport-conformance/set@1',
    revision: '2025-11-25',
    version: 1,
    members: [{ id: 'shared.a', level: 'MUST', group: 'transport' }],
  };
  const entry: BaselineReport = {
    requirement: 'shared.c',
    reason: 'being fixed',
    owner: 'ada',
    issue: 'https://example.com/1',
    expires: '2999-01-01',
    state: 'unused',
  };
  const passing = makeTestResult(
    ['a', 'b'].map((name) => makeCase('stdio', `shared/${name}`, [makeCheck('pass', `shared.${name}`)])),
  );
  const withBaselines = (...states: BaselineReport['state'][][]): Result[] =>
    makeShards(passing, 2).map((shard, index) => {
      const baseline = states[index]!.map((state, nth) => ({ ...entry, owner: `owner ${nth}`, state }));
      return {
        ...shard,
        baseline,
        run: { ...shard.run, exitCode: states[index]!.includes('stale') ? 1 : 0 },
      };
    });

  it('has each frozen set once, and refuses two of one revision', () => {
    const [first, second] = makeShards(whole, 2) as [Result, Result];
    const older: SetReport = { ...set, revision: '2025-06-18' };
    expect(
      join([
        { ...first, sets: [set] },
        { ...second, sets: [set, older] },
      ]).sets,
    ).toEqual([older, set]);
    const other = { ...second, sets: [{ ...set, version: 2 }] };
    expect(() => join([{ ...first, sets: [set] }, other])).toThrow(
      'the frozen set of 2025-11-25 is not the same',
    );
  });

  it('keeps an entry that one shard used or could not look for, and fails for one that is dead in all', () => {
    const joined = join(withBaselines(['used', 'unused', 'stale'], ['unused', 'stale', 'stale']));
    expect(joined.baseline?.map(({ state }) => state)).toEqual(['used', 'unused', 'stale']);
    expect(joined.run.exitCode).toBe(1);
    expect(join(withBaselines(['stale'], ['unused'])).run.exitCode).toBe(0);
  });

  it('refuses shards with different baselines, because a check says by its place which entry excuses it', () => {
    const [first, second] = withBaselines(['used'], ['unused']) as [Result, Result];
    const at = (place: string, result: Result): Result => ({
      ...result,
      baseline: result.baseline!.map((one) => ({ ...one, at: place })),
    });
    expect(join([at('a.yaml:1:1', first), at('b/a.yaml:1:1', second)]).baseline).toHaveLength(1);
    const moved = { ...second, baseline: [{ ...entry, owner: 'somebody else' }] };
    for (const other of [moved, { ...second, baseline: [] }]) {
      expect(() => join([first, other])).toThrow('shard-1.json and shard-2.json have different baselines');
    }
  });

  it('says by its transports whether one never came up', () => {
    const grpc = { revisions: [], custom: true, again: [], reason: 'refused', neverUp: true as const };
    const target = { ...passing.target, transports: { ...passing.target.transports, grpc } };
    const parts = makeShards({ ...passing, target }, 2);
    const down = parts.map((part) => ({ ...part, run: { ...part.run, exitCode: 3 } }));
    expect(join(down).run.exitCode).toBe(3);
    expect(listContradictions(join(down))).toEqual([]);
    expect(() => join(parts)).toThrow('run.exitCode: says 0, is 3');
  });

  it('carries no digest of a part, and names the parts by theirs', () => {
    const shards = makeShards(whole, 2).map(withDigest);
    const joined = join(shards);
    expect(joined.digest).toBeUndefined();
    expect(joined.run.parts?.map(({ sha256 }) => sha256)).toEqual(shards.map(computeResultHash));
    expect(shards.map(({ digest }) => digest)).toEqual(shards.map(computeResultHash));
  });
});

describe('joining transports', () => {
  const only = (transport: string): Result =>
    makeTestResult(whole.cases.filter((one: CaseReport) => one.transport === transport));

  it('gives the figures of one run, and says that nobody compared them', () => {
    const joined = join([only('stdio'), only('streamable-http')]);
    expect(joined.summary).toEqual(whole.summary);
    expect(joined.run).toMatchObject({ complete: true, exitCode: 1, planHash: whole.run.planHash });
    expect(joined.parity).toHaveLength(5);
    expect(joined.parity[0]).toMatchObject({
      verdict: 'not-applicable',
      reason: expect.stringContaining('stdio, streamable-http: tested in different runs'),
    });
    expect(listContradictions(joined)).toEqual([]);
    expect(Object.keys(joined.target.transports)).toEqual(['stdio', 'streamable-http']);
    expect(matrix.render(joined, { color: false })).toMatch(/^parity +not compared$/m);
    expect(markdown.render(joined, { color: false })).toContain('| parity | not compared |');
  });

  it('takes from another run what could not be run for one', () => {
    const notRun = { revisions: [], custom: false, again: [], reason: 'no engine', notRun: true as const };
    const [one, other] = [only('stdio'), only('streamable-http')];
    const lacking = {
      ...one,
      target: { ...one.target, transports: { ...one.target.transports, 'streamable-http': notRun } },
    };
    for (const parts of [
      [lacking, other],
      [other, lacking],
    ]) {
      const joined = join(parts);
      expect(joined.target.transports['streamable-http']).toEqual(other.target.transports['streamable-http']);
      expect(joined.summary).toEqual(whole.summary);
    }
  });

  it('is of some cases where one of them was', () => {
    const one = only('stdio');
    const cases = [{ transport: 'stdio', revision: '2025-11-25', scenario: 'shared/a' }];
    const some = { ...one, run: { ...one.run, options: { ...one.run.options, cases } } };
    expect(join([only('streamable-http'), some]).run.options['cases']).toEqual(cases);
    expect(join([only('streamable-http'), one]).run.options['cases']).toBeUndefined();
  });

  it('decides nothing where one was joined from parts that were not all there', () => {
    const [shard] = makeShards(only('streamable-http'), 2) as [Result];
    const lacking = join([shard]);
    expect(lacking.run.exitCode).toBe(2);
    const joined = join([only('stdio'), lacking]);
    expect(joined.run).toMatchObject({
      complete: false,
      exitCode: 2,
      stoppedBy: 'shard 2/2 is missing',
    });
    expect(listContradictions(joined)).toEqual([]);
  });

  it('may be of shards on each', () => {
    const parts = ['stdio', 'streamable-http'].flatMap((name) => makeShards(only(name), 2));
    expect(join(parts).summary).toEqual(whole.summary);
    expect(join(parts.slice(1)).run.stoppedBy).toBe('shard 1/2 is missing');
  });
});

describe('what does not belong together', () => {
  const shards = (): [Result, Result] => makeShards(whole, 2) as [Result, Result];
  const refusal = (results: readonly Result[]): string => {
    try {
      join(results);
    } catch (error) {
      return (error as Error).message;
    }
    return 'was joined';
  };
  const changed = (change: (copy: Result) => void): string => {
    const [first, second] = shards().map(copyOf) as [Result, Result];
    change(second);
    return refusal([first, second]);
  };

  it.each<[string, (copy: Result) => void, string]>([
    ['another version', (r) => (r.tool.version = '9.9.9'), 'differ in tool version: "0.1.0" and "9.9.9"'],
    ['another catalogue', (r) => (r.run.catalogueHash = 'x'), 'differ in catalogue'],
    ['another target', (r) => (r.target.name = 'other'), 'differ in target: "my-server" and "other"'],
    [
      'another version of it',
      (r) => (r.target.serverInfo = { version: '2' }),
      'differ in what the target says of itself',
    ],
    [
      'another target of that version',
      (r) => (r.target.serverInfo = { ...(r.target.serverInfo as object), name: 'other' }),
      'differ in what the target says of itself: {"name":"my-server","version":"1.4.0"} and {"name":"other"',
    ],
    [
      'another image',
      (r) => (r.target.transports['stdio']!.image = 'sha256:1'),
      'shard-1.json and shard-2.json differ in image of stdio: null and "sha256:1"',
    ],
    [
      'a binding that is called custom',
      (r) => (r.target.transports['stdio']!.custom = true),
      'differ in custom of stdio: false and true',
    ],
    [
      'other protections',
      (r) => (r.run.loosened = ['tls.insecure']),
      'differ in what was loosened: [] and ["tls.insecure"]',
    ],
    ['another seed', (r) => (r.run.seed = 8), 'differ in seed: 7 and 8'],
    ['other options', (r) => (r.run.options['fixtures'] = 'ignore'), 'differ in fixtures'],
    ['another plan', (r) => (r.run.planHash = 'x'), 'different plans for stdio'],
    [
      'another number of shards',
      (r) => (r.run.shard = { index: 2, of: 3 }),
      'is shard 1/2, shard-2.json is shard 2/3',
    ],
    ['the same shard', (r) => (r.run.shard = { index: 1, of: 2 }), 'are both shard 1/2'],
    [
      'a target that declined',
      (r) => {
        const { planHash, shard } = r.run;
        const cases = r.cases.filter(({ transport }) => transport !== 'stdio');
        const stdio = { revisions: [], custom: false, again: [], reason: 'refused\nmore' };
        const transports = { ...r.target.transports, stdio };
        const less = makeTestResult(cases, { planHash, ...(shard === undefined ? {} : { shard }) });
        Object.assign(r, less, { target: { ...r.target, transports } });
      },
      'shard-2.json could not test stdio: refused',
    ],
  ])('%s', (_, change, words) => {
    expect(changed(change)).toContain(words);
  });

  it.each<[string, (copy: Result) => void, string]>([
    [
      'a figure',
      (r) => (r.summary['stdio']!['2025-11-25']!.pass += 1),
      'it is not so that the summary is the sum of the cases: summary.stdio.2025-11-25.pass: says',
    ],
    [
      'a verdict',
      (r) => {
        for (const one of r.cases) for (const check of one.checks) check.verdict = 'pass';
      },
      'summary',
    ],
    ['a level', (r) => (r.requirements['shared.c']!.level = 'ROBUSTNESS'), 'summary'],
    ['evidence', (r) => (r.cases[0]!.transcript = []), 'cites entries that are not there: 3'],
    ['a case twice', (r) => r.cases.push(r.cases[0]!), 'stands there twice'],
    ['the exit code', (r) => (r.run.exitCode = 0), 'run.exitCode: says 0, is 1'],
  ])('a shard in which somebody changed %s', (_, change, words) => {
    const [first, second] = shards().map(copyOf) as [Result, Result];
    // The one that fails.
    const [bad, good] = first.run.exitCode === 1 ? [first, second] : [second, first];
    change(bad);
    const message = refusal([good, bad]);
    expect(message).toContain('contradicts itself');
    expect(message).toContain(words);
  });

  it('a shard from which a case was taken, even with its figures', () => {
    const [first, second] = shards();
    const { planHash, shard } = second.run;
    const less = makeTestResult(second.cases.slice(1), {
      planHash,
      ...(shard === undefined ? {} : { shard }),
    });
    expect(refusal([first, { ...less, target: second.target }])).toContain('not those of their plan');
  });

  it('a shard that got a case of another', () => {
    const [first, second] = shards();
    const moved = first.cases[0]!;
    const with_ = (result: Result, cases: CaseReport[]): Result => {
      const { planHash, shard } = result.run;
      const made = makeTestResult(cases, { planHash, ...(shard === undefined ? {} : { shard }) });
      return { ...made, target: result.target };
    };
    const parts = [with_(first, first.cases.slice(1)), with_(second, [...second.cases, moved])];
    expect(refusal(parts)).toContain('of another shard');
    expect(refusal([first, with_(second, [...second.cases, moved])])).toContain('both have the case');
  });

  it('a shard and the whole', () => {
    expect(refusal([whole, shards()[0]])).toContain('is the whole plan, shard-2.json is shard 1/2');
    expect(refusal([whole, whole])).toContain('are both the whole plan');
  });
});

describe('a result', () => {
  it('that is whole does not contradict itself, and one from which a case was taken does', () => {
    expect(listContradictions(whole)).toEqual([]);
    const { planHash } = whole.run;
    expect(listContradictions(makeTestResult(whole.cases.slice(1), { planHash }))).toEqual([
      expect.stringMatching(/^it is not so that the cases are those that were planned: run\.planHash: says/),
    ]);
  });
});
