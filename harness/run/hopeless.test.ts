import { describe, expect, it } from '@jest/globals';
import { Lessons } from '../session/lessons.js';
import { Hopeless } from './hopeless.js';

const times = (count: number, act: () => void): void => {
  for (let at = 0; at < count; at++) act();
};

describe('a target is given up', () => {
  it('once it floods again and again', () => {
    const lessons = new Lessons();
    const hopeless = new Hopeless(lessons);
    times(7, () => lessons.flooded('a flood'));
    expect(hopeless.why).toBeUndefined();
    lessons.flooded('a flood: much');
    expect(hopeless.why).toBe('floods us each time: a flood: much');
  });

  it('once its servers end one after the other in the same way', () => {
    const hopeless = new Hopeless(new Lessons());
    times(9, () => hopeless.ended('exited with code 0'));
    expect(hopeless.why).toBeUndefined();
    hopeless.ended('exited with code 0');
    expect(hopeless.why).toBe('exited with code 0, 10 times in a row');
  });

  it('but not where they end in different ways, or answer much before they do', () => {
    const lessons = new Lessons();
    const hopeless = new Hopeless(lessons);
    times(10, () => {
      hopeless.ended('exited with code 0');
      hopeless.ended('exited with code 1');
    });
    times(20, () => {
      times(2, () => lessons.came('ping'));
      hopeless.ended('exited with code 7');
    });
    expect(hopeless.why).toBeUndefined();
  });
});
