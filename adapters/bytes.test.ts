import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJson, readJson } from './bytes.js';

const read = (text: string) => readJson(Buffer.from(text));
const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('readJson', () => {
  it('reads what JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(read(text)).toEqual({ json: JSON.parse(text) });
      }),
    );
    expect(read(JSON.stringify({ text: '[{"\\\\"]'.repeat(2_000) }))).toHaveProperty('json.text');
  });

  it.each([
    ['', {}],
    ['nothing', {}],
    ['[['.repeat(300), {}],
    ['\ufeff{}', {}],
    [deep(500), { json: expect.any(Array) }],
    [deep(501), { excess: 'a message nested more than 500 deep' }],
    [`[${'0,'.repeat(900_000)}0]`, { json: expect.any(Array), cut: expect.stringMatching(/890001 items/) }],
    [`[${'{},'.repeat(600_000)}0]`, { excess: 'a message of more than 1000000 values' }],
  ])('bounds what it reads', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('gives no document where there is an excess', () => {
    expect(parseJson(Buffer.from(deep(501)))).toBeUndefined();
  });
});
