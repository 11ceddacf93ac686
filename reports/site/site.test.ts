import { describe, expect, it } from '@jest/globals';
import type { NamedText, RenderOptions, TargetResult } from '../format.js';
import { EVIL, EVILS, makeHostile, makeWellFormed } from '../hostile.test.data.js';
import { recorded } from '../recorded.test.data.js';
import type { Result } from '../result/result.js';
import { withDigest } from '../result/digest.js';
import { format as site } from './format.js';

const releases = { tool: [recorded.tool.version, '0.0.9'], specification: ['2025-11-25', '2026-07-28'] };

/** Writes a site as a folder would hold it, over what lies there. */
function write(
  targets: readonly TargetResult[],
  before: ReadonlyMap<string, string> = new Map(),
  options: Partial<RenderOptions> = {},
): Map<string, string> {
  const files: Iterable<NamedText> = site.all!.files!(targets, {
    color: false,
    read: (name) => before.get(name),
    releases,
    ...options,
  });
  return new Map([...before, ...[...files].map(({ name, text }): [string, string] => [name, text])]);
}

const target = (name: string, result: Result = recorded): TargetResult => ({
  name,
  exitCode: result.run.exitCode,
  result,
});
const index = (files: ReadonlyMap<string, string>): string => files.get('index.html')!;
const rowOf = (files: ReadonlyMap<string, string>, name: string): string =>
  /<tr [^>]*data-outcome[\s\S]*?<\/tr>/g[Symbol.match](index(files))!.find((row) => row.includes(name))!;

/** With everything that failed before passing now, and some time later. */
const mended = withDigest({
  ...recorded,
  run: { ...recorded.run, startedAt: '2026-11-28T10:00:00.000Z', exitCode: 0 },
  cases: recorded.cases.map((one) => ({
    ...one,
    checks: one.checks.map((check) =>
      check.verdict === 'fail' ? { ...check, verdict: 'pass' as const } : check,
    ),
  })),
});

