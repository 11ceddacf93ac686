import { describe, expect, it } from '@jest/globals';
import observer from '../../suites/observers/server-requests.js';
import type { ObserverContext } from '../../suites/observer.js';
import { loadContract } from '../wire/index.js';
import { Conversation } from './conversation.js';
import { newScope, OwnWatched } from './message.js';

const REVISION = '2025-11-25';
const cancel = (requestId: unknown) => ({
  jsonrpc: '2.0',
  method: 'notifications/cancelled',
  params: { requestId },
});

/** What is said of a server that takes back `requestId`, while the client waits for the answer to 7 and has that to 3. */
async function judge(requestId: unknown, perRequest: boolean): Promise<boolean[]> {
  const verdicts: boolean[] = [];
  const t = {
    satisfies: (_rule: string, seen: { value: unknown }, holds: (value: never) => boolean) =>
      verdicts.push(holds(seen.value as never)),
  } as unknown as ObserverContext;
  const watching = observer.watch();
  const conversation = new Conversation(await loadContract(REVISION), perRequest, {
    sent: () => {},
    received: (message) => watching.received?.(message, t),
    came: () => {},
    opened: () => {},
    ended: () => {},
  });
  const on = new OwnWatched('channel', newScope(false), conversation.session('one'), perRequest);
  let entry = 0;
  for (const id of [3, 7]) conversation.sent({ jsonrpc: '2.0', id, method: 'ping' }, on, ++entry);
  conversation.received({ jsonrpc: '2.0', id: 3, result: {} }, on, ++entry);
  conversation.received(cancel(requestId), on, ++entry);
  return verdicts;
}

describe('a server that takes a request back which nobody saw', () => {
  it('is left alone over HTTP, where it may have found no stream to send it on', async () => {
    expect(await judge(0, true)).toEqual([]);
    expect(await judge(3, true)).toEqual([]);
  });

  it("is accused where it is the client's request that waits for its answer", async () => {
    expect(await judge(7, true)).toEqual([false]);
  });

  it('is accused where all messages come on one channel', async () => {
    expect(await judge(0, false)).toEqual([false]);
  });
});
