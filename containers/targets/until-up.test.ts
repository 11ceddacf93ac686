import { describe, expect, it } from '@jest/globals';
import { takeLastLines } from './until-up.js';

describe('lastLines', () => {
  it.each([
    ['one\ntwo\n', 20, 'one\ntwo\n'],
    ['one\ntwo\n', 4, 'two\n'],
    ['one\ntwo\n', 5, 'two\n'],
    ['one\ntwo\n', 3, ''],
    ['one', 2, ''],
  ])('of %j at most %i, and begins no line in its middle', (text, keep, shown) => {
    expect(takeLastLines(text, keep)).toBe(shown);
  });
});
