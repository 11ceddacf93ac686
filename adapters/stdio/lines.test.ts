import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Lines } from './lines.js';

/** Feeds the text in pieces that end at the given places. */
function cut(text: Buffer, borders: number[], limit = 1_000) {
  const lines: string[] = [];
  const reader = new Lines(limit, (line) => lines.push(line.toString('latin1')));
  const places = [...new Set([0, ...borders.map((border) => border % (text.length + 1)), text.length])].sort(
    (a, b) => a - b,
  );
  const fits = places.slice(1).every((place, index) => reader.feed(text.subarray(places[index], place)));
  return { lines, fits, rest: reader.rest()?.toString('latin1') };
}

describe('Lines', () => {
  it('gives the same lines wherever the chunks end', () => {
    const byte = fc.constantFrom(0x0a, 0x0d, 0x61, 0xc3, 0x00);
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 60 }), fc.array(fc.nat(60)), (bytes, borders) => {
        const text = Buffer.from(bytes);
        const expected = text.toString('latin1').split('\n');
        const rest = expected.pop();
        expect(cut(text, borders)).toEqual({
          lines: expected,
          fits: true,
          rest: rest === '' ? undefined : rest,
        });
      }),
    );
  });

  it('keeps a carriage return, and empty lines', () => {
    expect(cut(Buffer.from('a\r\n\n'), []).lines).toEqual(['a\r', '']);
  });

  it('refuses a line past the limit, finished or not, and takes one that just fits', () => {
    expect(cut(Buffer.from('abcd\nabcd'), [2, 6], 4)).toEqual({ lines: ['abcd'], fits: true, rest: 'abcd' });
    expect(cut(Buffer.from('abcde\n'), [2, 4], 4).fits).toBe(false);
    expect(cut(Buffer.from('abcde'), [2, 4], 4)).toEqual({ lines: [], fits: false, rest: undefined });
  });
});
