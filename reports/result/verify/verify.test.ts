import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderEndpoint } from '../../badge/endpoint.js';
import { collectFacts } from '../../badge/facts.js';
import { format as badge } from '../../badge/format.js';
import { renderSvg } from '../../badge/svg.js';
import { computeCanonicalHash } from '../canonical.js';
import { makeAgreeing, makeResultOfRows, ROWS, SET, makeRowsWith } from '../../conforming.test.data.js';
import { NotAResult } from '../read.js';
import type { BaselineReport, CheckReport, Result } from '../result.js';
import { withDigest } from '../digest.js';
import { proveBadge } from './badge.js';
import type { Shipped } from './proof.js';
import { proveResult } from './result.js';

const good = makeResultOfRows(ROWS);
const shipped: Shipped = {
  version: '0.1.0',
  catalogueHash: 'd'.repeat(64),
  requirement: (id) => good.requirements[id],
  warns: (id, transport) => id === 'b.must' && transport === 'websocket',
  transports: { stdio: { custom: false } },
  sets: [{ set: SET, sha256: computeCanonicalHash(SET) }],
};

const refuted = (result: Result): string[] =>
  proveResult(result, shipped)
    .filter(({ holds }) => holds === false)
    .flatMap(({ says }) => says);

/** As somebody would change it who knows how to write the digest anew. */
const forged = (change: (copy: Result) => void): Result => {
  const copy = structuredClone(good);
  change(copy);
  return withDigest(copy);
};

const checkOf = (result: Result, transport: string, id: string): CheckReport =>
  result.cases
    .filter((one) => one.transport === transport)
    .flatMap(({ checks }) => checks)
    .find(({ requirement }) => requirement === id)!;

/** Excuses the first check, which fails, by an entry that fits it but for what is changed. */
function excuse(result: Result, change: Partial<BaselineReport>): void {
  const known = { requirement: 'a.must', reason: 'late', owner: 'ada', issue: 'https://example.org/1' };
  result.baseline = [{ ...known, expires: '2027-01-01', state: 'used', ...change }];
  const check = { verdict: 'fail', waivedBy: 'late (https://example.org/1)', waiver: 0 };
  Object.assign(result.cases[0]!.checks[0]!, check);
}

