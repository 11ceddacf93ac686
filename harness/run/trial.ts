/** Whether it is this very case that a server dies of. */
import { settledWithin } from '../../adapters/wait.js';
import type { Death } from '../../containers/targets/target.js';
import type { CaseReport } from '../../reports/result/result.js';
import type { SessionDefaults } from '../session/open.js';
import { runCase, type CaseSettings } from './case.js';
import { askControl, confirmGone, type Unheard } from './control.js';
import { KEPT } from './concurrency.js';
import type { PlannedCase } from './plan.js';
import { SessionPool } from './session-pool.js';
import type { TransportTarget } from './transport-target.js';

/** Milliseconds for which a server is watched after the case is over: it may die of it a moment later. */
const LINGER_MS = 300;

export interface Trial {
  report: CaseReport;
  /** Set where the server did not outlive the case. */
  end?: { death: Death; control?: Unheard };
}

/** Runs a case alone, on a fresh server that nobody else uses, and sees whether that one still answers afterwards. */
export async function tryAlone(
  planned: PlannedCase,
  transportTarget: TransportTarget,
  settings: CaseSettings & SessionDefaults,
  signal: AbortSignal,
): Promise<Trial> {
  const { host } = transportTarget;
  if (!host.startable) await host.renew?.();
  const lease = await host.lease(host.startable ? 'own' : 'shared', signal);
  const held = transportTarget.holding(lease);
  let death: Death | undefined;
  held.watch((seen) => (death ??= seen));
  void lease.died?.then((seen) => (death ??= seen));
  const pool = new SessionPool(held, planned.revision, settings);
  try {
    const { report } = await runCase(planned, pool, settings, { alone: true, place: KEPT });
    // What it died of it may die of a moment later; and its last connection ends a moment before it does.
    if (lease.died !== undefined) await settledWithin(lease.died, LINGER_MS);
    const control =
      death === undefined ? await confirmGone(pool, settings, signal) : await askControl(pool, settings);
    if (death !== undefined) return { report, end: { death, ...(control === undefined ? {} : { control }) } };
    const how = `no longer answers, although it still runs: ${control?.why}`;
    return control === undefined
      ? { report }
      : { report, end: { death: { how, stderr: lease.stderr() }, control } };
  } finally {
    await pool.clear();
    await held.clear();
    await lease.release();
  }
}
