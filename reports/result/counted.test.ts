import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { collectFacts } from '../badge/facts.js';
import { makeAgreeing, makeResultOfRows, makeRowsWith, ROWS } from '../conforming.test.data.js';
import { format as junit } from '../junit/format.js';
import { format as markdown } from '../markdown/format.js';
import { format as matrix } from '../matrix/format.js';
import { recorded } from '../recorded.test.data.js';
import { markNew, markNewParity } from './counted.js';
import { computeExitCode } from './exit-code.js';
import { joinResults } from './merge.js';
import type { Result, Verdict } from './result.js';
import { listContradictions } from './verify/result.js';

const plain = { color: false };

/** A result that is held to its sets, with one check more, of a requirement that is in none of them. */
function withLater(verdict: Verdict, heldTo?: 'sets' | 'latest', rows = ROWS): Result {
  const copy = structuredClone(makeResultOfRows(rows));
  copy.requirements['z.later'] = copy.requirements['a.must']!;
  copy.cases[0]!.checks.push({ ...copy.cases[0]!.checks[0]!, requirement: 'z.later', verdict });
  if (heldTo !== undefined) copy.run.heldTo = heldTo;
  copy.cases = markNew(copy.cases, copy);
  copy.parity = markNewParity(copy.parity, copy.cases);
  const marked = makeAgreeing(copy);
  return makeAgreeing({ ...marked, run: { ...marked.run, exitCode: computeExitCode(marked) } });
}

const standing = (result: Result): unknown => collectFacts(result)[0]?.standing;
const laterIn = (result: Result) => result.cases[0]!.checks.at(-1);

describe('a requirement that is in no frozen set yet', () => {
  it('is shown as new and turns neither exit code nor badge', () => {
    const result = withLater('fail', 'sets');
    expect(laterIn(result)).toMatchObject({ verdict: 'fail', new: true });
    expect(computeExitCode(result)).toBe(0);
    expect(standing(result)).toBe('conforms');
    expect(result.summary['stdio']!['2025-11-25']).toMatchObject({ pass: 4, fail: 0 });
    expect(listContradictions(result)).toEqual([]);
    expect(matrix.render(result, plain)).toContain(
      '+ new: not in 2025-11-25@1 yet, so it does not count (it does with --set latest):\n' +
        '+ stdio · 2025-11-25 · z.later  MUST  expected one thing, received another thing\n',
    );
    expect(matrix.render(result, { ...plain, verbose: true })).toMatch(/^\+ stdio · .*z\.later .*MUST\n/m);
    expect(markdown.render(result, plain)).toContain('+ New, not in `2025-11-25@1` yet');
    expect(junit.render(result, plain)).not.toContain('<failure');
    expect(junit.render(result, plain)).toContain('new, which is not in the set');
  });

  it('counts where every check does', () => {
    const result = withLater('fail', 'latest');
    expect(laterIn(result)).not.toHaveProperty('new');
    expect(computeExitCode(result)).toBe(1);
    expect(listContradictions(result)).toEqual([]);
  });

  it('counts in a result of before there was a choice', () => {
    const result = withLater('fail');
    expect(laterIn(result)).not.toHaveProperty('new');
    expect(computeExitCode(result)).toBe(1);
    // Its badge was held to the set then, too.
    expect(standing(result)).toBe('conforms');
    expect(listContradictions(result)).toEqual([]);
  });

  it('decides something where nothing else was judged', () => {
    const copy = withLater('pass', 'sets');
    const alone = { ...copy.cases[0]!, checks: [laterIn(copy)!] };
    const result = makeAgreeing({ ...copy, cases: [alone], parity: [] });
    expect(computeExitCode(result)).toBe(0);
  });

  it.each<Verdict>(['not-verified', 'warn'])('counts for no stricter run either: %s', (verdict) => {
    const result = withLater(verdict, 'sets');
    result.run.options['failOn'] = ['fail', 'warn', 'not-verified', 'differs'];
    expect(computeExitCode(result)).toBe(0);
  });
});

