/** What was seen alone once, and need not be looked at alone again in every other case. */
import type { CaseReport } from '../../reports/result/result.js';
import type { CaseOutcome } from './case.js';
import type { PlannedCase } from './plan.js';
import { countViolations, listRemarks, overheard } from './rerun.js';

/** A case whose verdict in company is not the last word. */
export interface Doubt {
  planned: PlannedCase;
  outcome: CaseOutcome;
}

/** What cases that ran alone showed of a target. */
export class Confirmed {
  /** Violations that observers found, by cell. */
  readonly #overheard = new Set<string>();
  /** Remarks on what no sentence demands. */
  readonly #remarks = new Set<string>();

  /** Takes in what a case showed that ran alone. */
  add(planned: PlannedCase, alone: CaseOutcome): void {
    for (const found of overheard(alone.report, planned.scenario))
      this.#overheard.add(cellOf(planned, found));
    for (const remark of listRemarks(alone)) this.#remarks.add(remark);
  }

  /**
   * Whether a case has no other violations than those that were overheard in its cell, by another case alone, or no other
   * remarks than those that were made of the target by one.
   */
  covers({ planned, outcome }: Doubt): boolean {
    const remarks = listRemarks(outcome);
    if (remarks.length > 0) return remarks.every((one) => this.#remarks.has(one));
    return this.#coversViolations(planned, outcome.report);
  }

  #coversViolations(planned: PlannedCase, report: CaseReport): boolean {
    const found = overheard(report, planned.scenario);
    return (
      found.length > 0 &&
      found.length === countViolations(report) &&
      found.every((one) => this.#overheard.has(cellOf(planned, one)))
    );
  }
}

/** Doubts about nothing but remarks that others, which run again before them, make too. */
export function findFollowers(doubts: readonly Doubt[]): Set<Doubt> {
  const followed = new Set<string>();
  return new Set(
    doubts.filter(({ outcome }) => {
      const remarks = listRemarks(outcome);
      const follows = remarks.length > 0 && remarks.every((one) => followed.has(one));
      for (const one of remarks) followed.add(one);
      return follows;
    }),
  );
}

const cellOf = ({ transport, revision }: PlannedCase, what: string): string =>
  `${transport}/${revision} ${what}`;
