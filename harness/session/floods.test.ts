import { expect, it } from '@jest/globals';
import { Floods } from './floods.js';
import { Lessons } from './lessons.js';

const count = (floods: Floods, messages: number): (string | undefined)[] =>
  Array.from({ length: messages }, () => floods.count('only', 10));

it('is a flood once no reply comes in between, or more is asked than can be answered', () => {
  const floods = new Floods(new Lessons());
  count(floods, 9_000);
  floods.answered('only');
  expect(count(floods, 10_000).filter((how) => how !== undefined)).toEqual([
    'a flood: 10000 messages (100000 bytes) without a reply',
  ]);
  floods.overrun('only');
  expect(count(floods, 1)).toEqual(['a flood: 1 messages (10 bytes) without a reply']);
});

it('is told of also where a reply is late before there are too many, as on a busy machine', () => {
  const lessons = new Lessons();
  const floods = new Floods(lessons);
  count(floods, 999);
  expect(floods.late('only')).toBeUndefined();
  count(floods, 1);
  expect(floods.late('only')).toBe('a flood: 1000 messages (10000 bytes) without a reply');
  expect([lessons.floods, floods.late('only')]).toEqual([1, undefined]);
});
