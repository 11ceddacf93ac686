import { expect, it } from '@jest/globals';
import type { Channel } from '../../adapters/adapter.js';
import { Answers } from './answers.js';

/** Answers of which nobody takes any until `take` is called. */
function send(count: number): { sent: () => number; isKept: boolean[]; take: () => Promise<void> } {
  const answers = new Answers();
  const takes: (() => void)[] = [];
  const tell = (): Channel => {
    const opened = new Promise<void>((resolve) => takes.push(resolve));
    return { opened } as unknown as Channel;
  };
  const isKept = Array.from({ length: count }, () => answers.send(tell));
  const take = async (): Promise<void> => {
    for (const one of takes.slice()) one();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { sent: () => takes.length, isKept, take };
}

it('sends as many at once as are not too many, and the others as these are taken', async () => {
  const { sent, take, isKept } = send(40);
  expect([sent(), isKept.includes(false)]).toEqual([32, false]);
  await take();
  expect(sent()).toBe(40);
  await take();
});

it('says where more are asked for than anybody waits for, and sends none of these', async () => {
  const { sent, take, isKept } = send(533);
  expect(isKept.indexOf(false)).toBe(532);
  await take();
  expect(sent()).toBe(32);
});
