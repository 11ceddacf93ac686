import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { getCaseKey, deal, hashPlan, takeShard } from './shards.js';

const TRANSPORTS = ['stdio', 'streamable-http', 'websocket', 'grpc'];
const REVISIONS = ['2025-06-18', '2025-11-25', '2026-07-28'];

/** Plans as they come: shared scenarios on some transports, others on one. */
const plans = fc.uniqueArray(
  fc.record({
    transport: fc.constantFrom(...TRANSPORTS),
    revision: fc.constantFrom(...REVISIONS),
    scenario: fc.integer({ min: 0, max: 40 }).map((number) => `shared/${number}`),
  }),
  { selector: getCaseKey, maxLength: 200 },
);
const counts = fc.integer({ min: 1, max: 12 });

describe('shards', () => {
  it('hold each case exactly once', () => {
    fc.assert(
      fc.property(plans, counts, (plan, of) => {
        const shards = Array.from({ length: of }, (_, index) => takeShard(plan, { index: index + 1, of }));
        expect(shards.flat().map(getCaseKey).sort()).toEqual(plan.map(getCaseKey).sort());
      }),
    );
  });

  it('depend on the plan alone, not on its order', () => {
    fc.assert(
      fc.property(plans, counts, fc.infiniteStream(fc.nat()), (plan, of, numbers) => {
        const keyed = plan.map((one) => ({ one, at: numbers.next().value as number }));
        const shuffled = keyed.sort((a, b) => a.at - b.at).map(({ one }) => one);
        expect(deal(shuffled, of)).toEqual(deal(plan, of));
        expect(hashPlan(shuffled)).toBe(hashPlan(plan));
      }),
    );
  });

  it('are even: they differ by no more than the transports of one scenario', () => {
    fc.assert(
      fc.property(plans, counts, (plan, of) => {
        const sizes = Array.from(
          { length: of },
          (_, index) => takeShard(plan, { index: index + 1, of }).length,
        );
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(TRANSPORTS.length);
      }),
    );
  });

  it('keep the transports of a scenario together, so that they can be compared', () => {
    fc.assert(
      fc.property(plans, counts, (plan, of) => {
        const dealt = deal(plan, of);
        const homes = new Map<string, Set<number | undefined>>();
        for (const one of plan) {
          const key = `${one.scenario} ${one.revision}`;
          homes.set(key, (homes.get(key) ?? new Set()).add(dealt.get(getCaseKey(one))));
        }
        for (const shards of homes.values()) expect(shards.size).toBe(1);
      }),
    );
  });

  it('stay what they are: a change would make the shards of two versions overlap', () => {
    const plan = ['a', 'b', 'c'].flatMap((scenario) =>
      TRANSPORTS.map((transport) => ({ transport, revision: '2025-11-25', scenario })),
    );
    const more = { transport: 'stdio', revision: '2025-11-25', scenario: 'stdio/a' };
    expect(takeShard([more, ...plan], { index: 2, of: 2 }).map(getCaseKey)).toEqual([
      'stdio/2025-11-25/stdio/a',
      ...TRANSPORTS.map((transport) => `${transport}/2025-11-25/b`),
    ]);
  });
});
