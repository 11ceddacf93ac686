import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { format as html } from './format.js';
import { EVIL, makeHostile } from '../hostile.test.data.js';
import { recorded } from '../recorded.test.data.js';
import { parseWithoutDigest } from '../result/read.js';
import type { Result } from '../result/result.js';
import { sample } from '../sample.test.data.js';

const render = (result: Result): string => html.render(result, { color: false });
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

/** What stands between the tags of an element, of which the page has one. */
const contentOf = (page: string, open: RegExp, close: string): string => {
  const [start = ''] = open.exec(page) ?? [];
  const from = page.indexOf(start) + start.length;
  return page.slice(from, page.indexOf(close, from));
};

describe('html', () => {
  it('is one file that loads nothing and runs only its own script', () => {
    const page = render(recorded);
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const script = contentOf(page, /<script>/, '</script>');
    const style = contentOf(page, /<style>/, '</style>');
    expect(policy.replaceAll('&#39;', "'")).toBe(
      `default-src 'none'; script-src 'sha256-${sha256(script)}'; style-src 'sha256-${sha256(style)}'; base-uri 'none'; form-action 'none'`,
    );
    expect(script).not.toContain('<!--');
    expect(page).not.toMatch(
      /<(?:link|img|iframe|object|embed|base|form)\b|\ssrc=|\son\w+=|\sstyle=|@import|url\(/,
    );
  });

  it('carries the whole result', () => {
    const page = render(sample);
    const json = contentOf(page, /<script type="application\/json" id="result">/, '</script>');
    expect(JSON.parse(json)).toEqual(sample);
  });

  it('says without a script what the matrix says, and what was found', () => {
    const page = render(sample).replace(/<script.*?<\/script>/gs, '');
    for (const text of [
      'my-server 1.4.0',
      'does not conform',
      'Loosened for this run: </b>insecure',
      'not offered by this target',
      'title="118 pass"',
      'title="2 fail"',
      'The server writes nothing to stdout that is not an MCP message.',
      'Listening on stdio…',
      '12 ms after the start',
      'mcptc run --case stdio/2025-11-25/stdio/stdout-only-messages --seed 7 -- node &#39;my server.js&#39;',
      'offer the tool test_simple_text',
      '[&quot;<mark>a</mark>&quot;]',
      'seen again when it was run alone',
    ]) {
      expect(page).toContain(text);
    }
  });

  it('says at a finding how to mend it, and nowhere else', () => {
    const remedy = 'Log to stderr, and leave "stdout" to messages.';
    const requirements = Object.fromEntries(
      Object.entries(sample.requirements).map(([id, one]) => [id, { ...one, remedy }]),
    );
    const mend = '<dt>To mend it</dt><dd>Log to stderr, and leave &quot;stdout&quot; to messages.</dd>';
    const page = render({ ...sample, requirements });
    const broken = sample.cases.flatMap(({ checks }) =>
      checks.filter(({ verdict, waivedBy }) => verdict === 'fail' && waivedBy === null),
    );
    expect(broken.length).toBeGreaterThan(0);
    expect(page.split(mend)).toHaveLength(broken.length + 1);
    expect(render(sample)).not.toContain('<dt>To mend it');
  });

  it('says what is known and excused, and what containers cost', () => {
    const page = render({
      ...sample,
      run: { ...sample.run, containers: { engine: '27.1', started: 3, startMs: 2400, medianStartMs: 800 } },
      cases: sample.cases.map((one) => ({
        ...one,
        checks: one.checks.map((check) => ({ ...check, waivedBy: 'being fixed (https://example.com/1)' })),
      })),
    });
    expect(page).toContain('Seen to fail, and excused by the baseline.');
    expect(page).toContain('3 started, 0.80 s each (median), 2.40 s in all · engine 27.1');
  });

  it('draws a hostile result as text, bounded, with nothing hidden', async () => {
    const result = makeHostile(200);
    const page = render(result);
    // Only the tags that are ours, and of the 1 MiB strings a little of each, outside the JSON.
    expect(page.match(/<script/g)).toHaveLength(2);
    const json = contentOf(page, /<script type="application\/json" id="result">/, '</script>');
    expect(json.search(/[^\x20-\x7e]|[<>&]/)).toBe(-1);
    const drawn = page.replace(/<script.*?<\/script>/gs, '');
    expect(drawn.search(/<!--|<img/)).toBe(-1);
    expect(drawn.replaceAll('\n', '').search(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)).toBe(-1);
    expect(drawn.length).toBeLessThan(1024 * 1024);
    expect(drawn).toContain('&lt;/script&gt;&lt;script&gt;globalThis.taken=1');
    expect((await parseWithoutDigest(json.replaceAll('javascript:', 'https:'))).target.name).toBe(
      EVIL.replaceAll('javascript:', 'https:'),
    );
  });
});
