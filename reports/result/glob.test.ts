import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matchesPattern } from './glob.js';

describe('matches', () => {
  it.each([
    ['shared/tools', 'shared/tools/list', true],
    ['shared/tools/list', 'shared/tools/list', true],
    ['shared/tool', 'shared/tools/list', false],
    ['shared/*/list', 'shared/tools/list', true],
    ['shared/*', 'shared/tools/list', false],
    ['**/list', 'shared/tools/list', true],
    ['shared/(x)*', 'shared/tools', false],
  ])('%s takes %s: %s', (pattern, id, taken) => {
    expect(matchesPattern(pattern, id)).toBe(taken);
  });

  it('takes what the regular expression of the same meaning takes', () => {
    const word = fc
      .array(fc.constantFrom('a', 'b', '/', '.'), { maxLength: 8 })
      .map((letters) => letters.join(''));
    const pattern = fc
      .array(fc.constantFrom('a', 'b', '/', '.', '*', '**'), { maxLength: 8 })
      .map((parts) => parts.join(''))
      .filter((text) => text.includes('*'));
    fc.assert(
      fc.property(pattern, word, (glob, text) => {
        const source = glob
          .replaceAll('.', '[.]')
          .replaceAll('**', '<')
          .replaceAll('*', '[^/]*')
          .replaceAll('<', '.*');
        expect(matchesPattern(glob, text)).toBe(new RegExp(`^${source}$`).test(text));
      }),
    );
  });

  it('is not held up by stars', () => {
    expect(matchesPattern('*a'.repeat(100), 'a'.repeat(2_000) + 'b')).toBe(false);
  });
});
