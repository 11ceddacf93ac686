import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeBase64, isContents, isMedia, isMimeType, isUri, isUriTemplate } from './values.js';

const PNG = 'iVBORw0KGgo=';

describe('values of a target', () => {
  it.each([
    ['', true],
    ['AAEC', true],
    ['AA==', true],
    ['AA', false],
    ['A-_=', false],
    ['not base64!', false],
    [7, false],
  ])('base64 %p: %p', (value, expected) => {
    expect(decodeBase64(value) !== undefined).toBe(expected);
  });

  it.each([
    [{ type: 'image', mimeType: 'image/png', data: PNG }, true],
    // What is in them, no sentence says.
    [{ type: 'image', mimeType: 'image/jpeg', data: PNG }, true],
    [{ type: 'image', mimeType: 'image/png', data: 'no base64' }, false],
    [{ type: 'image', mimeType: 'image/x-own', data: 'AAAA' }, true],
    [{ type: 'image', mimeType: 'png', data: PNG }, false],
    [{ type: 'image', mimeType: 'image/png', data: '' }, false],
    [{ type: 'audio', mimeType: 'image/png', data: PNG }, false],
    [undefined, false],
  ])('image %p: %p', (value, expected) => {
    expect(isMedia(value, 'image')).toBe(expected);
  });

  it.each([
    ['test://static-text', true],
    ['urn:isbn:0451450523', true],
    ['file:///a%20b#part', true],
    ['http://[::1]:80/?q=1', true],
    ['no scheme', false],
    ['/relative', false],
    ['test://a b', false],
    ['test://ä', false],
    ['test://%zz', false],
    ['test://a#b#c', false],
    [null, false],
  ])('URI %p: %p', (value, expected) => {
    expect(isUri(value)).toBe(expected);
  });

  it.each([
    ['test://template/{id}/data', true],
    ['file:///{+path*}{?q,lang:3}{&a.b}', true],
    ['test://{id', false],
    ['test://id}', false],
    ['test://{}', false],
    ['test://{id:0}', false],
    ['test://a b/{id}', false],
    ['', false],
  ])('URI template %p: %p', (value, expected) => {
    expect(isUriTemplate(value)).toBe(expected);
  });

  it('takes for a URI what the grammar takes, and one of millions of characters', () => {
    const GRAMMAR =
      /^[A-Za-z][A-Za-z0-9+.-]*:(?:[\w.~:/?[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*(?:#(?:[\w.~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?$/;
    const part = fc.constantFrom(
      'a',
      'A1',
      ':',
      '#',
      '[',
      ']',
      '%',
      '%2f',
      '%2',
      '/',
      '?',
      ' ',
      'ü',
      '\n',
      '.',
      '{',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        for (const text of [parts.join(''), `x:${parts.join('')}`])
          expect(isUri(text)).toBe(GRAMMAR.test(text));
      }),
    );
    expect(isUri(`test://${'a%20'.repeat(5_000_000)}`)).toBe(true);
  });

  it('takes its time with no template, however it is made', () => {
    const started = performance.now();
    expect(isUriTemplate(`x://{${'a.'.repeat(2_000)}!`)).toBe(false);
    expect(isUriTemplate(`x://{${'a,'.repeat(2_000)}!`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('knows MIME types and contents', () => {
    expect(isMimeType('text/plain; charset=utf-8')).toBe(true);
    expect(isMimeType('text')).toBe(false);
    expect(isContents({ uri: 'a:b', text: '' })).toBe(true);
    expect(isContents({ uri: 'a:b', blob: 'AA==' })).toBe(true);
    expect(isContents({ uri: 'a:b', blob: '?' })).toBe(false);
    expect(isContents({ text: 'x' })).toBe(false);
  });
});
