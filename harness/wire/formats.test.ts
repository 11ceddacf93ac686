import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formats } from './formats.js';

describe('formats', () => {
  it.each<[keyof typeof formats, string, boolean]>([
    ['byte', '', true],
    ['byte', 'QUJD', true],
    ['byte', 'QUI=', true],
    ['byte', 'QQ==', true],
    ['byte', 'QQ', false],
    ['byte', 'Q===', false],
    ['byte', '====', false],
    ['byte', 'QUI-', false],
    ['byte', 'QUJD\n', false],
    ['byte', 'QU=D', false],
    ['uri', 'test://static-text', true],
    ['uri', 'urn:x', true],
    ['uri', 'file:///tmp/ü', true],
    ['uri', '//host/path', false],
    ['uri', 'a b:c', false],
    ['uri', 'http://a b', false],
    ['uri', 'test://{id}', false],
    ['uri', '', false],
    ['uri-template', 'test://{id}/data{?a,b}', true],
    ['uri-template', 'test://plain', true],
    ['uri-template', 'test://{}', false],
    ['uri-template', 'test://{id', false],
    ['uri-template', 'test://id}', false],
    ['uri-template', 'test://{a{b}}', false],
    ['uri-template', 'test://{a} b', false],
  ])('%s: %j is %j', (format, text, valid) => {
    expect(formats[format](text)).toBe(valid);
  });

  it('take for base64 what Node writes, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => formats.byte(Buffer.from(bytes).toString('base64'))));
  });

  it('take for a URI what the URL standard writes', () => {
    fc.assert(fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), formats.uri));
  });
});
