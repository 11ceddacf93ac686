import { describe, expect, it } from '@jest/globals';
import { makeHostile } from '../hostile.test.data.js';
import { format as json } from '../json/format.js';
import { format as matrix } from './format.js';
import { getTranscriptPath } from '../result/paths.js';
import { makeResultOfRows, makeRowsWith, type CheckRow } from '../conforming.test.data.js';
import { check, failed, sample } from '../sample.test.data.js';
import { withDigest } from '../result/digest.js';
import { formatShellLine } from '../text/shell.js';

const plain = { color: false, transcripts: '.mcptc/transcripts' };

describe('matrix', () => {
  it('has a row a transport, a column a revision, and the figures of the summary', () => {
    const lines = matrix.render(sample, plain).split('\n');
    expect(lines.slice(0, 6)).toEqual([
      'my-server 1.4.0     2025-11-25             2026-07-28',
      'stdio               ✔ 118  ✘ 2  ! 3  ? 9   –',
      'streamable-http     ✔ 162  ✘ 0  ! 0  ? 1   ✔ 174  ✘ 0  ! 0  ? 0  error 1',
      'websocket  custom   not offered by this target',
      'robustness          ✔ 0  ~ 1               ✔ 0  ~ 0',
      'parity              = 0   ≠ 1              = 1   ≠ 0',
    ]);
  });

  it('says of each finding what was expected, what came, how to see it again, and what next', () => {
    const text = matrix.render(sample, plain);
    expect(text).toContain(
      [
        '✘ stdio · 2025-11-25 · stdio.stdout-only-messages                                    MUST',
        '  The server writes nothing to stdout that is not an MCP message.',
        '  expected  a JSON-RPC message on each line',
        '  received  "Listening on stdio…" 12 ms after the start',
        '  note      seen again when it was run alone',
        "  again     mcptc run --case stdio/2025-11-25/stdio/stdout-only-messages --seed 7 -- node 'my server.js'",
        '  next      mcptc explain stdio.stdout-only-messages; transcript: .mcptc/transcripts/stdio/2025-11-25/stdio/stdout-only-messages.jsonl',
      ].join('\n'),
    );
  });

  it('says how to mend it where that is known, and shows the last words of a process line by line', () => {
    const id = check.requirement;
    const words = [
      'it exited with code 1; its stderr ends with:',
      '',
      '  at x.js:1',
      '::error::y',
      '\u001b[2J',
    ];
    const received = words.concat(Array.from({ length: 20 }, (_, line) => `line ${line}`)).join('\n');
    const text = matrix.render(
      {
        ...sample,
        requirements: { [id]: { ...sample.requirements[id]!, remedy: 'Log to stderr.' } },
        cases: [{ ...failed, checks: [{ ...check, received }] }],
      },
      plain,
    );
    expect(text).toContain(
      [
        '  received  it exited with code 1; its stderr ends with:',
        '              at x.js:1',
        '            <U+3A>:error::y',
        '            \\x1b[2J',
        '            line 0',
      ].join('\n'),
    );
    expect(text).toContain('            line 4\n            …\n  note ');
    expect(text).toContain('\n  mend      Log to stderr.\n  again ');
    expect(matrix.render(sample, plain)).not.toContain('  mend ');
  });

  it('says of a remark in one line what was expected, where that is short, and what came', () => {
    const lineOf = (expected: string, columns?: number): string => {
      const warned = { ...check, verdict: 'warn' as const, expected, received: '-32603 at /error/code' };
      const text = matrix.render(
        { ...sample, cases: [{ ...failed, checks: [warned] }] },
        { ...plain, ...(columns === undefined ? {} : { columns }) },
      );
      return text.split('\n').find((line) => line.startsWith('! '))!;
    };
    const head = `! stdio · 2025-11-25 · ${check.requirement}`;
    expect(lineOf('-32602')).toBe(`${head}  expected -32602, received -32603 at /error/code`);
    expect(lineOf('long '.repeat(20))).toBe(`${head}  received -32603 at /error/code`);
    // There the sentence stands below.
    expect(lineOf('-32602', 120)).toBe(`${head}  received -32603 at /error/code`);
  });

  it('keeps robustness apart from failures, and after them', () => {
    const text = matrix.render(sample, plain);
    expect(text).toContain('~ stdio · 2025-11-25 · stdio.survives-long-line');
    expect(text.indexOf('✘ stdio ·')).toBeLessThan(text.indexOf('~ stdio ·'));
    expect(text).not.toContain('✘ stdio · 2025-11-25 · stdio.survives-long-line');
  });

  it('lists what could not be seen, and the differences between transports', () => {
    const text = matrix.render(sample, plain);
    expect(text).toMatch(/ 1 ×  offer the tool test_simple_text {2}streamable-http/);
    expect(text).toContain('≠ 2025-11-25 · shared/tools/list\n  names\n    stdio             ["a"]\n');
  });

  it('tells all that is known of a target that never came up, and how to start it by hand', () => {
    const transports = {
      stdio: {
        revisions: [],
        custom: false,
        again: ['--', 'node', 'my server.js'],
        reason: 'it ended before any message\nits last stderr lines:\n\u001b[31mno configuration',
      },
    };
    const text = matrix.render({ ...sample, cases: [], target: { ...sample.target, transports } }, plain);
    expect(text).toContain(
      [
        '✘ stdio could not be tested',
        '  it ended before any message',
        '  its last stderr lines:',
        '  \\x1b[31mno configuration',
        "  by hand   node 'my server.js'",
      ].join('\n'),
    );
  });

  it('repeats a survey by its revision, because it is no case of its own', () => {
    const text = matrix.render({ ...sample, cases: [{ ...failed, scenario: 'survey' }] }, plain);
    expect(text).toContain(
      "mcptc run --transport stdio --revision 2025-11-25 --seed 7 -- node 'my server.js'",
    );
  });

  it('says below the table why a revision was not run, and at the end which one was asked for by name', () => {
    const { stdio } = sample.target.transports;
    const { reason: _, ...reached } = stdio!;
    const transports = { stdio: { ...reached, revisions: ['2025-11-25'], missing: ['2026-07-28'] } };
    const survey = {
      ...failed,
      scenario: 'survey',
      revision: '2026-07-28',
      checks: [],
      reason: 'no\u001b[2J',
    };
    const run = { ...sample.run, exitCode: 2 };
    const cases = [...sample.cases, { ...survey, status: 'not-applicable' as const }];
    const text = matrix.render({ ...sample, run, cases, target: { ...sample.target, transports } }, plain);
    expect(text).toContain('– not run\n  stdio 2026-07-28  no\\x1b[2J (asked for by name)\n');
    expect(text).toContain('✘ 2026-07-28 was asked for and not run on stdio');
  });

  it('says at the end what was seen: each requirement once, by the worst of it', () => {
    const rows = [
      ...makeRowsWith('b.must', 'fail'),
      ['stdio', 'shared/x', 'x.unseen', 'not-verified'],
      ['websocket', 'shared/x', 'c.should', 'warn'],
    ] as CheckRow[];
    const lastOf = (some: readonly CheckRow[]): string | undefined =>
      matrix.render(makeResultOfRows(some), { color: false }).split('\n').at(-2);
    expect(lastOf(rows)).toMatch(
      /^✘ does not conform in 1 of 5 that it can show · 1 it did not let us see · 1 remark {2}10 cases/,
    );
    expect(lastOf(rows.slice(9))).toMatch(
      /^✔ conforms in 1 of 1 that it can show · 1 it did not let us see · 1 remark {2}/,
    );
  });

  it('says how it ended, and that it was cut short', () => {
    expect(matrix.render(sample, plain)).toMatch(
      /✘ does not conform in 1 of 2 that it can show {2}4 cases in 4\.2 s · ~ 1 robustness finding · seed 7 · exit 1\n$/,
    );
    const run = { ...sample.run, complete: false, stoppedBy: 'SIGINT', exitCode: 2 };
    expect(matrix.render({ ...sample, run }, plain)).toContain('✘ nothing was decided (cut short by SIGINT)');
  });

  it('gathers one requirement in one block, and says where else it was seen', () => {
    const cases = [
      ...['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...failed, scenario: `stdio/${name}` })),
      { ...failed, scenario: 'stdio/a', transport: 'streamable-http', revision: '2026-07-28' },
    ];
    const text = matrix.render({ ...sample, cases }, plain);
    expect(text.match(/^✘ stdio ·/gm)).toHaveLength(1);
    expect(text).toContain(
      '  also      stdio 2025-11-25; streamable-http 2026-07-28 (also in stdio/b, stdio/c, stdio/d and 1 more)',
    );
  });

  describe('tells one defect once', () => {
    const both = [check, { ...check, requirement: 'wire.schema', received: 'no id at the end' }];

    it('with what the same messages break too', () => {
      const cases = [{ ...failed, checks: both }];
      const text = matrix.render({ ...sample, cases }, plain);
      expect(text.match(/^✘ stdio ·/gm)).toHaveLength(1);
      expect(text).toContain('  breaks    wire.schema too: received no id at the end\n');
    });

    it('but not where either was seen without the other', () => {
      const alone = { ...failed, scenario: 'stdio/z', checks: [both[1]!] };
      const text = matrix.render({ ...sample, cases: [{ ...failed, checks: both }, alone] }, plain);
      expect(text.match(/^✘ stdio ·/gm)).toHaveLength(2);
      expect(text).not.toContain('  breaks ');
    });

    it('with how it was on each transport, and no difference of its own', () => {
      const values = { stdio: 'fail', grpc: 'pass' };
      const row = (fact: string) => ({
        scenario: 'shared/x',
        revision: '2025-11-25',
        verdict: 'differs' as const,
        differences: [{ fact, values }],
      });
      const parity = [row(check.requirement), row('names')];
      const text = matrix.render({ ...sample, cases: [failed], parity }, plain);
      expect(text).toContain('  ≠         2025-11-25: stdio fail, grpc pass\n');
      expect(text.match(/^≠ /gm)).toHaveLength(1);
      expect(text).toContain('≠ 2025-11-25 · shared/x\n  names\n');
    });
  });

  it('does not report what a baseline waives', () => {
    const cases = [{ ...failed, checks: [{ ...check, waivedBy: 'owner' }] }];
    expect(matrix.render({ ...sample, cases }, plain)).not.toContain('✘ stdio ·');
  });

  it('has colours only where they are asked for', () => {
    // oxlint-disable-next-line no-control-regex
    const ansi = /\u001b\[/;
    expect(matrix.render(sample, plain)).not.toMatch(ansi);
    expect(matrix.render(sample, { color: true })).toMatch(ansi);
  });

  it('lets no text of a target through as it is', () => {
    const evil = '\u001b[2J\r\u202e';
    const hostile = {
      ...sample,
      target: {
        name: evil,
        serverInfo: { version: evil },
        transports: { [evil]: { revisions: [evil], custom: true, again: [evil], reason: evil } },
      },
      cases: [
        {
          ...failed,
          transport: evil,
          revision: evil,
          scenario: evil,
          reason: evil,
          checks: [{ ...check, expected: evil, received: evil, requirement: evil }],
        },
      ],
      parity: [
        {
          scenario: evil,
          revision: evil,
          verdict: 'differs' as const,
          differences: [{ fact: evil, values: { [evil]: evil } }],
        },
      ],
    };
    expect(matrix.render(hostile, plain).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('has no line that a runner takes for a command', () => {
    const command = '##[set-output name=x]y ##vso[task.x]y\n::error::z';
    const target = { ...sample.target, name: '::error::z', serverInfo: { version: command } };
    const reason = `it ended\n${command}`;
    const stdio = { revisions: [], custom: false, again: ['--', command], reason };
    const transports = { ...sample.target.transports, '::x::y': stdio };
    for (const result of [makeHostile(40, 2_000), { ...sample, target: { ...target, transports } }]) {
      for (const color of [false, true]) {
        const lines = matrix.render(result, { ...plain, color }).split('\n');
        expect(lines.filter((line) => /^\s*::|##\[|##vso\[/i.test(line))).toEqual([]);
      }
    }
  });

  it('keeps columns straight with wide characters', () => {
    const target = { ...sample.target, name: '測試伺服器' };
    const [head = '', row = ''] = matrix.render({ ...sample, target }, plain).split('\n');
    // Five characters of two columns each.
    expect(head.indexOf('2025-11-25') + 5).toBe(row.indexOf('✔'));
  });
});

describe('json', () => {
  it('is the result, with its digest', () => {
    expect(JSON.parse(json.render(sample, plain))).toEqual(withDigest(sample));
  });
});

describe('paths and command lines', () => {
  it.each([
    [
      { transport: 'stdio', revision: '2025-11-25', scenario: 'shared/a/b-c' },
      'stdio/2025-11-25/shared/a/b-c.jsonl',
    ],
    [{ transport: '..', revision: '/etc', scenario: '../../x' }, '_/_etc/_/_/x.jsonl'],
    [{ transport: 'a\u0000', revision: '', scenario: '' }, 'a_/_/_.jsonl'],
  ])('stays below its folder: %j', (one, path) => {
    expect(getTranscriptPath(one)).toBe(path);
  });

  it('quotes for the shell', () => {
    expect(formatShellLine(['node', 'a b', "it's", '$(rm)', 'http://x/mcp', ''])).toBe(
      `node 'a b' 'it'\\''s' '$(rm)' http://x/mcp ''`,
    );
  });
});
