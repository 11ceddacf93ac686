import { expect, it } from '@jest/globals';
import type { Doubt } from './confirmed.js';
import type { SessionPool } from './session-pool.js';
import { Turns } from './turns.js';

const doubt = (id: string, cell: string): Doubt =>
  ({ planned: { id, transport: cell, scenario: {} } }) as unknown as Doubt;

/** Pools that know whose they are. */
function makePools() {
  let count = 0;
  const pools = new Map<string, SessionPool>();
  return ({ planned: { transport } }: Doubt): SessionPool => {
    const apart = () => ({ name: `${transport} ${++count}`, retire: () => undefined });
    const pool = pools.get(transport) ?? ({ apart } as unknown as SessionPool);
    pools.set(transport, pool);
    return pool;
  };
}

it('lets what spoils nothing go first on one server of each cell, and others after it or apart', () => {
  const doubts = [
    doubt('shared/messages/parse-error', 'a'),
    doubt('shared/tools/unknown-tool', 'a'),
    doubt('shared/messages/batch', 'a'),
    doubt('shared/logging/levels', 'a'),
    doubt('shared/logging/levels', 'b'),
  ];
  const turns = new Turns(doubts, makePools());
  const nameOf = (one: Doubt) => (turns.poolOf(one) as unknown as { name: string }).name;
  expect(turns.all.map((one) => [one.planned.id, nameOf(one)])).toEqual([
    ['shared/tools/unknown-tool', 'a 1'],
    ['shared/logging/levels', 'a 1'],
    ['shared/messages/parse-error', 'a 1'],
    ['shared/messages/batch', 'a 2'],
    ['shared/logging/levels', 'b 3'],
  ]);
  expect(turns.listStarts()).toHaveLength(3);
  expect(turns.has(doubt('shared/tools/text', 'a'))).toBe(false);
});