describe('a requirement of a set', () => {
  it('counts whatever else is new', () => {
    expect(computeExitCode(withLater('fail', 'sets', makeRowsWith('b.must', 'fail')))).toBe(1);
  });

  it('fails nobody for what was a SHOULD when the set was made', () => {
    const result = withLater('pass', 'sets', makeRowsWith('c.should', 'fail'));
    const check = result.cases
      .flatMap(({ checks }) => checks)
      .find(({ requirement, verdict }) => requirement === 'c.should' && verdict === 'fail');
    expect(check).toHaveProperty('new', true);
    expect(computeExitCode(result)).toBe(0);
  });

  it('is new on a transport that the set leaves out', () => {
    const result = withLater('pass', 'sets');
    const copy = structuredClone(result);
    const elsewhere = copy.cases.find(({ transport }) => transport === 'websocket')!;
    elsewhere.checks.push({ ...elsewhere.checks[0]!, requirement: 'd.stdio', verdict: 'fail' });
    const [marked] = markNew([elsewhere], copy);
    expect(marked!.checks.at(-1)).toMatchObject({ requirement: 'd.stdio', new: true });
  });
});

describe('a difference between transports', () => {
  const row = {
    scenario: 'shared/a',
    revision: '2025-11-25',
    verdict: 'differs' as const,
    transports: ['stdio', 'websocket'],
  };
  const factOf = (fact: string) => ({ fact, values: { stdio: 'pass', websocket: 'fail' } });

  it('is new where all that differs is how something new was met', () => {
    const { cases } = withLater('fail', 'sets');
    const isNew = (...facts: string[]): unknown =>
      markNewParity([{ ...row, differences: facts.map(factOf) }], cases)[0]?.new;
    expect(isNew('z.later')).toBe(true);
    expect(isNew('z.later', 'a.must')).toBeUndefined();
    expect(isNew('names')).toBeUndefined();
  });
});

describe('what is marked as new', () => {
  const changed = (change: (copy: Result) => void, from = withLater('fail', 'sets')): string => {
    const copy = structuredClone(from);
    change(copy);
    return listContradictions(makeAgreeing(copy)).join();
  };

  it('is refuted where it is in the set, and where a mark is gone', () => {
    expect(changed((copy) => void (copy.cases[0]!.checks[0]!.new = true))).toContain(
      '#a.must: is marked as new, and counts',
    );
    expect(changed((copy) => void delete copy.cases[0]!.checks.at(-1)!.new)).toContain(
      '#z.later: counts, and the run is not held to it',
    );
    expect(changed((copy) => void delete copy.run.heldTo)).toContain('z.later: is marked as new, and counts');
    expect(changed((copy) => void (copy.cases[0]!.checks[0]!.lacks = 'fixture'))).toContain(
      'that the target lacks a fixture',
    );
  });

  it('counts the same in all parts that are joined', () => {
    const parts = (['sets', 'latest'] as const).map((heldTo, index) => {
      const result = withLater('pass', heldTo);
      return {
        name: `${index}.json`,
        result: { ...result, run: { ...result.run, shard: { index: index + 1, of: 2 } } },
      };
    });
    expect(() => joinResults(parts)).toThrow('differ in what counts: "sets" and "latest"');
  });
});

const GALLERY = new URL('../../../reports/gallery/', import.meta.url);

it.each([
  ['a recorded run', recorded],
  ...readdirSync(GALLERY)
    .filter((name) => name.endsWith('.json'))
    .map((name): [string, Result] => [
      name,
      JSON.parse(readFileSync(new URL(name, GALLERY), 'utf8')) as Result,
    ]),
])('an old result keeps its verdict: %s', (_, result) => {
  expect(computeExitCode(result)).toBe(result.run.exitCode);
  expect(listContradictions(result)).toEqual([]);
});
