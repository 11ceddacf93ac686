import { describe, expect, it } from '@jest/globals';
import type { TargetResult } from '../format.js';
import { EVILS, makeHostile } from '../hostile.test.data.js';
import { recorded } from '../recorded.test.data.js';
import type { Result } from '../result/result.js';
import { measureWidth } from '../text/width.js';
import { format } from './format.js';

const target = (name: string, exitCode: number, result: Result = recorded): TargetResult => ({
  name,
  exitCode,
  result: { ...result, run: { ...result.run, exitCode } },
  file: `.mcptc/${name}/result.json`,
});
const down: Result = {
  ...recorded,
  cases: [],
  summary: {},
  target: {
    ...recorded.target,
    transports: {
      stdio: { revisions: [], custom: false, again: [], reason: `it said nothing ${'at all '.repeat(20)}` },
    },
  },
};
const targets: TargetResult[] = [
  target('fine', 0),
  target('wrong', 1),
  target('down', 3, down),
  { name: 'old', exitCode: 2, problem: 'HTTP+SSE\nnext: name another endpoint' },
];
const render = (all: readonly TargetResult[], columns: number): string =>
  format.all!.render(all, { color: false, columns });

describe('the table of several targets', () => {
  it('is worst first, with a row for each transport and revision', () => {
    const lines = render(targets, 120).split('\n');
    const names = lines.flatMap((line) => /^[✔✘?–] (\w+) /.exec(line)?.[1] ?? []);
    expect(names.slice(0, 4)).toEqual(['old', 'down', 'wrong', 'fine']);
    const cells = Object.values(recorded.summary).flatMap((row) => Object.keys(row));
    const rows = lines.filter((line) => / \d{4}-\d\d-\d\d +\d+ +\d+ +\d+ +\d+/.test(line));
    expect(rows).toHaveLength(2 * cells.length);
    expect(lines.at(-2)).toBe(
      '✘ 1 of 4 servers conform · 1 do not · 1 could not be tested · of 1 nothing was decided',
    );
  });

  it('names the first requirement that failed where there is room', () => {
    expect(render(targets, 120)).toContain('first finding');
    expect(render(targets, 80)).not.toContain('first finding');
  });

  it('says below in full what a row had no room for, and what to do', () => {
    const text = render(targets, 80);
    expect(text).toContain('\nold: HTTP+SSE\n  next: name another endpoint\n');
    expect(text.replaceAll(/\s+/g, ' ')).toContain('at all '.repeat(20).trim());
    expect(text).toContain('mcptc report .mcptc/wrong/result.json');
    expect(text).not.toContain('mcptc report .mcptc/fine/result.json');
  });

  it('says below what a server said itself, which requirements it fails, and those that several fail', () => {
    const reason = 'status 401\nit said: no token\nits allow: GET\nits server: x\nPass a token.';
    const transports = { stdio: { revisions: [], custom: false, again: [], reason } };
    const refuses: Result = { ...down, target: { ...down.target, transports } };
    const text = render([...targets, target('other', 1), target('refuses', 2, refuses)], 200);
    expect(text).toContain(
      '\nrefuses: status 401\n  it said: no token\n  its allow: GET\n  next: Pass a token.\n  mcptc report',
    );
    expect(text).toMatch(/\nwrong: fails [\w.-]+, [\w.-]+, [\w.-]+ and \d+ more\n {2}mcptc report/);
    expect(text).toMatch(/\nwhat several of them fail:\n +2 × {2}mcptc explain wire\.schema\n/);
    expect(render([target('wrong', 1)], 80)).not.toContain('what several of them fail');
  });

  it.each([80, 120])('fits %i columns, but for commands and words without a blank', (columns) => {
    const hostile = EVILS.map((name): TargetResult => target(name, 1, makeHostile(30, 500)));
    const [table = ''] = render([...targets, ...hostile], columns).split('\n\n');
    const wide = table.split('\n').filter((line) => measureWidth(line) >= columns);
    expect(wide).toEqual([]);
    // oxlint-disable-next-line no-control-regex
    expect(table).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]|^\s*::|##\[/m);
  });
});
