import { expect, it } from '@jest/globals';
import { slimOf } from './slim.js';

it('keeps a document as it is that has nothing long, deep or too much', () => {
  const document = { id: 1, result: { list: [{ name: 'a' }, null, 2], text: 'x'.repeat(1_000) } };
  expect(slimOf(document)).toBe(document);
});

it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ['a long text', { id: 1, text: 'x'.repeat(1_001) }, { id: 1, text: undefined }],
  ['a long name', { id: 1, ['x'.repeat(1_001)]: 2 }, { id: 1 }],
  [
    'what is deep',
    { a: { b: { c: { d: { e: { f: {} } } } } } },
    { a: { b: { c: { d: { e: { f: undefined } } } } } },
  ],
])('leaves out %s, and keeps the place of the rest', (_, document, kept) => {
  expect(slimOf(document)).toEqual(kept);
});

it('keeps so many values of a list, and of an object', () => {
  const list = Array.from({ length: 200 }, (_, index) => index);
  const { kept } = slimOf({ kept: list }) as { kept: unknown[] };
  expect(kept.filter((one) => one !== undefined)).toHaveLength(99);
  const many = Object.fromEntries(list.map((index) => [`name${index}`, index]));
  expect(Object.keys(slimOf(many))).toHaveLength(100);
});
