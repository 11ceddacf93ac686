/** Marks what is new in a case that has just ended, before there is a whole result. */
import { REVISIONS } from '../../adapters/revision.js';
import { markNew } from '../../reports/result/counted.js';
import type { CaseReport } from '../../reports/result/result.js';
import { catalogue } from '../../suites/requirements/index.js';
import type { SetChoice } from '../../suites/requirements/sets/index.js';
import { collectSets } from './requirement-set.js';

/** The same mark that the check has in the result of a run that is held to these sets. */
export function makeMarker(choice?: SetChoice): (report: CaseReport) => CaseReport {
  const held = {
    ...collectSets(REVISIONS, choice),
    requirements: catalogue,
    run: { heldTo: choice === 'latest' ? ('latest' as const) : ('sets' as const) },
  };
  return (report) => markNew([report], held)[0] ?? report;
}
