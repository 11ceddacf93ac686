import { describe, expect, it } from '@jest/globals';
import { makeResultOfRows, ROWS, SET, makeRowsWith } from '../../reports/conforming.test.data.js';
import { parsers } from 'prettier/plugins/markdown';
import type { KnownFailure, Result } from '../../reports/result/result.js';
import type { FrozenSet } from '../../suites/requirements/sets/index.js';
import { evaluateGate } from './evaluate.js';
import type { Policy } from './policy.js';
import { renderGate } from './text.js';

const policy: Policy = {
  gate: 'A group | of people',
  rules: [{ set: '2025-11-25@1', transports: ['stdio'], levels: ['MUST', 'SHOULD'] }],
  parity: { same: 1 },
};

interface Node {
  type: string;
  value?: string;
  children?: Node[];
}

function* nodesOf(node: Node): Iterable<Node> {
  yield node;
  for (const child of node.children ?? []) yield* nodesOf(child);
}

function textOf(result: Result, checks = false, asked = policy): string {
  const sets = new Map([['2025-11-25@1', SET as FrozenSet]]);
  return renderGate(
    evaluateGate(result, { policy: asked, sets, scenarios: new Map(), observed: [] }, '2026-12-01'),
    result,
    {
      policyFile: 'p.yaml',
      policyHash: 'a'.repeat(64),
      resultFile: 'r.json',
      resultHash: 'b'.repeat(64),
      version: '0.1.0',
      today: '2026-12-01',
      checks,
    },
  );
}

