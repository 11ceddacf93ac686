import { expect, it } from '@jest/globals';
import type { Doubt } from './confirmed.js';
import { Doubts } from './doubts.js';
import type { SessionPool } from './session-pool.js';

/** Pools that count what they were told to start. */
function makeCells(cells: Record<string, { startsOwn: boolean }>) {
  const started: string[] = [];
  const targets = new Map<string, object>();
  const pools = new Map(
    Object.entries(cells).map(([cell, { startsOwn }]) => {
      const transport = cell.slice(0, cell.indexOf('/'));
      const transportTarget = targets.get(transport) ?? {};
      targets.set(transport, transportTarget);
      const stockUp = (): void => void started.push(cell);
      const pool = { startsOwn, transportTarget, isOneServerEach: false, expect: () => undefined, stockUp };
      return [cell, pool as unknown as SessionPool];
    }),
  );
  const doubts = new Doubts({
    poolOf: ({ transport, revision }) => pools.get(`${transport}/${revision}`) as SessionPool,
    isTouched: () => false,
  });
  const add = (transport: string, revision: string): void =>
    doubts.add({
      planned: { transport, revision, id: 'shared/tools/text', scenario: {} },
    } as unknown as Doubt);
  return { add, started };
}

it('starts one server ahead for what runs again alone, where others share one and each gets its own', () => {
  const { add, started } = makeCells({
    'http/2025-11-25': { startsOwn: true },
    'http/2026-07-28': { startsOwn: true },
    'url/2025-11-25': { startsOwn: false },
  });
  add('url', '2025-11-25');
  expect(started).toEqual([]);
  add('http', '2025-11-25');
  add('http', '2026-07-28');
  add('http', '2025-11-25');
  expect(started).toEqual(['http/2025-11-25']);
});
