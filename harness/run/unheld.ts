/** Findings on connections that no case had at the time. */
import type { CaseReport } from '../../reports/result/result.js';
import type { Revision } from '../../adapters/revision.js';
import type { CaseChecks } from './checks.js';
import { makeCaseReport } from './excerpt.js';
import type { OpenConnection, TransportTarget } from './transport-target.js';

/** Where it stands in the result, beside the target that never answers. */
export const SURVEY = 'survey';

/** What observers found on connections of nobody's. */
export interface Unheld {
  revision: Revision;
  ledger: CaseChecks;
  /** Whose transcripts hold the evidence. */
  berths: OpenConnection[];
}

/**
 * What observers found while no case had the connection, by revision: in the survey, between two cases, or while it was closed.
 * Each finding is given once, so that whoever reports it takes it.
 */
export function takeUnheld(transportTarget: TransportTarget): Unheld[] {
  const found = new Map<Revision, Unheld>();
  for (const open of transportTarget.takeUnheld()) {
    const { revision, unheld } = open.watch;
    const group = found.get(revision) ?? { revision, ledger: transportTarget.ledger(revision), berths: [] };
    found.set(revision, group);
    group.ledger.take(unheld);
    group.berths.push(open);
  }
  return [...found.values()];
}

/** The violations among them as reports; what held there holds in cases too. */
export function unheldReports(transportTarget: TransportTarget): CaseReport[] {
  return takeUnheld(transportTarget)
    .filter(({ ledger: checks }) => checks.isViolated())
    .map(({ revision, ledger: checks, berths }) => {
      checks.forgetHeld();
      return makeCaseReport({
        planned: { id: SURVEY, transport: transportTarget.transport, revision },
        checks,
        traces: berths.map((open) => ({ open, handshakeEntries: [] })),
        durationMs: 0,
        harnessError: undefined,
        alone: false,
      });
    });
}
