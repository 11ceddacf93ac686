/** The report of a case that was not run, with the reason given for each of its requirements. */
import type { CaseReport } from '../../reports/result/result.js';
import { appliesTo } from '../../suites/requirements/requirement.js';
import { clipEntry } from '../../reports/result/trim-transcript.js';
import { getRequirement } from '../../suites/requirements/index.js';
import { explainNotCarried } from '../../suites/requirements/native.js';
import { toEntryReport } from './excerpt.js';
import type { PlannedCase } from './plan.js';
import type { SurveyedTransport } from './survey.js';

/** A case that never started: its requirements stand with the reason, so that nothing untested looks tested. */
export function makeSkipReport(
  planned: PlannedCase,
  skip: { status: 'not-applicable' | 'not-verified'; reason: string },
): CaseReport {
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
          waivedBy: null,
        };
      }),
    transcript: [],
  };
}

/**
 * A target that takes the connection and never answers an opening request fails for exactly that, with the transcript
 * of the survey as evidence. Not where it answered some other revision: there silence was its way to decline.
 */
export function makeSilentReports({ transportTarget, survey }: SurveyedTransport): CaseReport[] {
  if (survey.accepted.size > 0 || survey.neverUp !== undefined) return [];
  return survey.silent.map(({ revision, error, transcript }) => {
    const start = transcript.entries[0]?.at ?? 0;
    // A flood says nothing after its first entries; the silence itself is noted last.
    const entries = [...transcript.entries.slice(0, 20), ...transcript.entries.slice(20).slice(-5)];
    const numbers = new Map(entries.map((entry, index) => [entry.entry, index + 1]));
    return {
      scenario: 'survey',
      transport: transportTarget.transport,
      revision,
      durationMs: Math.round((entries.at(-1)?.at ?? start) - start),
      status: 'ran',
      rerun: false,
      checks: [
        {
          requirement: 'jsonrpc.request-answered',
          verdict: 'fail',
          expected: 'a reply to the opening request',
          received: error.message,
          seen: error.entries.map((entry) => numbers.get(entry)).filter((entry) => entry !== undefined),
          count: 1,
          waivedBy: null,
        },
      ],
      transcript: entries.map((entry, index) => clipEntry(toEntryReport(entry, index + 1, start), 2_048)),
    };
  });
}
