import { describe, expect, it } from '@jest/globals';
import { encodeEventId } from './headers.js';

describe('encodeEventId', () => {
  it.each([
    ['7', '7'],
    ['a b', 'a b'],
    ['grün', 'gr\u00c3\u00bcn'],
    ['a\u0001b', undefined],
    [' a', undefined],
    ['', undefined],
  ])('%j: %j', (id, header) => {
    expect(encodeEventId(id)).toBe(header);
  });
});
