import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { alterState } from './alter-state.js';

describe('alterState', () => {
  it.each([
    ['aaaa', 'aaba'],
    ['f0ff', 'f0af'],
    ['9999', '9909'],
    ['zzzz', 'zzgz'],
    ['ABCD', 'ABDD'],
    ['ab==', 'bb=='],
    ['a', undefined],
    ['--', undefined],
    [42, undefined],
    [undefined, undefined],
  ])('%p: %p', (state, altered) => {
    expect(alterState(state)).toBe(altered);
  });

  it.each(['hex', 'base64', 'base64url'] as const)('stands for other bytes in %s', (encoding) => {
    for (let seed = 0; seed < 500; seed += 1) {
      const state = createHmac('sha256', 'key').update(String(seed)).digest(encoding);
      const altered = alterState(state) ?? '';
      expect(altered).toHaveLength(state.length);
      expect(Buffer.from(altered, encoding).equals(Buffer.from(state, encoding))).toBe(false);
      expect(Buffer.from(altered, encoding)).toHaveLength(32);
    }
  });
});
