/** Splits the cases of a plan into shards, the same way on every machine. */
import { computeCanonicalHash } from './canonical.js';
import type { CaseReport } from './result.js';

/** One of `of` parts of a plan; `index` counts from 1. */
export interface Shard {
  index: number;
  of: number;
}

type Planned = Pick<CaseReport, 'transport' | 'revision' | 'scenario'>;

/** What names a case within a plan, and in `--case`. */
export const getCaseKey = ({ transport, revision, scenario }: Planned): string =>
  `${transport}/${revision}/${scenario}`;

/** `run.planHash`: SHA-256 of the sorted keys of all cases of a plan. */
export const hashPlan = (plan: readonly Planned[]): string =>
  computeCanonicalHash(plan.map(getCaseKey).sort());

/**
 * Deals the cases of a plan to `of` shards; delivers the index of each, by its key. It depends on the plan alone, not on
 * its order, the machine or the seed, so shards of one plan leave out nothing and do nothing twice.
 *
 * The cases of a scenario at one revision stay together, because only who sees all transports can compare them. Such
 * groups are dealt largest first, each to the shard with the fewest cases, those of one scenario and of one folder one after
 * another: what waits long at one revision waits long at the others.
 */
export function deal(plan: readonly Planned[], of: number): Map<string, number> {
  const groups = new Map<string, Planned[]>();
  for (const one of plan) {
    const key = `${one.scenario}\n${one.revision}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const sorted = [...groups].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  const sizes = Array.from({ length: of }, () => 0);
  const dealt = new Map<string, number>();
  for (const [, group] of sorted) {
    const fewest = sizes.indexOf(Math.min(...sizes));
    sizes[fewest] = (sizes[fewest] ?? 0) + group.length;
    for (const one of group) dealt.set(getCaseKey(one), fewest + 1);
  }
  return dealt;
}

/** The cases of a plan that fall to one shard, in the order of the plan. */
export function takeShard<T extends Planned>(plan: readonly T[], { index, of }: Shard): T[] {
  const dealt = deal(plan, of);
  return plan.filter((one) => dealt.get(getCaseKey(one)) === index);
}

export const formatShard = ({ index, of }: Shard): string => `${index}/${of}`;
