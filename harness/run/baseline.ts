import type { CaseReport } from '../../reports/result.js';
import { matches } from './plan.js';

/** A failure that is known and excused: by whom, why, and until when. */
export interface KnownFailure {
  requirement: string;
  /** Scenario id, prefix or glob; without, every scenario. */
  scenario?: string;
  transport?: string;
  revision?: string;
  reason: string;
  owner: string;
  /** Where it is being dealt with: an absolute URL. */
  issue: string;
  /** `YYYY-MM-DD`; from that day on the entry excuses nothing. */
  expires: string;
}

/** Marks the failures that a baseline names. They stay in the result as they were seen; they no longer count. */
export function waive(
  cases: readonly CaseReport[],
  baseline: readonly KnownFailure[],
  today: string,
): CaseReport[] {
  return cases.map((report) => ({
    ...report,
    checks: report.checks.map((check) => {
      const known = baseline.find((entry) => excuses(entry, report, check.requirement, today));
      const excused = check.verdict === 'fail' || check.verdict === 'warn';
      return known === undefined || !excused ? check : { ...check, waivedBy: mark(known) };
    }),
  }));
}

/** Entries that expired or excused nothing in this run: each is a line to delete. */
export const stale = (
  cases: readonly CaseReport[],
  baseline: readonly KnownFailure[],
): readonly KnownFailure[] => {
  const used = new Set(cases.flatMap((report) => report.checks.map((check) => check.waivedBy)));
  return baseline.filter((entry) => !used.has(mark(entry)));
};

const mark = (entry: KnownFailure): string => `${entry.reason} (${entry.issue})`;

const excuses = (entry: KnownFailure, report: CaseReport, requirement: string, today: string): boolean =>
  entry.requirement === requirement &&
  entry.expires > today &&
  (entry.transport ?? report.transport) === report.transport &&
  (entry.revision ?? report.revision) === report.revision &&
  (entry.scenario === undefined || matches(entry.scenario, report.scenario));
