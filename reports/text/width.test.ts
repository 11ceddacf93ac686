import { describe, expect, it } from '@jest/globals';
import { cutToWidth, padToWidth, measureWidth } from './width.js';

describe('columns of a terminal', () => {
  it.each([
    ['stdio', 5],
    ['✔ 1  ✘ 2  ! 3  ? 4  ≠', 21],
    ['\u001b[31m✘\u001b[39m 測試', 6],
    ['e\u0301', 1],
    ['👩‍💻', 2],
  ])('%j takes %i', (text, width) => {
    expect(measureWidth(text)).toBe(width);
    expect(measureWidth(padToWidth(text, 30))).toBe(30);
    expect(padToWidth(text, width)).toBe(text);
  });

  it.each([
    ['測試 of a server', 7, '測試 of'],
    ['測試', 3, '測'],
    ['a👩‍💻b', 2, 'a'],
    ['fits', 4, 'fits'],
    ['fits', Infinity, 'fits'],
  ])('%j is cut to %i', (line, columns, shown) => {
    expect(cutToWidth(line, columns)).toBe(shown);
  });
});
