import { VERDICTS, type CaseReport, type Counts, type Result, type Verdict } from '../../reports/result.js';
import { stronger } from '../../reports/standing.js';
import { requirement, type RequirementId } from '../../suites/requirements/index.js';
import type { FailOn } from './contract.js';

export const noCounts = (): Counts => Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Counts;

/** Distinct requirements by transport and revision, without those that no sentence demands and known failures. */
export function summarize(cases: readonly CaseReport[]): Result['summary'] {
  const worst = new Map<string, Map<string, Verdict>>();
  const summary: Result['summary'] = {};
  for (const report of cases) {
    const cell = `${report.transport}\n${report.revision}`;
    const rows = worst.get(cell) ?? new Map<string, Verdict>();
    worst.set(cell, rows);
    for (const [id, verdict] of verdictsOf(report)) {
      rows.set(id, stronger(verdict, rows.get(id)));
    }
  }
  for (const [cell, rows] of worst) {
    const [transport = '', revision = ''] = cell.split('\n');
    const counts = noCounts();
    for (const verdict of rows.values()) counts[verdict] += 1;
    (summary[transport] ??= {})[revision] = counts;
  }
  return summary;
}

/** A case that did not run has no checks of its own: its requirements stand with its status. */
function verdictsOf(report: CaseReport): [string, Verdict][] {
  const scored = report.checks.filter(
    (check) =>
      check.waivedBy === null && requirement(check.requirement as RequirementId).level !== 'ROBUSTNESS',
  );
  const rows = scored.map((check): [string, Verdict] => [check.requirement, check.verdict]);
  if (report.status === 'error') rows.push([`error in ${report.scenario}`, 'error']);
  return rows;
}

/** The exit codes of the design. Where several hold: 2, then 3, then 1. */
export function exitCodeOf(o: {
  summary: Result['summary'];
  neverUp: boolean;
  complete: boolean;
  differs: number;
  failOn: readonly FailOn[];
}): number {
  const total = noCounts();
  for (const row of Object.values(o.summary)) {
    for (const counts of Object.values(row))
      for (const verdict of VERDICTS) total[verdict] += counts[verdict];
  }
  const decided = total.pass + total.fail + total.warn;
  if (decided === 0 && !o.neverUp && total.error === 0) return 2;
  if (o.neverUp || total.error > 0) return 3;
  const against =
    (o.failOn.includes('fail') ? total.fail : 0) +
    (o.failOn.includes('warn') ? total.warn : 0) +
    (o.failOn.includes('not-verified') ? total['not-verified'] : 0) +
    (o.failOn.includes('differs') ? o.differs : 0);
  if (against > 0) return 1;
  // A run that was cut short before it found anything wrong has decided nothing about the rest.
  return o.complete ? 0 : 2;
}
