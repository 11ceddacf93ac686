import { describe, expect, it } from '@jest/globals';
import { EVIL } from '../hostile.test.data.js';
import { makeBlock, h, toSafeAddress, toHtml } from './markup.js';

describe('markup', () => {
  it('escapes text and attributes, and shows what cannot be seen', () => {
    expect(toHtml(h('p', { title: `"'<` }, '<b>&\u202e'))).toBe(
      '<p title="&quot;&#39;&lt;">&lt;b&gt;&amp;&lt;U+202E&gt;</p>',
    );
  });

  it('lets nothing of a hostile text be markup', () => {
    const text = toHtml(h('p', { title: EVIL, href: EVIL }, EVIL, makeBlock(EVIL, 10_000)));
    expect(text.match(/</g)).toHaveLength(2);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}]/u);
  });

  it('keeps lines in a block, and bounds it', () => {
    expect(toHtml(makeBlock('a\nb', 10))).toBe('a\nb');
    expect(toHtml(makeBlock('abcdef', 2))).toBe('ab…[4 more characters]');
  });

  it('leaves out what is absent', () => {
    expect(toHtml(h('p', { id: undefined, class: false, hidden: true }, false, undefined, 0))).toBe(
      '<p hidden>0</p>',
    );
  });
});

describe('safeAddress', () => {
  it.each([
    ['https://modelcontextprotocol.io/specification#x', 'https://modelcontextprotocol.io/specification#x'],
    ['https://bücher.example/"><script>', 'https://xn--bcher-kva.example/%22%3E%3Cscript%3E'],
    ['#verdict=fail&scenario=shared/tools%20', '#verdict=fail&scenario=shared/tools%20'],
  ])('takes %s', (given, expected) => {
    expect(toSafeAddress(given)).toBe(expected);
  });

  it.each([
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,x',
    'http://insecure.example/',
    'https://user:secret@example.com/',
    '//evil.example/',
    'relative',
    '#"onclick=',
    '',
  ])('refuses %j', (given) => {
    expect(toSafeAddress(given)).toBeUndefined();
  });
});
