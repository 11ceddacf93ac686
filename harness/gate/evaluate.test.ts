import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  makeResultOfRows,
  ROWS,
  SET,
  makeRowsWith,
  makeRowsWithout,
  type CheckRow,
} from '../../reports/conforming.test.data.js';
import { VERDICTS, type BaselineReport, type Result } from '../../reports/result/result.js';
import type { FrozenSet } from '../../suites/requirements/sets/index.js';
import { evaluateGate, type GateVerdict } from './evaluate.js';
import type { LoadedPolicy, Policy, Rule } from './policy.js';

const TODAY = '2026-12-01';
const sets = new Map([['2025-11-25@1', SET as FrozenSet]]);
const scenarios: LoadedPolicy['scenarios'] = new Map([
  ['shared/a', { requirements: ['a.must'] }],
  ['shared/b', { requirements: ['a.must', 'b.must'] }],
]);

const policyOf = (rule: Partial<Rule> = {}, more: Partial<Policy> = {}): Policy => ({
  gate: 'A group',
  rules: [{ set: '2025-11-25@1', transports: ['stdio'], ...rule }],
  ...more,
});
const judged = (result: Result, policy = policyOf()): GateVerdict =>
  evaluateGate(result, { policy, sets, scenarios, observed: [] }, TODAY);
const outcome = (rows: readonly CheckRow[], rule?: Partial<Rule>, more?: Partial<Policy>) =>
  judged(makeResultOfRows(rows), policyOf(rule, more)).outcome;

/** The checks that a verdict names, whatever became of them. */
const named = ({ rules }: GateVerdict): Set<string> =>
  new Set(rules.flatMap(({ members }) => members.flatMap(({ checks }) => checks)));
const nameOf = ([transport, scenario, requirement]: CheckRow): string =>
  `${transport}/2025-11-25/${scenario}#${requirement}`;

