import { expect, it } from '@jest/globals';
import { SessionPool } from './session-pool.js';
import type { OpenConnection, TransportTarget } from './transport-target.js';

/** What a pool does with the connections that it has at the end. */
function makePool(breakable: 'process' | undefined) {
  const ends: string[] = [];
  const traits = () => ({ channelPerRequest: false });
  const target = { host: { breakable }, adapter: { traits } } as unknown as TransportTarget;
  const pool = new SessionPool(target, '2025-11-25', {} as never);
  const adopt = (name: string, isOwedReply: boolean): void => {
    const dispatcher = { tidy: () => undefined, over: undefined, listener: undefined, isOwedReply };
    const open = {
      closing: false,
      dispatcher: () => dispatcher,
      transcript: { forget: () => undefined },
      close: async (how: string) => void ends.push(`${name} ${how}`),
    } as unknown as OpenConnection;
    pool.adopt(open, { entries: [] } as never);
  };
  return { pool, adopt, ends };
}

it('waits at the end for no server of many clients that owes a reply: it may never come', () => {
  const { pool, adopt, ends } = makePool(undefined);
  adopt('quits', false);
  adopt('owing', true);
  pool.retire();
  expect(ends).toEqual(['quits graceful', 'owing abrupt']);
});

it('lets a process end by itself in any case', () => {
  const { pool, adopt, ends } = makePool('process');
  adopt('owing', true);
  pool.retire();
  expect(ends).toEqual(['owing graceful']);
});