describe('what a gate prints', () => {
  it('is the verdict, what it was read from, and a figure for each rule', () => {
    const text = textOf(makeResultOfRows(ROWS));
    expect(text).toContain('# A group \\| of people: met\n');
    expect(text).toContain(`- result: \`r.json\`, sha256 ${'b'.repeat(64)}`);
    expect(text).toMatch(/\| 1 +\| `stdio` +\| 2025-11-25@1 \| all groups MUST and SHOULD \| 4 +\| 0 +\|/);
    expect(text).toContain('Parity: 1 the same (at least 1), 0 differ (at most 0): met');
    expect(text).toMatch(/[^\n]\n$/);
  });

  it('names the check that decided against the target, and what it saw', () => {
    const text = textOf(makeResultOfRows(makeRowsWith('b.must', 'fail')));
    expect(text).toContain(': not met\n');
    expect(text).toContain(
      '- b.must (MUST)\n  - `stdio/2025-11-25/shared/b#b.must`: fail; expected `one thing`, received `another thing`',
    );
  });

  it('shows the globs of a policy as they are', () => {
    const { rules, ...rest } = policy;
    const globs = {
      ...rest,
      gate: '*All* of us_',
      rules: [{ ...rules[0]!, requirements: ['b.*', '*.must'] }],
    };
    const text = textOf(makeResultOfRows(ROWS), false, globs);
    // As another program reads it: remark, by way of prettier.
    const root = parsers.markdown.parse(text, {} as never) as Node;
    const all = [...nodesOf(root)];
    expect(all.filter(({ type }) => type === 'inlineCode').map(({ value }) => value)).toEqual(
      expect.arrayContaining(['b.*', '*.must']),
    );
    expect(all.filter(({ type }) => type === 'emphasis')).toEqual([]);
    expect(text).toContain('# \\*All\\* of us\\_: ');
  });

  it.each<[string, Partial<KnownFailure>, Policy['waivers'], string]>([
    [
      'expired',
      { expires: '2026-11-01' },
      [{ by: 'ada', until: '2027-12-01' }],
      'that of ada expired on 2026-11-01',
    ],
    ['foreign', {}, [{ by: 'bob', until: '2027-12-01' }], 'ada is nobody whom the policy lets waive'],
    ['too late', {}, [{ by: 'ada', until: '2026-11-30' }], 'the policy let ada waive until 2026-11-30'],
    [
      'of something else',
      {},
      [{ by: 'ada', until: '2027-12-01', requirements: ['a.*'] }],
      'the policy does not let ada waive this requirement',
    ],
  ])('names a waiver that is %s', (_, entry, waivers, said) => {
    const result = makeResultOfRows(makeRowsWith('b.must', 'fail'));
    const known = {
      requirement: 'b.must',
      reason: 'r',
      owner: 'ada',
      issue: 'https://example.org/1',
      expires: '2027-01-01',
    };
    const baseline = [{ ...known, ...entry, state: 'used' as const }];
    const text = textOf({ ...result, baseline }, false, {
      ...policy,
      ...(waivers === undefined ? {} : { waivers }),
    });
    expect(text).toContain(`- b.must (MUST), not excused: \`${said}\`\n`);
  });

  it('calls undecided in each row what is undecided as a whole', () => {
    const result = makeResultOfRows(ROWS);
    const { stdio, ...others } = result.target.transports;
    const elsewhere = { ...others, grpc: stdio! };
    const text = textOf({
      ...result,
      target: { ...result.target, transports: elsewhere },
      cases: [],
      parity: [],
    });
    expect(text).toContain('# A group \\| of people: undecided\n');
    expect(text).toMatch(/\| 1 +\| `stdio` .*\| \*\*undecided\*\* \|/);
    expect(text).toContain('## Rule 1 on `stdio`: undecided\n');
    expect(text).toContain('differ (at most 0): **undecided**');
    expect(text).not.toContain('met');
  });

  it('says why nothing is decided', () => {
    const shard = makeResultOfRows(ROWS);
    shard.run.shard = { index: 1, of: 2 };
    expect(textOf(shard)).toContain('\n\nNothing is decided: this is shard 1 of 2, and only all of them ');
    expect(textOf(makeResultOfRows(ROWS))).not.toContain('Nothing is decided');
  });

  it('names the case that the harness broke', () => {
    const result = makeResultOfRows(ROWS);
    const broken = result.cases.find(({ scenario }) => scenario === 'stdio/d')!;
    Object.assign(broken, { status: 'error', reason: 'TypeError: `x`', checks: [] });
    const text = textOf(result);
    expect(text).toContain(': not met\n');
    expect(text).toContain(
      "- d.stdio (MUST)\n  - `stdio/2025-11-25/stdio/d#d.stdio`: the harness broke there, `TypeError: 'x'`\n",
    );
  });

  it('leads from every figure to as many requirements, each with its checks', () => {
    const text = textOf(makeResultOfRows(makeRowsWith('c.should', 'not-verified')), true);
    for (const [head, count] of [
      ['hold', 3],
      ['not seen', 1],
    ] as const) {
      const [, list = ''] =
        new RegExp(`${head} \\(${count}\\):\\n\\n((?:[ -].*\\n)+)`).exec(`${text}\n`) ?? [];
      expect(list.match(/^- /gm)?.length).toBe(count);
      expect(list.match(/^ {2}- `stdio\/2025-11-25\/\S+#\S+`: /gm)?.length).toBeGreaterThanOrEqual(count);
    }
  });

  it('holds nothing of a target that is markup, a mention, a cell of a table or a line of its own', () => {
    const result = makeResultOfRows(makeRowsWith('b.must', 'fail'));
    const evil = '`|\n# met\n| a | <script> @ada [x](javascript:1) \u001b[2J\u202e';
    result.target.name = evil;
    result.run.startedAt = evil;
    for (const check of result.cases.flatMap(({ checks }) => checks)) check.received = evil.repeat(100);
    const text = textOf(result);
    expect(text).not.toMatch(/^# met/m);
    expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    const outside = text.replaceAll(/`[^`\n]*`/g, '').replaceAll(/\\[|<>`]/g, '');
    expect(outside).not.toMatch(/[<`]|\[x\]/);
    for (const line of text.split('\n')) expect(line.length).toBeLessThan(1_000);
  });
});
