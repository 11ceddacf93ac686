import { expect, it } from '@jest/globals';
import type { Channel } from '../../adapters/adapter.js';
import { Pending, Unanswered } from './exchange.js';
import { Lessons } from './lessons.js';

const pending = (timeoutMs: number, lessons = new Lessons()): Pending =>
  new Pending({
    lessons,
    id: 1,
    method: 'ping',
    progressToken: undefined,
    channel: {} as Channel,
    timeoutMs,
    acceptWithoutId: false,
    silence: (reason, why) => new Unanswered(reason, why, [3]),
    unseen: () => undefined,
  });

it('says that nothing came in time, where the word alone could mean that it came after all', async () => {
  expect(await pending(20).replyState()).toMatchObject({
    value: 'late',
    at: 'the end of the request: no reply within 0.02 s',
    entries: [3],
  });
});

it('says of another end only what it was', async () => {
  const ended = pending(10_000);
  ended.fail('the channel is gone', 'ended');
  expect(await ended.replyState()).toMatchObject({ value: 'ended', at: 'the end of the request' });
});

it('is waited for in full where a verdict hangs on it, though it was looked for in vain before', async () => {
  const lessons = new Lessons();
  // As the survey does: nobody is failed for it.
  expect(await pending(600, lessons).maybe()).toBeUndefined();
  expect(lessons.limit('ping', 600)).toBeLessThan(600);
  await expect(pending(600, lessons).reply()).rejects.toThrow('no reply within 0.6 s');
  // From now on it is known, and costs nobody as much.
  await expect(pending(600, lessons).reply()).rejects.toThrow('no reply within 0.5 s to ping, after 0.6 s');
});

it('says that its wait was cut where longer ones were in vain: that is no word about the server', async () => {
  const lessons = new Lessons();
  expect(await pending(600, lessons).maybe()).toBeUndefined();
  expect(await pending(600, lessons).replyState()).toMatchObject({ value: 'cut', entries: [3] });
});