describe('the site', () => {
  it('has a row, a report, a result and a badge for each server, and says how to see the same', () => {
    const files = write([target('a'), target('b'), { name: 'c', exitCode: 2, problem: 'no such file' }]);
    expect([...files.keys()].sort()).toEqual(
      ['a', 'b']
        .flatMap((name) => [`${name}.html`, `${name}.json`, `${name}.svg`])
        .concat('history.json', 'index.html')
        .sort(),
    );
    const row = rowOf(files, 'a.html');
    for (const transport of Object.keys(recorded.target.transports)) expect(row).toContain(`>${transport}<`);
    expect(row).toContain(`npx mcp-transport-conformance@${recorded.tool.version} run --transport stdio`);
    expect(row).toContain(`--seed ${recorded.run.seed}`);
    expect(rowOf(files, 'no such file')).toContain('nothing was decided');
  });

  it('says with what options the same is seen, and which file that needs', () => {
    const options = { ...recorded.run.options, scenarios: ['shared', 'stdio'], startTimeoutMs: 90_000 };
    const of = (...again: string[]): string => {
      const transports = { stdio: { revisions: ['2025-11-25'], custom: false, again } };
      const run = { ...recorded.run, options };
      return rowOf(
        write([target('a', withDigest({ ...recorded, run, target: { ...recorded.target, transports } }))]),
        'a.html',
      );
    };
    const row = of('--set', 'latest', '--from', 'a.json');
    expect(row).toContain('--scenario shared,stdio --start-timeout 90s --set latest --from a.json<');
    expect(row).toContain('It needs the file that it names');
    expect(of()).toContain('It needs the mcptc.yaml of the server');
    expect(of('--', 'x', '--from', 'y')).not.toContain('It needs');
    expect(rowOf(write([target('a')]), 'a.html')).not.toContain('It needs');
  });

  it('names the digest of an image', () => {
    const [name, transport] = Object.entries(recorded.target.transports)[0]!;
    const result = withDigest({
      ...recorded,
      target: { ...recorded.target, transports: { [name]: { ...transport, image: 'sha256:abc' } } },
    });
    expect(rowOf(write([target('a', result)]), 'a.html')).toContain('<code>sha256:abc</code>');
  });

  it('says what changed since the last result, and nothing of the same one', () => {
    const first = write([target('a')]);
    expect(rowOf(first, 'a.html')).toContain('first result');
    expect(rowOf(write([target('a')], first), 'a.html')).toContain('first result');
    const second = write([target('a', mended)], first);
    expect(rowOf(second, 'a.html')).toMatch(/before: does not conform.*\d+ fixed/);
    const third = write([target('a')], second);
    expect(rowOf(third, 'a.html')).toMatch(/before: conforms.*\d+ broken/);
  });

  it('keeps servers that it was not made from this time', () => {
    const files = write([target('b')], write([target('a')]));
    expect(rowOf(files, 'a.html')).toContain('not among the last results');
    expect(rowOf(files, 'b.html')).not.toContain('not among the last results');
  });

  it.each<[string, Partial<Result['run']>, string, string | undefined]>([
    ['of now', { startedAt: '2026-08-01T00:00:00Z' }, recorded.tool.version, undefined],
    ['one version behind', { startedAt: '2026-08-01T00:00:00Z' }, '0.0.9', undefined],
    [
      'of an unknown version',
      { startedAt: '2026-08-01T00:00:00Z' },
      '0.0.1',
      'stale: made with version 0.0.1',
    ],
    [
      'before a revision',
      { startedAt: '2026-07-01T00:00:00Z' },
      recorded.tool.version,
      'stale: from before a revision',
    ],
  ])('greys what is stale: a result %s', (_, run, version, why) => {
    const result = { ...recorded, tool: { ...recorded.tool, version }, run: { ...recorded.run, ...run } };
    const row = rowOf(write([target('a', withDigest(result))]), 'a.html');
    expect({ grey: row.includes('class="stale"'), told: row.includes(why ?? 'stale:') }).toEqual({
      grey: why !== undefined,
      told: why !== undefined,
    });
  });

  it.each([
    ['nothing', 'null'],
    ['no JSON', '{'],
    ['another format', '{"format":"x","servers":[]}'],
    ['wrong entries', '{"format":"mcp-transport-conformance/site@1","servers":[[{"name":1}],3,[]]}'],
  ])('does not fall for a history that is none: %s', (_, text) => {
    expect(rowOf(write([target('a')], new Map([['history.json', text]])), 'a.html')).toContain(
      'first result',
    );
  });

  it('escapes every text, names no file after one, and carries a policy that loads nothing', () => {
    const hostile = makeWellFormed(makeHostile(60, 2_000));
    const evils = EVILS.map((name) => target(name, hostile));
    const before = write([target(EVIL, hostile), { name: EVIL, exitCode: 2, problem: EVIL }, ...evils]);
    const files = write(evils.slice(0, 3), before);
    for (const name of files.keys()) expect(name).toMatch(/^[A-Za-z0-9_-][\w.-]*\.(html|json|svg)$/);
    expect(new Set([...files.keys()].map((name) => name.toLowerCase())).size).toBe(files.size);
    const page = index(files).replace(/<script>[\s\S]*?<\/script>|<style>[\s\S]*?<\/style>/g, '');
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'");
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; img-src data:; base-uri 'none'; form-action 'none'$/,
    );
    const found = (pattern: RegExp): string[] => page.match(pattern)?.map((one) => one.slice(0, 80)) ?? [];
    expect(found(/<(script|iframe|img(?! alt="badge)|object|link|base)\b/gi)).toEqual([]);
    const tags = page.replaceAll(/="[^"]*"/g, '=""').match(/<[a-z][^<>]*>/g) ?? [];
    expect(tags.filter((tag) => / on\w+/i.test(tag))).toEqual([]);
    expect(
      found(/(?:href|src)="(?!#|[\w.-]+\.(?:html|json|svg)"|data:image\/svg\+xml;base64,)[^"]*"/g),
    ).toEqual([]);
    // oxlint-disable-next-line no-control-regex
    expect(found(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/g)).toEqual([]);
  });
});
