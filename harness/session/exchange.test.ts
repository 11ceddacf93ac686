import { expect, it } from '@jest/globals';
import type { Channel } from '../../adapters/adapter.js';
import { Pending, Unanswered } from './exchange.js';

const pending = (timeoutMs: number): Pending =>
  new Pending({
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