describe('a gate', () => {
  it('is met where what it asks for was seen to hold, and not where it was seen to fail', () => {
    expect(outcome(ROWS)).toBe('met');
    expect(outcome(makeRowsWith('b.must', 'fail'))).toBe('not met');
    expect(outcome(makeRowsWith('b.must', 'error'))).toBe('not met');
  });

  it.each<[string, readonly CheckRow[], Partial<Rule>, string]>([
    ['a SHOULD where MUSTs are asked for', makeRowsWith('c.should', 'warn'), {}, 'met'],
    [
      'a SHOULD where it is asked for',
      makeRowsWith('c.should', 'warn'),
      { levels: ['MUST', 'SHOULD'] },
      'not met',
    ],
    ['a group that is asked for', makeRowsWith('b.must', 'fail'), { groups: ['security'] }, 'not met'],
    ['another group', makeRowsWith('b.must', 'fail'), { groups: ['transport'] }, 'met'],
    ['another transport', makeRowsWith('b.must', 'fail', 'websocket'), {}, 'met'],
    ['any transport', makeRowsWith('b.must', 'fail', 'websocket'), { transports: ['*'] }, 'not met'],
    ['a requirement that is named', makeRowsWith('b.must', 'fail'), { requirements: ['b.*'] }, 'not met'],
    ['another than is named', makeRowsWith('b.must', 'fail'), { requirements: ['a.*'] }, 'met'],
    ['a transport that is not there', ROWS, { transports: ['stdio', 'grpc'] }, 'not met'],
    ['a glob for nothing that is there', ROWS, { transports: ['stdio', 'grpc*'] }, 'not met'],
    ['what nobody asks for', ROWS, { requirements: ['e.not-stdio'] }, 'undecided'],
    ['what could not be seen', makeRowsWith('b.must', 'not-verified'), {}, 'not met'],
    ['what was not run', makeRowsWithout('b.must'), {}, 'not met'],
    [
      'what could not be seen, where less is asked',
      makeRowsWith('b.must', 'not-verified'),
      { coverage: 66 },
      'met',
    ],
    [
      'what could not be seen, where little less is asked',
      makeRowsWithout('b.must'),
      { coverage: 67 },
      'not met',
    ],
    ['what does not apply', makeRowsWith('b.must', 'not-applicable'), {}, 'met'],
    ['nothing', [['stdio', 'shared/a', 'a.must', 'not-verified']], { coverage: 0 }, 'undecided'],
  ])('decides by %s', (_, rows, rule, expected) => {
    expect(outcome(rows, rule)).toBe(expected);
  });

  it('decides nothing by a draft', () => {
    const draft = makeResultOfRows(ROWS);
    draft.run.options = { revisions: 'draft' };
    expect(judged(draft).outcome).toBe('undecided');
  });

  it('decides nothing by one shard, whatever it saw', () => {
    for (const verdict of ['pass', 'fail'] as const) {
      const shard = makeResultOfRows(makeRowsWith('b.must', verdict));
      shard.run.shard = { index: 1, of: 2 };
      expect(judged(shard)).toMatchObject({
        outcome: 'undecided',
        undecided: expect.stringContaining('shard 1 of 2'),
      });
    }
  });

  it('decides nothing where not all of the run is there, unless what is there violates something', () => {
    const cut = (rows: readonly CheckRow[], more: Partial<Policy> = {}) => {
      const result = makeResultOfRows(rows);
      Object.assign(result.run, { complete: false, stoppedBy: 'shards are missing: 2 of 2' });
      return judged(result, policyOf({ coverage: 50 }, more));
    };
    expect(cut(ROWS)).toMatchObject({
      outcome: 'undecided',
      undecided: expect.stringContaining('shards are missing: 2 of 2'),
    });
    expect(cut(makeRowsWithout('b.must')).outcome).toBe('undecided');
    expect(cut(ROWS, { parity: { same: 2 } }).outcome).toBe('undecided');
    expect(cut(makeRowsWith('b.must', 'fail'))).not.toHaveProperty('undecided');
    expect(cut(makeRowsWith('b.must', 'fail')).outcome).toBe('not met');
  });

  it.each<[string, string, Partial<Rule>, string]>([
    ['may speak of what is asked for', 'shared/a', {}, 'not met'],
    ['may speak of it besides', 'shared/b', { requirements: ['a.*', 'd.*'] }, 'not met'],
    ['is about something else', 'shared/b', { requirements: ['d.*'] }, 'met'],
    ['ran on another transport', 'shared/e', { transports: ['stdio'] }, 'met'],
    ['nobody here knows, where it is all', 'shared/c', {}, 'undecided'],
    ['nobody here knows', 'shared/c', { transports: ['stdio', 'websocket'] }, 'not met'],
  ])('is not met by a case that the harness broke and that %s', (_, scenario, rule, expected) => {
    for (const keep of [true, false]) {
      const result = makeResultOfRows(ROWS);
      const broken = result.cases.find((one) => one.scenario === scenario)!;
      Object.assign(broken, { status: 'error', reason: 'TypeError', ...(keep ? {} : { checks: [] }) });
      const verdict = judged(result, policyOf({ ...rule, coverage: 0 }));
      expect(named(verdict).size > 0 && verdict.outcome === expected ? 'so' : verdict).toBe('so');
    }
  });

  it('asks for parity, by its figures', () => {
    const result = makeResultOfRows(ROWS);
    const parity = (rule: Policy['parity']) => judged(result, policyOf({}, { parity: rule })).outcome;
    expect(parity({ same: 1 })).toBe('met');
    expect(parity({ same: 2 })).toBe('not met');
    result.parity.push(...result.parity);
    expect(parity({ same: 2 })).toBe('not met');
    result.parity.push({ scenario: 'shared/z', revision: '2025-11-25', verdict: 'differs', differences: [] });
    expect(parity({})).toBe('not met');
    expect(parity({ differs: 1 })).toBe('met');
    expect(parity({ scenarios: ['shared/a'] })).toBe('met');
    expect(parity({ revisions: ['2026-*'] })).toBe('met');
  });
});

describe('a waiver', () => {
  const entry: BaselineReport = {
    requirement: 'b.must',
    reason: 'soon',
    owner: 'ada',
    issue: 'https://example.org/1',
    expires: '2027-06-01',
    state: 'used',
  };
  const excused = (about: Partial<BaselineReport> = {}): Result => {
    const result = makeResultOfRows(makeRowsWith('b.must', 'fail'));
    const check = result.cases.flatMap(({ checks }) => checks).find(({ verdict }) => verdict === 'fail')!;
    Object.assign(check, { waivedBy: 'soon (https://example.org/1)', waiver: 0 });
    return { ...result, baseline: [{ ...entry, ...about }] };
  };
  const by = (waivers: Policy['waivers'], result = excused()) =>
    judged(result, policyOf({}, waivers === undefined ? {} : { waivers })).outcome;

  it('counts where the policy lets its owner waive that today, and nowhere else', () => {
    expect(by(undefined)).toBe('not met');
    expect(by([{ by: 'ada', until: '2026-12-01' }])).toBe('met');
    expect(by([{ by: 'ada', until: '2026-11-30' }])).toBe('not met');
    expect(by([{ by: 'bob', until: '2027-12-01' }])).toBe('not met');
    expect(by([{ by: 'ada', until: '2027-12-01', requirements: ['a.*'] }])).toBe('not met');
    expect(by([{ by: 'ada', until: '2027-12-01', requirements: ['b.*'] }])).toBe('met');
    expect(by([{ by: 'ada', until: '2027-12-01' }], excused({ expires: TODAY }))).toBe('not met');
    expect(by([{ by: 'ada', until: '2027-12-01' }], { ...excused(), baseline: [] })).toBe('not met');
  });

  it.each<[string, Partial<BaselineReport>]>([
    ['another requirement', { requirement: 'a.must' }],
    ['another scenario', { scenario: 'shared/a' }],
    ['another transport', { transport: 'grpc' }],
    ['another revision', { revision: '2024-*' }],
    ['nothing that fails', { state: 'stale' }],
  ])('does not count by an entry that names %s', (_, about) => {
    const may: Policy['waivers'] = [{ by: 'ada', until: '2027-12-01' }];
    expect(by(may, excused(about))).toBe('not met');
    expect(by(may, excused({ scenario: 'shared/*', transport: 'stdio', revision: '2025-11-25' }))).toBe(
      'met',
    );
  });

  it('is said with who excuses and until when', () => {
    const { rules } = judged(excused(), policyOf({}, { waivers: [{ by: 'ada', until: '2027-01-31' }] }));
    expect(rules[0]?.members.find(({ id }) => id === 'b.must')).toMatchObject({
      fate: 'waived',
      waiver: 'ada, until 2027-01-31: soon (https://example.org/1)',
    });
  });
});

