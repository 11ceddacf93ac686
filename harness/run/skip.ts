/** The report of a case that was not run, with the reason given for each of its requirements. */
import type { CaseReport } from '../../reports/result/result.js';
import { appliesTo } from '../../suites/requirements/requirement.js';
import { getRequirement } from '../../suites/requirements/index.js';
import { explainNotCarried } from '../../suites/requirements/native.js';
import type { PlannedCase, Skip } from './plan.js';

/** A case that never started: its requirements stand with the reason, so that nothing untested looks tested. */
export function makeSkipReport(planned: PlannedCase, skip: Skip): CaseReport {
  return {
    scenario: planned.id,
    transport: planned.transport,
    revision: planned.revision,
    durationMs: 0,
    status: skip.status,
    reason: skip.reason,
    rerun: false,
    checks: planned.scenario.requirements
      .filter((id) => appliesTo(getRequirement(id), planned.transport, planned.revision))
      .map((id) => {
        const absent = planned.native === true ? explainNotCarried(id, planned.revision) : undefined;
        return {
          requirement: id,
          verdict: absent === undefined ? skip.status : 'not-applicable',
          expected: absent ?? skip.reason,
          seen: [],
          count: 1,
          ...(absent === undefined && skip.lacks !== undefined ? { lacks: skip.lacks } : {}),
          waivedBy: null,
        };
      }),
    transcript: [],
  };
}
