import { describe, expect, it } from '@jest/globals';
import { shrink } from './shrink.js';

describe('shrink', () => {
  it('leaves alone what is small', () => {
    const json = { text: 'x'.repeat(1_000), list: [1, 'two', null, { three: true }] };
    expect(shrink(json)).toEqual({ json });
  });

  it('cuts texts, wherever they are, and says by how much', () => {
    const { json, cut } = shrink({ [`k${'x'.repeat(600_000)}`]: ['y'.repeat(600_000), 'z'.repeat(600_000)] });
    expect(JSON.stringify(json).length).toBeLessThan(1_100_000);
    expect(cut).toMatch(/^cut to keep it: \d{7} characters of texts, 0 items of lists$/);
  });

  it('halves no character', () => {
    const { json } = shrink(`x${'😀'.repeat(600_000)}`);
    expect(Buffer.from(json as string).toString()).toBe(json);
  });

  it('cuts lists and objects', () => {
    const list = Array.from({ length: 12_000 }, (_, index) => index);
    const { json, cut } = shrink({ list, map: Object.fromEntries(list.map((one) => [`k${one}`, one])) });
    const { list: few, map } = json as { list: unknown[]; map: object };
    expect([few.length, Object.keys(map).length]).toEqual([10_000, 10_000]);
    expect(cut).toBe('cut to keep it: 0 characters of texts, 4000 items of lists');
  });

  it('takes no member for a prototype', () => {
    const { json } = shrink(JSON.parse(`{"__proto__":{"a":1},"text":"${'x'.repeat(600_000)}"}`));
    expect(Object.keys(json as object)).toEqual(['__proto__', 'text']);
    expect((json as { a?: unknown }).a).toBeUndefined();
  });
});
