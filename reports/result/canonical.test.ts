import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { computeCanonicalHash, toCanonicalJson, toWellFormed } from './canonical.js';

describe('canonicalJson (RFC 8785)', () => {
  it('writes numbers, strings and literals as section 3.2.2 shows', () => {
    const sample = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(toCanonicalJson(sample)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts names by UTF-16 code units, as section 3.2.3 shows', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const written = toCanonicalJson(Object.fromEntries(names.map((name) => [name, 0])));
    expect(Object.keys(JSON.parse(written) as object)).toEqual([
      '1',
      '\r',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\u{1f600}',
      '\ufb33',
    ]);
  });

  it('refuses what has no canonical form', () => {
    expect(() => toCanonicalJson(Number.NaN)).toThrow('canonical');
    expect(() => toCanonicalJson('\ud800')).toThrow('surrogate');
    expect(() => toCanonicalJson(() => 0)).toThrow('canonical');
  });

  it('does not depend on the order of members, and reads back as the same value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        expect(computeCanonicalHash(turned)).toBe(computeCanonicalHash(value));
        expect(JSON.parse(toCanonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('makes every text well-formed, and leaves alone what is, however many backslashes it has', () => {
    const part = fc.constantFrom('\\', '\\\\', '\\ud800', '\ud800', '\udfff', '\u{1f600}', 'ud800', 'a', '"');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        expect(toWellFormed([text])).toEqual([text.replace(/\p{Cs}/gu, '\ufffd')]);
      }),
    );
    const many = '\\'.repeat(1_000_000);
    expect(toWellFormed([many])[0]).toHaveLength(many.length);
  });
});
