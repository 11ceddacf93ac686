import { describe, expect, it } from '@jest/globals';
import { findCommonEnds } from './parity.js';

describe('commonEnds', () => {
  it.each<[string[], { head: number; tail: number }]>([
    [['["a"]', '["b"]'], { head: 2, tail: 2 }],
    [['same', 'same'], { head: 4, tail: 0 }],
    [['pass', 'fail', 'pass'], { head: 0, tail: 0 }],
    [['aa', 'aaa'], { head: 2, tail: 0 }],
    // Two characters whose first halves are the same, and two whose second halves are.
    [['x🙂', 'x🙃'], { head: 1, tail: 0 }],
    [['\u{1F642}', '\u{1FA42}'], { head: 0, tail: 0 }],
    [['one'], { head: 3, tail: 0 }],
    [[], { head: 0, tail: 0 }],
  ])('%j', (values, ends) => {
    expect(findCommonEnds(values)).toEqual(ends);
  });
});
