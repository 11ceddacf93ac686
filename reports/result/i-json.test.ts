import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { explainNotHashed } from './i-json.js';
import { parseWithoutDigest } from './read.js';
import { recorded } from '../recorded.test.data.js';

const refusal = (text: string): string | undefined => {
  JSON.parse(text);
  return explainNotHashed(text);
};

describe('a name that stands twice', () => {
  it.each([
    ['{"a":1,"a":2}', '/a'],
    ['{"a":1, "\\u0061" : 1}', '/a'],
    ['{"x":[0,{"b/c":[],"d":{},"b/c":[]}]}', '/x/1/b~1c'],
    ['{"\\\\":1,"\\u005c":2}', '/\\'],
    ['{"":1,"":2}', '/'],
    ['{"__proto__":1,"__proto__":2}', '/__proto__'],
  ])('is refused, and where it stands is said: %s', (text, where) => {
    expect(refusal(text)).toBe(`a name stands there twice, which I-JSON forbids: ${where}`);
  });

  it.each([
    '{"a":"a","b":"a"}',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":["a","a"],"b":["b"]}',
    '{"a\\"":1,"a":"\\"a\\":1,\\\\"}',
    '{"a":1,"A":1}',
    '"a"',
    '{}',
  ])('is none in %s', (text) => {
    expect(refusal(text)).toBeUndefined();
  });

  it('is none in whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(refusal(JSON.stringify(JSON.parse(text)))).toBeUndefined();
      }),
    );
  });

  it('makes a file no result, whichever of the two a reader takes', async () => {
    const text = JSON.stringify(recorded);
    for (const twice of [
      text.replace('"exitCode":', '"exitCode":0,"exitCode":'),
      text.replace('"exitCode":', '"exit\\u0043ode":0,"exitCode":'),
    ]) {
      await expect(parseWithoutDigest(twice)).rejects.toThrow('a name stands there twice');
      await expect(parseWithoutDigest(twice)).rejects.toThrow('/run/exitCode');
    }
  });
});

it('nesting deeper than anything that is written is refused', () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  expect(refusal(nested(500))).toBeUndefined();
  expect(refusal(nested(501))).toMatch('nested deeper than 500');
  expect(refusal('{"a":'.repeat(501) + '1' + '}'.repeat(501))).toMatch('nested deeper than 500: /a/a');
});
