/** How a fault shows in a check: what tests of faults look for. */
import type { CheckReport } from '../reports/result/result.js';
import type { Requirement } from '../suites/requirements/requirement.js';

/** What a violation is reported as. Where no sentence demands anything, it is a remark: more than that nothing was seen. */
export const FLIPPED: Readonly<Record<Requirement['level'], string>> = {
  MUST: 'fail',
  SHOULD: 'warn',
  ROBUSTNESS: 'remark',
};

/** The verdict; a `not-verified` that was read from something is a remark. */
export const nameVerdict = ({ verdict, seen }: Pick<CheckReport, 'verdict' | 'seen'>): string =>
  verdict === 'not-verified' && seen.length > 0 ? 'remark' : verdict;
