import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { listFindings } from '../result/findings.js';
import { format as matrix } from '../matrix/format.js';
import { recorded } from '../recorded.test.data.js';
import { failed, sample } from '../sample.test.data.js';
import { measureWidth } from './width.js';
import { wrapCommand, wrapText } from './wrap.js';

describe('lines are made to fit a terminal', () => {
  it.each([
    [
      '  expected  a message that is valid, and nothing else',
      '  expected  a message that is valid, and\n            nothing else',
    ],
    ['  a sentence of the specification that is long', '  a sentence of the specification that is\n  long'],
    [
      '✘ does not conform  176 cases in 24.0 s · seed 7',
      '✘ does not conform  176 cases in 24.0 s ·\n  seed 7',
    ],
    ['  received  ' + 'x'.repeat(60) + ' at body', '  received  ' + 'x'.repeat(60) + '\n            at body'],
    ['short', 'short'],
  ])('%j', (line, lines) => {
    expect(wrapText(line, 42)).toBe(lines);
  });

  it('a command is left alone, coloured or not, up to its last line', () => {
    const command = `mcptc run --cwd /${'long/'.repeat(12)} 'one two'`;
    for (const line of [
      `  again     ${command}`,
      `  \u001b[2magain   \u001b[22m  ${command}`,
      `  by hand   ${command}`,
      `  again     mcptc run \\\n            --cwd /${'long/'.repeat(12)} 'one two'`,
    ])
      expect(wrapText(line, 42)).toBe(line);
  });

  it('a path that fits only further to the left stands there', () => {
    const path = `.mcptc/transcripts/${'x'.repeat(55)}.jsonl`;
    expect(wrapText(`  next      mcptc explain a.b; transcript: ${path}`, 84)).toBe(
      `  next      mcptc explain a.b; transcript:\n  ${path}`,
    );
  });

  it('colours take no columns', () => {
    const red = `\u001b[31m${'ab '.repeat(20).trim()}\u001b[39m`;
    expect(wrapText(red, 60)).toBe(red);
  });

  it('commands stay what can be copied', () => {
    const words = ['echo', '--a', 'b c', '--long', 'd'.repeat(50), "it's", '$HOME', '--', 'e'.repeat(20)];
    const text = wrapCommand(words, 4, 60);
    expect(text.split('\n').length).toBeGreaterThan(2);
    expect(text).toContain(`\n    --long ${'d'.repeat(50)} \\\n`);
    expect(execFileSync('sh', ['-c', text], { encoding: 'utf8' })).toBe(`${words.slice(1).join(' ')}\n`);
    expect(wrapCommand(words, 4, undefined)).not.toContain('\n');
  });
});

describe('the matrix on a terminal', () => {
  const at = (columns: number, result = recorded): string => matrix.render(result, { color: false, columns });

  it.each([60, 80, 100, 120, 200])(
    'has no line beyond %i columns that has a space to break at',
    (columns) => {
      const long = at(columns)
        .split('\n')
        .filter((line) => measureWidth(line) > columns && !line.endsWith(' \\'));
      // What is left is one word after what stands before it.
      for (const line of long) expect(line.trim()).toMatch(/^(\S+ {2,})?\S+$/);
    },
  );

  it('puts the level at the end of the headline', () => {
    const levels = (columns: number): string[] => at(columns).match(/^[✘!] .* (MUST|SHOULD)$/gm) ?? [];
    expect(levels(80)).toHaveLength(levels(200).length);
    expect(levels(200).every((line) => line.length <= 92)).toBe(true);
    expect(levels(200)[0]?.indexOf('MUST')).toBe(85);
  });

  const said = (text: string): string => text.replaceAll(' \\\n', ' ').replaceAll(/\s+/g, ' ');
  it('says the same words at any width', () => {
    expect(said(at(80))).toBe(said(at(109)));
    expect(said(at(80))).toBe(said(matrix.render(recorded, { color: false })));
    expect(said(at(110))).toBe(said(at(1_000)));
  });

  it('says more on a wide one: of what fails nothing the sentence too', () => {
    const [warned] = listFindings(recorded).filter(({ kind }) => kind === 'warn');
    const { text = '', received = '' } = { ...warned?.report, received: warned?.check.received };
    expect(received).not.toBe('');
    for (const columns of [80, 120]) expect(said(at(columns))).toContain(received.slice(0, 40));
    expect(said(at(80))).not.toContain(text);
    expect(said(at(120))).toContain(text);
  });

  it('has as many revisions side by side as fit, and the reason of a transport below', () => {
    const revisions = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'];
    const figures = { pass: 100, fail: 10, warn: 10, 'not-applicable': 0, 'not-verified': 10, error: 0 };
    const reason = `the target does not come up: ${'connection refused '.repeat(8)}`.trim();
    const down = { revisions: [], custom: false, again: [] };
    const many = {
      ...sample,
      target: {
        ...sample.target,
        transports: {
          stdio: { revisions, custom: false, again: [] },
          'streamable-http': { ...down, reason },
          websocket: { ...down, reason, notRun: true as const },
          grpc: down,
        },
      },
      summary: { stdio: Object.fromEntries(revisions.map((revision) => [revision, figures])) },
      cases: [{ ...failed, transport: 'stdio' }],
    };
    const text = at(80, many);
    const table = text.split('✘ stdio')[0] ?? '';
    expect(table.split('\n').every((line) => measureWidth(line) <= 80)).toBe(true);
    expect(table.match(/^stdio +✔ 100/gm)).toHaveLength(3);
    expect(table).toMatch(/^streamable-http +not tested, see below$/m);
    expect(table).toMatch(/^websocket +not run, see below$/m);
    expect(table).toMatch(/^grpc +not offered by this target$/m);
    const words = text.replaceAll(/\s+/g, ' ');
    expect(words).toContain(`✘ streamable-http could not be tested ${reason}`);
    expect(words).toContain('websocket: not run: the target does not come up');
  });
});
