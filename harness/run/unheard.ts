/** What observers listened for in a whole run, and nothing was ever said of: each such requirement has its row all the same. */
import { findTransport } from '../../adapters/index.js';
import { isRevision } from '../../adapters/revision.js';
import type { CaseReport, CheckReport } from '../../reports/result/result.js';
import { SURVEY } from '../../reports/result/survey.js';
import type { Observer } from '../../suites/observer.js';
import { listObserved } from './requirement-set.js';

const REASON = 'nothing that it judges was said on any connection of this run';

/**
 * The reports with these rows, in the survey of each revision that was run. A transport of somebody else's may swallow what
 * it does not know: there, silence says nothing.
 */
export function addUnheard(
  reports: readonly CaseReport[],
  observers: ReadonlyMap<string, Observer>,
): CaseReport[] {
  const judged = new Set(
    reports.flatMap((one) => one.checks.map(({ requirement }) => `${cellOf(one)} ${requirement}`)),
  );
  const run = new Set(reports.filter(({ scenario }) => scenario !== SURVEY).map(cellOf));
  return reports.map((one) => {
    const { scenario, transport, revision } = one;
    const isTold = scenario === SURVEY && run.has(cellOf(one)) && findTransport(transport) !== undefined;
    if (!isTold || !isRevision(revision)) return one;
    const unheard = listObserved(observers, transport, revision).filter(
      (id) => !judged.has(`${cellOf(one)} ${id}`),
    );
    return { ...one, checks: [...one.checks, ...unheard.map(makeRow)] };
  });
}

const makeRow = (requirement: string): CheckReport => ({
  requirement,
  verdict: 'not-applicable',
  expected: REASON,
  lacks: 'occasion',
  seen: [],
  count: 1,
  waivedBy: null,
});

const cellOf = ({ transport, revision }: CaseReport): string => `${transport}/${revision}`;
