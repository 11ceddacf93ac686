/** What the survey says in a result: revisions that were asked for and not run, and why. */
import type { CaseReport, Result } from './result.js';

/** The survey comes before the plan: a case for each revision that was asked for, on each transport that was reached. */
export const SURVEY = 'survey';

export const plannedCases = ({ cases }: Pick<Result, 'cases'>): Result['cases'] =>
  cases.filter(({ scenario }) => scenario !== SURVEY);

/** Whether a case says anything of how a revision is spoken: a survey that found nothing wrong only says that it is, or why not. */
export const judges = ({ scenario, checks }: Pick<CaseReport, 'scenario' | 'checks'>): boolean =>
  scenario !== SURVEY || checks.some(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable');

/** A revision that was asked for and not run on one transport. */
export interface NotRun {
  transport: string;
  revision: string;
  reason: string;
  /** The user named it: that it was not run is an exit code. */
  named: boolean;
}

/** What stands in place of figures, in the order of the result. */
export function notRunOf({ cases, target }: Pick<Result, 'cases' | 'target'>): NotRun[] {
  return cases.flatMap(({ scenario, transport, revision, reason }) => {
    const on = Object.entries(target.transports).find(([name]) => name === transport)?.[1];
    if (scenario !== SURVEY || reason === undefined || on === undefined) return [];
    if (on.revisions.includes(revision)) return [];
    return [{ transport, revision, reason, named: on.missing?.includes(revision) === true }];
  });
}

/** Whether this case is why a revision that the user named has no figures. */
export const isMissing = ({ target }: Pick<Result, 'target'>, one: CaseReport): boolean =>
  one.scenario === SURVEY &&
  Object.entries(target.transports).some(
    ([name, { missing }]) => name === one.transport && missing?.includes(one.revision) === true,
  );

/** How many revisions were named by the user and not run, each on each transport. */
export const missingIn = ({ target }: Pick<Result, 'target'>): number =>
  Object.values(target.transports).reduce((sum, { missing = [] }) => sum + missing.length, 0);