/** Every rule that differs in what it names. */
const rules: Partial<Rule>[] = [
  {},
  { groups: ['transport'] },
  { groups: ['security'], levels: ['MUST', 'SHOULD'] },
  { levels: ['SHOULD'] },
  { requirements: ['a.*', 'd.*'] },
  { transports: ['*'] },
  { transports: ['websocket'], groups: ['tooling'] },
];

/** Each row with each verdict in its place, once for all rules. */
const mutants = ROWS.flatMap((row, index) =>
  VERDICTS.map((verdict) => {
    const rows = ROWS.with(index, [row[0], row[1], row[2], verdict]);
    return { row, verdict, result: makeResultOfRows(rows) };
  }),
);

describe('the verdict of a gate changes when, and only when, a check that it names changes', () => {
  it.each(rules)('with %j, for each check and each verdict', (rule) => {
    const policy = policyOf(rule);
    const before = judged(makeResultOfRows(ROWS), policy);
    expect(before.outcome).toBe('met');
    for (const { row, verdict, result } of mutants) {
      const after = judged(result, policy);
      if (!named(before).has(nameOf(row))) {
        expect(after).toEqual(before);
      } else if (verdict === 'fail' || verdict === 'error') {
        // Where nothing else is named, an error leaves nothing decided.
        const alone = after.rules.flatMap(({ members }) => members).length === 1 && verdict === 'error';
        expect([nameOf(row), after.outcome]).toEqual([nameOf(row), alone ? 'undecided' : 'not met']);
      }
    }
  });

  it('for any result, any rule and any check', () => {
    const anyRows = fc.tuple(...ROWS.map(() => fc.constantFrom(...VERDICTS)));
    fc.assert(
      fc.property(
        anyRows,
        fc.nat({ max: ROWS.length - 1 }),
        fc.constantFrom(...VERDICTS),
        fc.constantFrom(...rules),
        fc.integer({ min: 0, max: 100 }),
        (verdicts, at, verdict, rule, coverage) => {
          const policy = policyOf({ ...rule, coverage });
          const rows = ROWS.map((row, index): CheckRow => [row[0], row[1], row[2], verdicts[index]!]);
          const before = judged(makeResultOfRows(rows), policy);
          const after = judged(
            makeResultOfRows(rows.with(at, [...rows[at]!.slice(0, 3), verdict] as unknown as CheckRow)),
            policy,
          );
          // A change of the verdict is a change of a check that is named: nothing else can move it.
          if (!named(before).has(nameOf(rows[at]!))) expect(after).toEqual(before);
          // And where no counted member fails and all of it was seen, nothing can hold the gate back.
          const { members } = before.rules[0]!;
          const all = before.rules.flatMap((one) => one.members);
          if (members.length > 0 && all.every(({ fate }) => fate === 'holds'))
            expect(before.outcome).toBe('met');
          if (all.some(({ fate }) => fate === 'violated' || fate === 'error'))
            expect(before.outcome).not.toBe('met');
        },
      ),
      { numRuns: 200 },
    );
  });

  it('and a check that is mended meets it again', () => {
    for (const [, , requirement] of ROWS.slice(0, 5)) {
      if (requirement === 'c.should') continue;
      expect(outcome(makeRowsWith(requirement, 'fail'))).toBe('not met');
      expect(outcome(makeRowsWith(requirement, 'pass'))).toBe('met');
    }
  });
});
