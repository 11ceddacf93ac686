import { describe, expect, it } from '@jest/globals';
import { alone, Lessons } from './lessons.js';

describe('Lessons', () => {
  it('waits less for what was waited for in vain, until it comes', () => {
    const lessons = new Lessons();
    expect(lessons.limit('ping', 5_000)).toBe(5_000);
    lessons.ranOut('ping', 5_000);
    expect([lessons.limit('ping', 5_000), lessons.limit('tools/list', 5_000)]).toEqual([1_000, 5_000]);
    lessons.came('ping');
    expect(lessons.limit('ping', 5_000)).toBe(5_000);
  });

  it('waits half as long each time that a shorter wait is in vain too, until something comes', () => {
    const lessons = new Lessons();
    lessons.came('tools/list');
    const limits: number[] = [];
    for (let times = 0; times < 6; times++) {
      limits.push(lessons.limit('ping', 2_000));
      lessons.ranOut('ping', limits.at(-1) ?? 0);
    }
    expect(limits).toEqual([2_000, 500, 250, 125, 100, 100]);
    lessons.came('ping');
    expect(lessons.limit('ping', 2_000)).toBe(2_000);
  });

  it('waits longer where what ran out was shorter', () => {
    const lessons = new Lessons();
    lessons.ranOut('ping', 1_000);
    expect(lessons.limit('ping', 5_000)).toBe(5_000);
  });

  it('waits less for everything once nothing comes, but not where a case runs alone', () => {
    const lessons = new Lessons();
    lessons.came('ping');
    for (const kind of ['a', 'b', 'c']) lessons.ranOut(kind, 5_000);
    expect([lessons.limit('d', 5_000), lessons.limit(alone('a'), 5_000)]).toEqual([1_000, 5_000]);
  });

  it('hardly waits for one that never answered more than handshakes', () => {
    const lessons = new Lessons();
    lessons.came('a line for initialize');
    for (const kind of ['a', 'b', 'c']) lessons.ranOut(kind, 5_000);
    expect(lessons.limit('d', 5_000)).toBe(100);
    lessons.came('ping');
    expect(lessons.limit('d', 5_000)).toBe(1_000);
  });

  it('takes nothing for a vain wait that ended before its time', async () => {
    const lessons = new Lessons();
    const question = { kind: 'ping', ms: 5_000, ask: async () => undefined, came: () => false };
    await lessons.ask(question);
    expect(lessons.limit('ping', 5_000)).toBe(5_000);
  });

  it('knows a flood sooner where there was one', () => {
    const lessons = new Lessons();
    const some = { messages: 1_000, bytes: 1 };
    expect([lessons.isFlood(some), lessons.isFlood({ messages: 10_000, bytes: 1 })]).toEqual([false, true]);
    lessons.flooded('much');
    expect(lessons.isFlood(some)).toBe(true);
    const few = { messages: 250, bytes: 1 };
    expect(lessons.isFlood(few)).toBe(false);
    for (let more = 0; more < 3; more++) lessons.flooded('much');
    expect(lessons.isFlood(few)).toBe(true);
  });

  it('reads less of who sent too much', () => {
    const lessons = new Lessons();
    const before = lessons.maxMessage;
    lessons.wasTooLong('much');
    expect(lessons.maxMessage).toBeLessThan(before);
  });

  it('knows what was answered with too much time and again', () => {
    const lessons = new Lessons();
    for (let times = 0; times < 2; times++) lessons.wasTooLong('much', 'tools/list');
    expect(lessons.findTooLong('tools/list')).toBeUndefined();
    lessons.wasTooLong('much', 'tools/list');
    expect([lessons.findTooLong('tools/list'), lessons.findTooLong('ping')]).toEqual(['much', undefined]);
  });

  it('knows one that answers nothing but handshakes', () => {
    const lessons = new Lessons();
    for (const kind of ['a line for initialize', 'notifications/initialized', 'POST a response'])
      lessons.came(kind);
    for (const kind of ['a', 'b', 'c']) lessons.ranOut(kind, 5_000);
    expect(lessons.isMute).toBe(true);
    lessons.came('ping');
    expect(lessons.isMute).toBe(false);
  });
});
