/** What was seen in company, and is not reported before it was seen alone. */
import type { Secrets } from '../../adapters/secrets.js';
import type { CaseReport, CheckReport } from '../../reports/result/result.js';
import type { Scenario } from '../../suites/scenario.js';

const SILENCE = 'jsonrpc.request-answered';
/** Bytes of what the first run of a case said that stand in the report of the second. */
const MAX_FIRST = 2_000;

/**
 * Whether a case is to be run again alone: it has a verdict other than pass that was seen, and that no baseline excuses. A
 * `not-verified` that was seen is a violation of what no sentence demands.
 */
export const needsRerun = ({ status, checks }: CaseReport): boolean =>
  status === 'ran' &&
  checks.some(
    ({ verdict, waivedBy, seen }) =>
      waivedBy === null && (isViolation({ verdict }) || (verdict === 'not-verified' && seen.length > 0)),
  );

/**
 * What observers overheard in a case. Whatever the scenario is about, they find the same in every case of a cell; silence is no
 * such thing, since it may be a matter of company.
 */
export const overheard = ({ checks }: CaseReport, scenario: Pick<Scenario, 'requirements'>): string[] =>
  checks
    .filter(
      ({ requirement }) => requirement !== SILENCE && !scenario.requirements.some((id) => id === requirement),
    )
    .filter(isViolation)
    .map(({ requirement, verdict }) => `${requirement} ${verdict}`);

/** How many violations a report has. */
export const countViolations = ({ checks }: CaseReport): number =>
  checks.filter(
    ({ verdict, seen }) => isViolation({ verdict }) || (verdict === 'not-verified' && seen.length > 0),
  ).length;

/** The report of the case that ran alone; where its first verdict was another, that is said. */
export function reportRerun(alone: CaseReport, first: CaseReport, secrets: Secrets): CaseReport {
  const verdicts = new Map(alone.checks.map(({ requirement, verdict }) => [requirement, verdict]));
  const changed = first.checks.filter(
    (check) => isViolation(check) && verdicts.get(check.requirement) !== check.verdict,
  );
  if (changed.length === 0) return alone;
  const what = changed
    .map((check) => `${check.requirement} (${check.verdict}: ${check.received ?? ''})`)
    .join('; ');
  return { ...alone, reason: secrets.cut(`in company, not alone: ${what}`, { head: MAX_FIRST }).text };
}

const isViolation = ({ verdict }: Pick<CheckReport, 'verdict'>): boolean =>
  verdict === 'fail' || verdict === 'warn';
