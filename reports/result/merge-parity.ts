/** Joins the comparisons between transports when several results become one. */
import type { ParityReport, Result } from './result.js';

const APART = 'tested in different runs: only a run of all of them, sharded or not, compares them';

/**
 * The comparisons of results that are joined; one list of results a plan. The shards of a plan hold every transport of
 * their scenarios, so what they compared stands. Between plans nothing was compared, and that is said.
 */
export function joinParity(plans: readonly (readonly Result[])[]): ParityReport[] {
  const rows = new Map<string, ParityReport>();
  for (const row of plans.flat().flatMap(({ parity }) => parity)) {
    const known = rows.get(keyOf(row));
    if (known === undefined) rows.set(keyOf(row), row);
    // Two plans that each compared transports of their own: the worse stands, and neither was held against the other.
    else rows.set(keyOf(row), row.verdict === 'differs' ? row : known);
  }
  for (const row of apart(plans)) {
    const known = rows.get(keyOf(row));
    const reason = [known?.reason, row.reason].filter((text) => text !== undefined).join('; ');
    rows.set(keyOf(row), known === undefined ? row : { ...known, reason });
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

const keyOf = (one: { scenario: string; revision: string }): string => `${one.scenario}\n${one.revision}`;

/** A row for each scenario that ran in more than one plan. */
function apart(plans: readonly (readonly Result[])[]): ParityReport[] {
  const ran = new Map<string, { scenario: string; revision: string; plans: Set<number>; on: Set<string> }>();
  plans.forEach((plan, index) => {
    for (const { scenario, revision, transport, status } of plan.flatMap(({ cases }) => cases)) {
      if (status !== 'ran') continue;
      const key = keyOf({ scenario, revision });
      const entry = ran.get(key) ?? { scenario, revision, plans: new Set(), on: new Set() };
      entry.plans.add(index);
      entry.on.add(transport);
      ran.set(key, entry);
    }
  });
  return [...ran.values()]
    .filter((entry) => entry.plans.size > 1)
    .map(({ scenario, revision, on }) => ({
      scenario,
      revision,
      verdict: 'not-applicable',
      differences: [],
      transports: [],
      reason: `${[...on].join(', ')}: ${APART}`,
    }));
}