describe('a result', () => {
  it('whose failure an entry excuses holds', () => {
    const excused = structuredClone(good);
    excuse(excused, {});
    expect(refuted(makeAgreeing(excused))).toEqual([]);
  });

  it('may warn for a MUST that a custom binding alone demands', () => {
    const warned = structuredClone(good);
    checkOf(warned, 'websocket', 'b.must').verdict = 'warn';
    expect(refuted(makeAgreeing(warned))).toEqual([]);
  });

  it('that nobody touched holds in every respect', () => {
    expect(proveResult(good, shipped).map(({ holds }) => holds)).not.toContain(false);
    expect(proveResult(good, shipped).map(({ holds }) => holds)).not.toContain(null);
  });

  it.each<[string, (copy: Result) => void, RegExp]>([
    [
      'a verdict',
      (r) => void (r.cases[0]!.checks[0]!.verdict = 'fail'),
      /^summary\.stdio\.2025-11-25\.pass: says 4, is 3$/,
    ],
    [
      'a figure',
      (r) => void (r.summary['stdio']!['2025-11-25']!.fail = 1),
      /^summary\.stdio\.2025-11-25\.fail: says 1, is 0$/,
    ],
    ['a whole row', (r) => void delete r.summary['websocket'], /^summary\.websocket: says nothing/],
    ['the exit code', (r) => void (r.run.exitCode = 1), /^run\.exitCode: says 1, is 0$/],
    [
      'the exit code where parts are missing',
      (r) => {
        r.cases[0]!.checks[0]!.verdict = 'fail';
        const parts = [{ transports: [], startedAt: r.run.startedAt, durationMs: 1, sha256: '0'.repeat(64) }];
        Object.assign(r.run, { parts, complete: false, stoppedBy: 'shard 2/2 is missing', exitCode: 0 });
      },
      /^run\.exitCode: says 0, is 1$/,
    ],
    ['a case that is gone', (r) => void r.cases.pop(), /^run\.planHash: says/],
    [
      'a case that stands there twice',
      (r) => void r.cases.push(r.cases[0]!),
      /shared\/a: stands there twice/,
    ],
    ['the catalogue', (r) => void (r.run.catalogueHash = '0'.repeat(64)), /^run\.catalogueHash: says/],
    [
      'a level',
      (r) => void (r.requirements['a.must']!.level = 'SHOULD'),
      /^requirements\.a\.must\.level: says "SHOULD", is "MUST"$/,
    ],
    ['a member of the set', (r) => void r.sets![0]!.members.pop(), /^sets\.2025-11-25: sha256: says/],
    [
      'a set with its hash',
      (r) => {
        r.sets![0]!.members.pop();
        r.run.sets = { '2025-11-25': computeCanonicalHash(r.sets![0]) };
      },
      /^run\.sets\.2025-11-25: says/,
    ],
    ['the set left out', (r) => void (delete r.sets, (r.run.sets = {})), /^sets: says nothing of 2025-11-25/],
    ['evidence', (r) => void (r.cases[0]!.transcript = []), /#a\.must: cites entries that are not there: 1$/],
    [
      'a hash of evidence',
      (r) => void (r.cases[0]!.transcript[0]!.sha256 = '0'.repeat(64)),
      /entry 1 is not what its hash says$/,
    ],
    ['an excuse', (r) => void (r.cases[0]!.checks[0]!.waivedBy = 'me'), /#a\.must: excused, and no failure$/],
    [
      'an excuse for a failure',
      (r) => void Object.assign(r.cases[0]!.checks[0]!, { verdict: 'fail', waivedBy: 'me' }),
      /excused by an entry that is not there$/,
    ],
    [
      'an excuse by an entry of something else',
      (r) => excuse(r, { requirement: 'b.*' }),
      /#a\.must: excused by an entry that names b\.\*$/,
    ],
    [
      'an excuse by an entry of another transport',
      (r) => excuse(r, { transport: 'grpc' }),
      /#a\.must: excused by an entry that names a\.must on grpc$/,
    ],
    [
      'an excuse that expired',
      (r) => excuse(r, { expires: '2026-11-22' }),
      /#a\.must: excused by an entry that expired on 2026-11-22$/,
    ],
    [
      'an excuse of no use',
      (r) => excuse(r, { state: 'unused' }),
      /#a\.must: excused by an entry that is unused$/,
    ],
    ['a transport', (r) => void delete r.target.transports['websocket'], /the target has no such transport$/],
    [
      'a revision',
      (r) => void (r.target.transports['stdio']!.revisions = []),
      /not found to speak this revision/,
    ],
    [
      'parity',
      (r) => void (r.parity[0]!.verdict = 'differs'),
      /^parity of 2025-11-25\/shared\/a: says differs$/,
    ],
    [
      'a severity',
      (r) => void (r.cases[2]!.checks[0]!.verdict = 'fail'),
      /says fail, and its level is SHOULD$|^summary/,
    ],
    [
      'a MUST that warns',
      (r) => void (r.cases[0]!.checks[0]!.verdict = 'warn'),
      /#a\.must: says warn, and it is a MUST of the specification$/,
    ],
    [
      'what a binding demands that warns elsewhere',
      (r) => void (checkOf(r, 'stdio', 'b.must').verdict = 'warn'),
      /^stdio\/.*#b\.must: says warn, and it is a MUST of the specification$/,
    ],
    [
      'the sentence of a requirement',
      (r) => (r.requirements = { ...r.requirements, 'a.must': { ...r.requirements['a.must']!, text: 'x' } }),
      /^requirements\.a\.must\.text: says "x", is "The server does it\."$/,
    ],
    [
      'where it is written',
      (r) => void (r.requirements['a.must']!.source = 'https://example.org/'),
      /^requirements\.a\.must\.source: says/,
    ],
    [
      'a requirement that there is not',
      (r) => (r.requirements['x.y'] = { ...r.requirements['a.must']! }),
      /^requirements\.x\.y: says .*, is nothing$/,
    ],
    [
      'a transport that is called custom',
      (r) => void (r.target.transports['stdio']!.custom = true),
      /^target\.transports\.stdio\.custom: says true, is false$/,
    ],
    [
      'a row of parity that stands there twice',
      (r) => void r.parity.push(r.parity[0]!),
      /^parity of 2025-11-25\/shared\/a: stands there twice$/,
    ],
    [
      'parity where nothing ran',
      (r) => void (r.parity[0]!.transports = ['stdio', 'carrier-pigeon']),
      /shared\/a: compares carrier-pigeon, where it did not run$/,
    ],
    [
      'parity of one transport',
      (r) => void (r.parity[0]!.transports = ['stdio', 'stdio']),
      /shared\/a: says same, and names no two transports$/,
    ],
    [
      'a requirement that is judged twice in a case',
      (r) => void r.cases[0]!.checks.push(r.cases[0]!.checks[0]!),
      /#a\.must: is judged there twice$/,
    ],
    [
      'two entries of one number',
      (r) => void r.cases[0]!.transcript.push(r.cases[0]!.transcript[0]!),
      /shared\/a: entry 1 stands there twice$/,
    ],
    [
      'what holds in a case that did not run',
      (r) => void (r.cases[0]!.status = 'not-verified'),
      /#a\.must: says pass, and the case never ran to its end$/,
    ],
    [
      'what stopped it',
      (r) => void (r.run.stoppedBy = 'interrupted'),
      /^run\.complete: says true, and run\.stoppedBy says "interrupted"$/,
    ],
    [
      'a shard that there is not',
      (r) => void (r.run.shard = { index: 7, of: 2 }),
      /^run\.shard: says 7 of 2$/,
    ],
    [
      'an entry that expired and is alive',
      (r) => (
        excuse(r, { expires: '2026-11-22', state: 'unused' }),
        void (r.cases[0]!.checks[0]!.verdict = 'pass')
      ),
      /^baseline\.0\.state: says unused on 2026-11-22, and it expires on 2026-11-22$/,
    ],
    ['the digest left out', (r) => void delete r.digest, /^digest: says nothing/],
  ])('is refuted, and what differs is named: %s', (name, change, words) => {
    const copy = forged(change);
    if (name === 'the digest left out') delete copy.digest;
    expect(refuted(copy)).toEqual(expect.arrayContaining([expect.stringMatching(words)]));
  });

  it('cannot be told where its version or its set is not ours', () => {
    const open = proveResult(good, { ...shipped, version: '9.0.0', sets: [] }).filter(
      ({ holds }) => holds === null,
    );
    expect(open.map(({ what }) => what)).toEqual([
      'the requirements are those of this version',
      expect.stringMatching(/^a MUST that does not hold fails/),
      'the transports that are custom say so',
      'the set of 2025-11-25 is the frozen one',
    ]);
  });

  it('is refuted whatever is changed in it, once', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(null, true, 0, 'x', [], {}), (at, value) => {
        const places = leavesOf(good);
        const [parent, key] = places[at % places.length]!;
        const before = parent[key];
        fc.pre(JSON.stringify(before) !== JSON.stringify(value));
        parent[key] = value;
        try {
          expect(computeCanonicalHash({ ...good, digest: undefined })).not.toBe(good.digest);
        } finally {
          parent[key] = before;
        }
      }),
      { numRuns: 200 },
    );
  });
});

