/** Runs a case in company, and once more where a session that others had before may have shown it too little. */
import { getEra } from '../../adapters/revision.js';
import { runCase, type CaseOutcome } from './case.js';
import type { Cell } from './cells.js';
import type { WorkPlace } from './concurrency.js';
import type { PlannedCase } from './plan.js';
import { isBlind, seesMore } from './rerun.js';

/** Runs the case; for a second look it has a session of its own. `isOver`: nothing more is to be begun. */
export async function runInCompany(
  planned: PlannedCase,
  { pool, settings }: Cell,
  place: WorkPlace,
  isOver: () => boolean,
): Promise<CaseOutcome> {
  const first = await runCase(planned, pool, settings, { alone: false, place });
  // In the modern era a session is no state of the server.
  const isLent = first.lent && getEra(planned.revision) === 'legacy';
  if (!isLent || !isBlind(first.report) || isOver()) return first;
  const own: PlannedCase = { ...planned, scenario: { ...planned.scenario, isolation: 'session' } };
  const second = await runCase(own, pool, settings, { alone: false, place });
  return seesMore(second.report, first.report) ? second : first;
}
