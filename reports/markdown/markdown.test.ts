import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parsers } from 'prettier/plugins/markdown';
import { compareResults } from '../result/compare.js';
import { EVILS, makeHostile } from '../hostile.test.data.js';
import { makeCase, makeCheck, makeTestResult } from '../result/join.test.data.js';
import { formatCode, formatProse, formatSourceLink } from './text.js';
import { format as markdown } from './format.js';
import type { Result } from '../result/result.js';
import { sample } from '../sample.test.data.js';

interface MdNode {
  type: string;
  value?: string;
  url?: string;
  children?: MdNode[];
}

/** As another program reads it: remark, by way of prettier. */
const read = (text: string): MdNode => parsers.markdown.parse(text, {} as never) as MdNode;

function* nodesOf(node: MdNode): Iterable<MdNode> {
  yield node;
  for (const child of node.children ?? []) yield* nodesOf(child);
}

const render = (result: Result): string => markdown.render(result, { color: false });

/** HTML that the report itself writes; what stands in `<code>` of a summary has its brackets escaped. */
const OURS =
  /<!-- mcptc [\w.-]* -->|<\/?details>|<summary>[^<]*(?:<code>[^<]*<\/code>[^<]*)*<\/summary>|<\/?sub>/g;

/** Whatever in a report is more than text, and is not the report's own. */
function active(text: string): string[] {
  const found: string[] = [];
  for (const { type, value = '', url } of nodesOf(read(text))) {
    if (type === 'html' && value.replaceAll(OURS, '').trim() !== '') found.push(`html ${value}`);
    if (type === 'link' && !/^https:\/\/[\w.-]+\//.test(url ?? '')) found.push(`link ${url}`);
    if (['image', 'imageReference', 'linkReference', 'definition', 'footnoteDefinition'].includes(type))
      found.push(`${type} ${url}`);
    // A mention, a reference to an issue or a commit, an address, a short name of a picture, where no code span holds it.
    if (type === 'text' || type === 'word' || type === 'sentence') {
      const loose = /@\w|https?:|www\.|#\d|GH-\d|\b[\da-f]{7,40}\b|:\w+:|\$\{/.exec(value);
      if (loose !== null) found.push(`text ${value}`);
    }
  }
  return found;
}

describe('markdown', () => {
  it('is the matrix as a table, what went wrong folded, and what was not verified', () => {
    const text = render(sample);
    expect(text).toContain('### ❌ `my-server 1.4.0` does not conform\n');
    expect(text).toContain('| `stdio` | ✔ 118 &nbsp; **✘ 2** &nbsp; ! 3 &nbsp; ? 9 | – |');
    expect(text).toContain('| `websocket` custom | not offered |  |');
    expect(text).toContain('| parity | = 0 &nbsp; **≠ 1** | = 1 &nbsp; ≠ 0 |');
    expect(text).toContain('⚠ **Loosened** for this run: `insecure`');
    expect(text).toContain(
      [
        '<details><summary>✘ <code>stdio.stdout-only-messages</code> · MUST · <code>stdio</code> <code>2025-11-25</code></summary>',
        '',
        'The server writes nothing to stdout that is not an MCP message. ([source](https://modelcontextprotocol.io/specification/2025-11-25/basic))',
        '',
        '- expected `a JSON-RPC message on each line`',
        '- received `"Listening on stdio…" 12 ms after the start`',
        '- note `seen again when it was run alone`',
        '- scenario `stdio/stdout-only-messages`',
        '',
        '```text',
        'in   12 ms  stdout  Listening on stdio…',
        '```',
        '',
        "Again: `mcptc run --case stdio/2025-11-25/stdio/stdout-only-messages --seed 7 -- node 'my server.js'`",
        '',
        '</details>',
      ].join('\n'),
    );
    expect(text).toContain('- 1 × offer the tool `test_simple_text` — `streamable-http`');
    expect(active(text)).toEqual([]);
  });

  it('keeps what is known and what differs', () => {
    const known = makeTestResult([
      makeCase('stdio', 'shared/a', [makeCheck('fail', 'a.b', { waivedBy: 'issue 7' })]),
    ]);
    expect(render(known)).toContain('- `a.b` (1 ×): `issue 7`');
    expect(render(sample)).toContain('- `names`\n  - `stdio`: `["a"]`\n  - `streamable-http`: `["b"]`');
  });

  it('tells a shard, a join, and a transport that could not be tested', () => {
    const shard = { ...sample, run: { ...sample.run, shard: { index: 2, of: 3 } } };
    expect(render(shard)).toContain('**Shard 2/3**, a part of the plan');
    const part = { transports: [], startedAt: '', durationMs: 1, sha256: '' };
    expect(render({ ...sample, run: { ...sample.run, parts: [part, part] } })).toContain(
      'Joined from 2 results',
    );
    const transports = { grpc: { revisions: [], custom: true, again: [], reason: 'nobody\nlistens' } };
    const down = render({ ...makeTestResult([]), target: { ...sample.target, transports } });
    expect(down).toContain('✘ `grpc` could not be tested:\n\n```text\nnobody\nlistens\n```');
  });

  it('fits a comment whatever there is, and says what was left out', () => {
    const cases = Array.from({ length: 400 }, (_, index) =>
      makeCase('stdio', `shared/${index}`, [
        makeCheck('fail', `a.${index}`, { received: 'é'.repeat(4_000) }),
        makeCheck('warn', `b.${index}`),
        makeCheck('not-verified', `c.${index}`, { expected: `offer ${index}` }),
      ]),
    );
    const text = render(makeTestResult(cases));
    expect(Buffer.byteLength(text)).toBeLessThan(65_536);
    expect(Buffer.byteLength(text)).toBeGreaterThan(40_000);
    expect(text).toMatch(
      /\n> Shortened to fit a comment: \d+ violated requirements.* left out\. The result file/,
    );
    // Everything has its place: no part takes all the room.
    expect(text).toContain('#### ! Recommendations not followed: 400');
    expect(text).toContain('? Not verified');
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });

  it('lets nothing of a target be more than text', () => {
    const result = makeHostile(2_000);
    const comparison = compareResults(result, makeHostile(100));
    const text = markdown.render(result, { color: false, comparison });
    expect(Buffer.byteLength(text)).toBeLessThan(65_536);
    expect(active(text)).toEqual([]);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    // Every row of the table has its cells, no more.
    const tables = [...nodesOf(read(text))].filter(({ type }) => type === 'table');
    expect(tables).toHaveLength(1);
    const cells = tables.flatMap(({ children = [] }) => children.map((row) => row.children?.length));
    expect(new Set(cells)).toEqual(new Set([4]));
  });

  it('would be found out: the same texts, not escaped, are more than text', () => {
    for (const text of EVILS.slice(0, 2)) expect(active(text)).not.toEqual([]);
    expect(active(EVILS[9])).toHaveLength(4);
    expect(active('see @everyone')).toEqual(['text see @everyone']);
  });
});

describe('text in Markdown', () => {
  it.each([
    ['plain', '`plain`'],
    ['a ` b', '``a ` b``'],
    ['`', '`` ` ``'],
    ['``x', '``` ``x ```'],
    [' x ', '`  x  `'],
    ['', '`""`'],
    ['a\nb', '`a\\nb`'],
  ])('%j in a code span', (text, expected) => {
    expect(formatCode(text)).toBe(expected);
  });

  it('is one code span with just this text, whatever the text is', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(fc.constantFrom('`', '``', ' ', '|', '\\', '<b>', '@x', '*', '\n', 'a'))
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const nodes = [...nodesOf(read(`before ${formatCode(text)} after`))];
        expect(nodes.filter(({ type }) => type === 'inlineCode')).toHaveLength(1);
        const types = new Set(nodes.map(({ type }) => type));
        for (const type of ['html', 'link', 'image', 'emphasis', 'strong', 'break', 'heading'])
          expect(types.has(type)).toBe(false);
        expect(formatCode(text, { cell: true })).not.toContain('|');
      }),
      { numRuns: 150 },
    );
  });

  it('stays prose where it is plain words, and is code where it is more', () => {
    expect(formatProse('The server sends `ping`, and tools/list (twice).')).toBe(
      'The server sends `ping`, and `tools/list` (twice).',
    );
    expect(formatProse('@everyone see #1, GH-2 and https://x.example')).toBe(
      '`@everyone` see `#1`, `GH-2` and `https://x.example`',
    );
    expect(formatProse('commit deadbeef')).toBe('commit `deadbeef`');
    expect(formatProse('(deadbeef) “cafecafe” x-deadbeef')).toBe('(`deadbeef`) “`cafecafe`” `x-deadbeef`');
    expect(active(formatProse('(deadbeef) "cafecafe" x-deadbeef'))).toEqual([]);
  });

  it('links to nothing but plain https', () => {
    expect(formatSourceLink('https://example.org/a/b#c')).toBe(' ([source](https://example.org/a/b#c))');
    for (const url of ['javascript:alert(1)', 'http://x/', 'https://x/)](y', 'https://x/"', 'https://u@x/'])
      expect(formatSourceLink(url)).toBe('');
  });
});