function leavesOf(value: object): [Record<string, unknown>, string][] {
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) =>
    typeof member === 'object' && member !== null
      ? leavesOf(member)
      : key === 'digest'
        ? []
        : [[value as Record<string, unknown>, key] as [Record<string, unknown>, string]],
  );
}

describe('a badge', () => {
  const files = badge.files!(good, { color: false });
  const named = (name: string): string => files.find((file) => file.name === name)!.text;

  it.each(files.map(({ name, text }) => [name, text]))(
    '%s is proven by its result, and by no other',
    (_, text) => {
      expect(proveBadge(good, text)).toMatchObject({ holds: true, says: [] });
      const other = makeResultOfRows(makeRowsWith('a.must', 'fail'));
      // A badge for shields.io shows figures alone: it is refuted where they differ.
      const same = badge.files!(other, { color: false }).some((file) => file.text === text);
      expect(proveBadge(other, text).holds).toBe(same);
    },
  );

  it('is refuted, and what differs is named', () => {
    const svg = named('stdio.svg');
    const say = (text: string): string[] => proveBadge(good, text).says;
    expect(say(svg.replace('&quot;pass&quot;:4', '&quot;pass&quot;:5'))).toContain(
      'counts.pass: says 5, is 4',
    );
    expect(
      say(svg.replace(/[0-9a-f]{64}&quot;,&quot;transport/, `${'0'.repeat(64)}&quot;,&quot;transport`))[0],
    ).toMatch(/^result: says "0{64}"/);
    expect(say(svg.replace('✔ 4', '✔ 9'))).toEqual(['what it shows is not what its facts say']);
    expect(say(svg.replace('#2e7d32', '#0000ff'))).toEqual(['what it shows is not what its facts say']);
    expect(say(svg.replace('</svg>', '<script>1</script></svg>'))).toEqual([
      'what it shows is not what its facts say',
    ]);
    expect(
      say(
        svg.replace('&quot;transport&quot;:&quot;stdio&quot;', '&quot;transport&quot;:&quot;grpc&quot;'),
      )[0],
    ).toMatch('does not have');
    expect(say(named('stdio.json').replace('✔ 4', '✔ 9'))[0]).toMatch(/^message: says "✔ 9/);
    expect(say(named('stdio.facts.json').replace('conforms', 'fails'))[0]).toMatch(/^standing: says "fails"/);
  });

  it('is refuted by any later run', () => {
    const later = makeAgreeing({ ...good, run: { ...good.run, startedAt: '2026-11-23T08:00:00.000Z' } });
    expect(proveBadge(later, named('stdio.svg')).says[0]).toMatch(/^date: says "2026-11-22/);
  });

  it('is held to how it was drawn: one of an older drawing is right, and none of this', () => {
    const partial = makeResultOfRows(makeRowsWith('b.must', 'not-verified'));
    const facts = collectFacts(partial)[1]!;
    const [old, fresh] = [renderSvg(facts, 1), renderSvg(facts)];
    expect(old).not.toBe(fresh);
    for (const text of [old, fresh, renderEndpoint(facts, 1), renderEndpoint(facts)])
      expect(proveBadge(partial, text)).toMatchObject({ holds: true, says: [] });
    const forged = old.replace('data-drawing="1"', 'data-drawing="2"');
    expect(proveBadge(partial, forged).says).toEqual(['what it shows is not what its facts say']);
  });

  it('is none where it is something else, or was drawn otherwise', () => {
    for (const text of [
      '',
      '<svg/>',
      '{}',
      'null',
      '[]',
      '{"schemaVersion":1}',
      named('stdio.svg').replace('data-drawing="2"', 'data-drawing="3"'),
    ]) {
      expect(() => proveBadge(good, text)).toThrow(NotAResult);
    }
  });

  it('never passes with one character changed', () => {
    const svg = named('overall.svg');
    fc.assert(
      fc.property(
        fc.nat({ max: svg.length - 1 }),
        fc.constantFrom('x', '0', ' ', '<', '"'),
        (at, character) => {
          fc.pre(svg[at] !== character);
          const text = svg.slice(0, at) + character + svg.slice(at + 1);
          let holds: unknown = false;
          try {
            ({ holds } = proveBadge(good, text));
          } catch (error) {
            expect(error).toBeInstanceOf(NotAResult);
          }
          expect(holds).toBe(false);
        },
      ),
      { numRuns: 150 },
    );
  });
});
