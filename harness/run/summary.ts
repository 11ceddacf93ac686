import type { CaseReport, Result } from '../../reports/result/result.js';
import { summarize as summarizeBy } from '../../reports/result/summary.js';
import { getRequirement, type RequirementId } from '../../suites/requirements/index.js';

export { decideExitCode } from '../../reports/result/summary.js';

/** Figures by the levels of the catalogue; a report that sums again takes those that the result states. */
export const summarizeCases = (cases: readonly CaseReport[]): Result['summary'] =>
  summarizeBy(cases, (id) => getRequirement(id as RequirementId).level);
