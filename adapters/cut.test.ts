import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutText } from './cut.js';

describe('cutText', () => {
  it.each([
    ['short', { head: 5 }, { text: 'short', cut: 0 }],
    ['abcdef', { head: 4 }, { text: 'abcd…[2 more characters]', cut: 2 }],
    ['a🙂b', { head: 2 }, { text: 'a…[3 more characters]', cut: 3 }],
    ['abc🙂', { head: 1, tail: 1 }, { text: 'a…[4 characters cut]…', cut: 4 }],
    [Buffer.from('abcdef'), { head: 2, tail: 1 }, { text: 'ab…[3 bytes cut]…f', cut: 3 }],
    [
      Buffer.from('é'.repeat(100)),
      { head: 6, tail: 5 },
      { text: `${'é'.repeat(3)}…[190 bytes cut]…éé`, cut: 190 },
    ],
    [Buffer.from('éé'), { head: 3 }, { text: 'é…[2 more bytes]', cut: 2 }],
    // No UTF-8: nowhere near is a character whole.
    [Buffer.alloc(9, 0x80), { head: 5 }, { text: `${'\ufffd'.repeat(5)}…[4 more bytes]`, cut: 4 }],
  ])('%p, %j', (source, keep, cut) => {
    expect(cutText(source, keep)).toEqual(cut);
  });

  it('keeps what was asked for, up to a character at each end, and counts the rest', () => {
    const unit = fc.constantFrom('a', 'é', '€', '🙂');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), fc.nat(80), fc.nat(80), (text, head, tail) => {
        for (const source of [text, Buffer.from(text)]) {
          const kept: string[] = [];
          const { cut } = cutText(source, { head, tail }, (_, from, to) => {
            kept.push(Buffer.from(source.slice(from, to)).toString());
            return '';
          });
          const [first = '', last = ''] = cut === 0 ? [text] : kept;
          expect(text.startsWith(first) && text.endsWith(last)).toBe(true);
          const left = Buffer.isBuffer(source) ? Buffer.byteLength(first + last) : (first + last).length;
          expect(left).toBe(source.length - cut);
          expect(left).toBeLessThanOrEqual(cut === 0 ? source.length : head + tail);
          expect(left).toBeGreaterThan(Math.min(source.length, head + tail) - 7);
        }
      }),
    );
  });
});
