import { describe, expect, it } from '@jest/globals';
import { format as badge } from './format.js';
import { collectFacts, type BadgeFacts } from './facts.js';
import { renderSvg } from './svg.js';
import { makePhrases } from './message.js';
import {
  makeAgreeing,
  makeResultOfRows,
  ROWS,
  makeRowsWith,
  makeRowsWithout,
} from '../conforming.test.data.js';
import { NotAResult } from '../result/read.js';
import type { Result } from '../result/result.js';
import { computeResultHash } from '../result/digest.js';
import { proveBadge } from '../result/verify/badge.js';

const good = makeResultOfRows(ROWS);
const plain = { color: false };

function factsOn(result: Result, transport: string | null): BadgeFacts {
  const found = collectFacts(result).find((facts) => facts.transport === transport);
  if (found === undefined) throw new Error('no such badge');
  return found;
}
const standing = (result: Result, transport: string | null = 'stdio') => factsOn(result, transport).standing;
const changed = (change: (copy: Result) => void): Result => {
  const copy = structuredClone(good);
  change(copy);
  return makeAgreeing(copy);
};

/** Relative luminance, by WCAG 2.2. */
function luminanceOf(color: string): number {
  const digits = color.length === 4 ? color.replaceAll(/[^#]/g, '$&$&') : color;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('a badge', () => {
  it('is green where every member of the set was run and every MUST was seen to hold', () => {
    expect(collectFacts(good).map(({ transport, standing }) => [transport, standing])).toEqual([
      [null, 'conforms'],
      ['stdio', 'conforms'],
      ['websocket', 'conforms'],
    ]);
    expect(makePhrases(factsOn(good, 'stdio'))).toMatchObject({
      label: 'MCP stdio',
      message: '✔ 4 · 2025-11-25',
      color: '#2e7d32',
    });
    expect(makePhrases(factsOn(good, 'websocket')).label).toBe('MCP websocket (custom)');
    expect(makePhrases(factsOn(good, null)).message).toBe('✔ 8 · 2 transports, 1 custom');
  });

  it('is green where nothing was selected, and that is said', () => {
    const options = { ...good.run.options, scenarios: [], cases: [] };
    expect(standing(makeAgreeing({ ...good, run: { ...good.run, options } }))).toBe('conforms');
  });

  it('has words that are read on every colour, and yellow is yellow', () => {
    for (const standing of ['conforms', 'fails', 'incomplete', 'untested'] as const) {
      const { color, ink } = makePhrases({ ...factsOn(good, 'stdio'), standing });
      const [light, dark] = [luminanceOf(color), luminanceOf(ink)].sort((a, b) => b - a);
      expect([standing, (light! + 0.05) / (dark! + 0.05) >= 4.5]).toEqual([standing, true]);
    }
    const svg = renderSvg({ ...factsOn(good, 'stdio'), standing: 'incomplete' });
    expect(svg).toContain('fill="#dfb317"');
    expect(svg.match(/<text [^>]*fill="#222"/g)).toHaveLength(1);
  });

  it('carries what it was made from', () => {
    expect(factsOn(good, 'stdio')).toMatchObject({
      target: 'my-server',
      tool: '0.1.0',
      date: '2026-11-22T08:00:00.000Z',
      result: computeResultHash(good),
      cells: [{ revision: '2025-11-25', set: { version: 1, sha256: good.run.sets['2025-11-25'] } }],
    });
  });

  it('stays green beside a SHOULD that does not hold, or could not be seen, and says how many', () => {
    const warned = makeResultOfRows(makeRowsWith('c.should', 'warn'));
    expect(standing(warned)).toBe('conforms');
    expect(makePhrases(factsOn(warned, 'stdio')).message).toBe('✔ 3 ! 1 · 2025-11-25');
    expect(standing(makeResultOfRows(makeRowsWith('c.should', 'not-verified')))).toBe('conforms');
  });

  it.each<[string, Result, string]>([
    ['a member fails', makeResultOfRows(makeRowsWith('b.must', 'fail')), 'fails'],
    ['it fails in one scenario of two', makeResultOfRows(makeRowsWith('a.must', 'fail')), 'fails'],
    ['a MUST is not verified', makeResultOfRows(makeRowsWith('b.must', 'not-verified')), 'incomplete'],
    ['a MUST was not run', makeResultOfRows(makeRowsWithout('b.must')), 'incomplete'],
    ['a SHOULD was not run', makeResultOfRows(makeRowsWithout('c.should')), 'incomplete'],
    ['a check ended with an error', makeResultOfRows(makeRowsWith('b.must', 'error')), 'incomplete'],
    [
      'a case ended with an error, whatever others saw',
      changed((copy) => void (copy.cases[0] = { ...copy.cases[0]!, status: 'error', checks: [] })),
      'incomplete',
    ],
    ['the run was cut short', changed((copy) => void (copy.run.complete = false)), 'incomplete'],
    [
      'scenarios were selected',
      changed((copy) => void (copy.run.options['scenarios'] = ['shared'])),
      'incomplete',
    ],
    [
      'cases were selected',
      changed((copy) => void (copy.run.options['cases'] = [{ scenario: 'shared/a' }])),
      'incomplete',
    ],
    ['it is a shard', changed((copy) => void (copy.run.shard = { index: 1, of: 2 })), 'incomplete'],
    [
      'the run was of a draft',
      changed((copy) => void (copy.run.options = { revisions: 'draft' })),
      'incomplete',
    ],
    ['the result carries no set', changed((copy) => void delete copy.sets), 'incomplete'],
    [
      'a failure is excused by a baseline',
      ((copy) => {
        copy.cases.find(({ scenario }) => scenario === 'shared/b')!.checks[1]!.waivedBy = 'known';
        return copy;
      })(structuredClone(makeResultOfRows(makeRowsWith('b.must', 'fail')))),
      'fails',
    ],
    ['nothing applies', makeResultOfRows(ROWS.map(([a, b, c]) => [a, b, c, 'not-applicable'])), 'incomplete'],
    ['nothing was run', makeResultOfRows([]), 'untested'],
  ])('is not green where %s', (_, result, expected) => {
    const transport = result.cases.length === 0 ? null : 'stdio';
    expect(standing(result, transport)).toBe(expected);
    expect(standing(result, null)).toBe(expected);
    const { color } = makePhrases(factsOn(result, null));
    expect(color).not.toBe('#2e7d32');
  });

  describe('of a run that is held to a set', () => {
    const held = (rows = ROWS, lacks?: 'fixture' | 'occasion'): Result => {
      const copy = structuredClone(makeResultOfRows(rows));
      copy.run.heldTo = 'sets';
      for (const check of copy.cases.flatMap(({ checks }) => checks))
        if (check.verdict === 'not-verified' && lacks !== undefined) check.lacks = lacks;
      return makeAgreeing(copy);
    };

    it('says full where every MUST that applies was seen', () => {
      expect(factsOn(held(), 'stdio')).toMatchObject({ standing: 'conforms', scope: 'full' });
      expect(makePhrases(factsOn(held(), 'stdio')).message).toBe('full ✔ 4 · 2025-11-25');
    });

    it.each(['fixture', 'occasion'] as const)('says core where the target lacks a %s', (lacks) => {
      const result = held(makeRowsWith('b.must', 'not-verified'), lacks);
      expect(factsOn(result, 'stdio')).toMatchObject({ standing: 'conforms', scope: 'core' });
      expect(factsOn(result, 'websocket')).toMatchObject({ standing: 'conforms', scope: 'full' });
      expect(factsOn(result, null)).toMatchObject({ standing: 'conforms', scope: 'core' });
      const { message, title, color } = makePhrases(factsOn(result, 'stdio'));
      expect({ message, color }).toEqual({ message: 'core ✔ 3 · 2025-11-25', color: '#2e7d32' });
      expect(title).toContain('conforms in all that it can show (core)');
      expect(proveBadge(result, renderSvg(factsOn(result, 'stdio'))).holds).toBe(true);
    });

    it('is not green where something stood in the way, be it in one case of two', () => {
      const rows = makeRowsWith('b.must', 'not-verified');
      expect(standing(held(rows))).toBe('incomplete');
      const result = held(rows, 'occasion');
      const one = result.cases.find(({ scenario }) => scenario === 'shared/b')!;
      const { lacks: _, ...check } = one.checks.find(({ requirement }) => requirement === 'b.must')!;
      result.cases.push({ ...one, scenario: 'shared/z', checks: [check] });
      expect(standing(makeAgreeing(result))).toBe('incomplete');
    });
  });

  it('is not green for all transports where one of them could not be tested', () => {
    const result = changed((copy) => {
      copy.target.transports['grpc'] = { revisions: [], custom: true, again: [], reason: 'refused' };
    });
    expect(standing(result, 'grpc')).toBe('untested');
    expect(standing(result, null)).toBe('incomplete');
    expect(standing(result, 'stdio')).toBe('conforms');
    expect(makePhrases(factsOn(result, null)).message).toBe('incomplete ✔ 8 · 2 of 3 transports, 1 custom');
  });

  it('turns for no check that was added after its set was frozen', () => {
    const later = changed((copy) => {
      copy.requirements['z.new'] = copy.requirements['a.must']!;
      copy.cases[0]!.checks.push({ ...copy.cases[0]!.checks[0]!, requirement: 'z.new', verdict: 'fail' });
    });
    expect(standing(later)).toBe('conforms');
    expect(factsOn(later, 'stdio').counts).toEqual(factsOn(good, 'stdio').counts);
  });
});

describe('the files of a badge', () => {
  it('are an image, its facts, and what shields.io reads and no more', () => {
    const files = new Map(badge.files!(good, plain).map(({ name, text }) => [name, text]));
    expect([...files.keys()]).toEqual(
      ['overall', 'stdio', 'websocket'].flatMap((name) => [
        `${name}.svg`,
        `${name}.json`,
        `${name}.facts.json`,
      ]),
    );
    expect(JSON.parse(files.get('stdio.json') ?? '')).toEqual({
      schemaVersion: 1,
      label: 'MCP stdio',
      message: '✔ 4 · 2025-11-25',
      color: '2e7d32',
      labelColor: '444',
    });
    expect(JSON.parse(files.get('stdio.facts.json') ?? '')).toEqual(factsOn(good, 'stdio'));
    expect(badge.render(good, plain)).toBe(files.get('overall.svg'));
  });

  it('have names that are no paths, and each its own', () => {
    const result = changed((copy) => {
      const one = copy.target.transports['stdio']!;
      for (const name of ['../../etc/x', '..', 'overall', 'Overall', 'a/b', 'a:b']) {
        copy.target.transports[name] = one;
      }
    });
    const names = badge.files!(result, plain).map(({ name }) => name);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[\w-][\w.-]*\.(svg|json)$/);
  });

  it('hold nothing of a target that is markup, invisible, or no XML', () => {
    const evil = '"><script>alert(1)</script>&]]>\u0000\u001b[31m\u202e\u{1f600}';
    const result = changed((copy) => {
      copy.target.name = evil;
      copy.run.loosened = [evil];
      copy.run.startedAt = evil;
      copy.target.transports[evil] = { revisions: [evil], custom: true, again: [] };
    });
    for (const facts of collectFacts(result)) {
      const svg = renderSvg(facts);
      // Tags, and then text without any sign that could begin one; nothing but what XML 1.0 allows.
      expect(svg).not.toContain('<script');
      expect(svg).not.toMatch(/[^\P{Cc}\n]|[\u202e\ufffe\uffff]/u);
      expect(svg.match(/<[a-z]+/g)?.length).toBe(11);
      expect(svg.replaceAll(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
      expect(svg.length).toBeLessThan(20_000);
    }
  });

  it('stay small whatever a result holds', () => {
    const long = 'x'.repeat(2 ** 20);
    const result = changed((copy) => {
      copy.target.name = long;
      copy.run.loosened = [long, long];
      copy.tool.version = long;
      copy.target.transports[long] = { revisions: [long], custom: true, again: [] };
    });
    const files = badge.files!(result, plain);
    for (const { name, text } of files) expect(name.length + text.length).toBeLessThan(20_000);
    const proven = files.filter(({ text }) => proveBadge(result, text).holds === true);
    expect(proven).toHaveLength(files.length);
  });

  it('are refused to a result that has no hash', () => {
    const result = { ...good, target: { ...good.target, name: '\ud800' } };
    expect(() => badge.render(result, plain)).toThrow(NotAResult);
  });
});
