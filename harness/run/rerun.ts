/** What was seen in company, and is not reported before it was seen alone. */
import type { Secrets } from '../../adapters/secrets.js';
import type { CaseReport, CheckReport, EntryReport } from '../../reports/result/result.js';
import type { Scenario } from '../../suites/scenario.js';

const SILENCE = 'jsonrpc.request-answered';
/** Bytes of what the first run of a case said that stand in the report of the second. */
const MAX_FIRST = 2_000;
/** Milliseconds of a case that may have been told too little by a session that others had before; what waited longer listened. */
const MAX_BLIND = 500;

/**
 * What nobody else brings about: a reply that comes twice, to nothing, under another id or with the words of another client is
 * wrong in any company, and so is a line that is no message, and a log message that no request of anybody asked for.
 */
const OWN_DOING: ReadonlySet<string> = new Set([
  'apart.progress',
  'apart.replies',
  'apart.upstreams',
  'jsonrpc.answered-once',
  'jsonrpc.id-echoed',
  'jsonrpc.notification-unanswered',
  'logging.only-when-asked',
  'stdio.one-line-per-message',
  'stdio.stdout-only-messages',
]);

/**
 * Whether a case is to be run again alone: it has a verdict other than pass that was seen, and that no baseline excuses. A
 * `not-verified` that was seen is a violation of what no sentence demands.
 */
export const needsRerun = ({ status, checks }: CaseReport): boolean =>
  status === 'ran' &&
  checks.some(
    ({ verdict, waivedBy, seen }) =>
      waivedBy === null && (isViolation({ verdict }) || isRemark({ verdict, seen })),
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

/**
 * Whether a case may run again beside others: waiting out a silence is no load, and a remark that no sentence demands accuses
 * nobody.
 */
export const isIdleAgain = ({ silent, report }: { silent: boolean; report: CaseReport }): boolean =>
  silent ||
  (needsRerun(report) && !report.checks.some((check) => check.waivedBy === null && isViolation(check)));

/**
 * Whether a case that runs again alone may have the server of those who did so before it: it accuses nobody of breaking a MUST,
 * and it leaves nothing behind. Who is accused, or fell silent, is looked at on a server of its own.
 */
export const mayFollow = (
  { silent, report }: { silent: boolean; report: CaseReport },
  { isolation }: Pick<Scenario, 'isolation'>,
): boolean => !silent && isolation === 'shared' && !report.checks.some(({ verdict }) => verdict === 'fail');

/** What a case remarks on, of what no sentence demands, where it has nothing else to say. */
export const listRemarks = ({ silent, report }: { silent: boolean; report: CaseReport }): string[] =>
  silent || report.checks.some((check) => check.waivedBy === null && isViolation(check))
    ? []
    : report.checks.filter(isRemark).map(({ requirement }) => requirement);

/** How many violations a report has. */
export const countViolations = ({ checks }: CaseReport): number => checks.filter(isFinding).length;

/** Whether a case may have seen too little because of those who had its session before. */
export const isBlind = (report: CaseReport): boolean =>
  report.status === 'ran' &&
  report.durationMs <= MAX_BLIND &&
  !needsRerun(report) &&
  report.checks.some(isUnseen);

/** Whether a report could see more than another. */
export const seesMore = (report: CaseReport, than: CaseReport): boolean =>
  needsRerun(report) || countUnseen(report) < countUnseen(than);

/**
 * The report of the case that ran alone; where its first verdict was another, that is said. It takes back nothing that company
 * cannot bring about, and nothing that it could not look at.
 */
export function reportRerun(alone: CaseReport, first: CaseReport, secrets: Secrets): CaseReport {
  const found = new Set(alone.checks.filter(isFinding).map(nameFinding));
  const changed = first.checks.filter((check) => isFinding(check) && !found.has(nameFinding(check)));
  // What could not be looked at again is not taken back either: a server may be spoiled by what it got wrong.
  const unseen = new Set(
    alone.checks
      .filter((check) => isUnseen(check) || check.verdict === 'not-applicable')
      .map(({ requirement }) => requirement),
  );
  const kept = changed.filter(
    ({ requirement }) => OWN_DOING.has(requirement) || (unseen.has(requirement) && requirement !== SILENCE),
  );
  const report = kept.reduce((so, check) => keepFirst(so, check, first), alone);
  const forgiven = changed.filter((check) => isViolation(check) && !kept.includes(check));
  if (forgiven.length === 0) return report;
  const what = forgiven
    .map((check) => `${check.requirement} (${check.verdict}: ${check.received ?? ''})`)
    .join('; ');
  return { ...report, reason: secrets.cut(`in company, not alone: ${what}`, { head: MAX_FIRST }).text };
}

/** The report with a verdict of the first one, and the entries that it was read from. */
function keepFirst(alone: CaseReport, check: CheckReport, first: CaseReport): CaseReport {
  const last = alone.transcript.at(-1);
  const cited = first.transcript.filter(({ entry }) => check.seen.includes(entry));
  const added: EntryReport[] = cited.map((entry, index) => ({
    ...entry,
    entry: (last?.entry ?? 0) + index + 1,
    ms: Math.max(entry.ms, last?.ms ?? 0),
  }));
  return {
    ...alone,
    checks: [
      ...alone.checks.filter(({ requirement }) => requirement !== check.requirement),
      { ...check, seen: added.map(({ entry }) => entry) },
    ],
    transcript: [...alone.transcript, ...added],
  };
}

const isViolation = ({ verdict }: Pick<CheckReport, 'verdict'>): boolean =>
  verdict === 'fail' || verdict === 'warn';

/** A violation of what no sentence demands. */
const isRemark = ({ verdict, seen }: Pick<CheckReport, 'verdict' | 'seen'>): boolean =>
  verdict === 'not-verified' && seen.length > 0;
const isFinding = (check: CheckReport): boolean => isViolation(check) || isRemark(check);
const nameFinding = ({ requirement, verdict }: CheckReport): string => `${requirement} ${verdict}`;
const isUnseen = ({ verdict, seen }: CheckReport): boolean => verdict === 'not-verified' && seen.length === 0;
const countUnseen = ({ checks }: CaseReport): number => checks.filter(isUnseen).length;
