/** What a report has to say beyond the figures, drawn from the result once for every format. */
import type { CaseReport, CheckReport, RequirementReport, Result, TransportReport } from './result.js';
import { judges, SURVEY } from './survey.js';

/** A requirement that was violated, with the first case that saw it. */
export interface Finding {
  kind: 'fail' | 'warn' | 'error' | 'new' | 'robustness';
  requirement: string;
  report: RequirementReport | undefined;
  case: CaseReport;
  check: CheckReport;
  /** Further cases that saw it, on whatever transport and at whatever revision. */
  others: CaseReport[];
}

const ORDER = ['fail', 'error', 'warn', 'new', 'robustness'] as const;

/** Worst first; in the order of the cases otherwise. Waived checks are not findings. */
export function listFindings(result: Result): Finding[] {
  const found = new Map<string, Finding>();
  for (const one of result.cases) {
    for (const check of one.checks) {
      const kind = classifyCheck(check, result);
      if (kind === undefined || check.waivedBy !== null) continue;
      const key = `${kind} ${check.requirement}`;
      const known = found.get(key);
      if (known === undefined) {
        const report = findRequirement(result, check);
        found.set(key, { kind, requirement: check.requirement, report, case: one, check, others: [] });
      } else if (known.case !== one && known.others.at(-1) !== one) {
        known.others.push(one);
      }
    }
  }
  return [...found.values()].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

export const findRequirement = (result: Result, check: CheckReport): RequirementReport | undefined =>
  Object.hasOwn(result.requirements, check.requirement) ? result.requirements[check.requirement] : undefined;

/** Which finding a check is, if it is one; whether a baseline excuses it is not asked here. */
export function classifyCheck(check: CheckReport, result: Result): Finding['kind'] | undefined {
  if (check.verdict === 'error') return 'error';
  if (isFragile(check, result)) return 'robustness';
  if (check.verdict !== 'fail' && check.verdict !== 'warn') return undefined;
  return check.new === true ? 'new' : check.verdict;
}

/** What no sentence demands is never failed: where it was seen not to hold, it is not verified, with what was received. */
export const isFragile = (check: CheckReport, result: Result): boolean =>
  check.verdict === 'not-verified' &&
  check.received !== undefined &&
  findRequirement(result, check)?.level === 'ROBUSTNESS';

/** Requirements that a baseline excuses, with the reason and the day of expiry, and in how many cases. */
export function listKnown(result: Result): { requirement: string; waivedBy: string; cases: number }[] {
  const known = new Map<string, { requirement: string; waivedBy: string; cases: number }>();
  for (const one of result.cases) {
    for (const { requirement, waivedBy: why, waiver } of one.checks) {
      if (why === null) continue;
      const expires = result.baseline?.[waiver ?? -1]?.expires;
      const waivedBy = expires === undefined ? why : `${why}, expires ${expires}`;
      const entry = known.get(`${requirement} ${waivedBy}`) ?? { requirement, waivedBy, cases: 0 };
      entry.cases += 1;
      known.set(`${requirement} ${waivedBy}`, entry);
    }
  }
  return [...known.values()];
}

const HARMLESS: readonly string[] = ['pass', 'not-applicable'];

/** Whether nothing was found in the case: it keeps what its checks cite, and no more, beside the result as well. */
export const hasOnlyPasses = ({ status, checks }: CaseReport): boolean =>
  (status === 'ran' || status === 'not-applicable') &&
  checks.every(({ verdict }) => HARMLESS.includes(verdict));

/** Cases that the harness itself broke. */
export const listBrokenCases = (result: Result): CaseReport[] =>
  result.cases.filter(({ status }) => status === 'error');

/** Transports on which there was nothing to talk to: tried, without a case that would say so. */
export function listUnreached(result: Result): [string, TransportReport][] {
  const spoken = new Set(result.cases.filter(judges).map(({ transport }) => transport));
  return Object.entries(result.target.transports).filter(
    ([name, { revisions, reason, notRun }]) =>
      revisions.length === 0 &&
      reason !== undefined &&
      notRun !== true &&
      // Where more is known than its findings say, that is told beside them.
      (!spoken.has(name) || reason.includes('\n')),
  );
}

/** One reason why something could not be seen, and how much hangs on it. */
export interface Unverified {
  reason: string;
  cases: number;
  transports: string[];
}

/** Reasons for `not-verified`, those that hide most first. */
export const listUnverified = (result: Result): Unverified[] =>
  groupReasons(result, (one) => reasonsOf(one, result));

/** Reasons why cases do not apply: of interest where nothing else came of a run. */
export const listInapplicable = (result: Result): Unverified[] =>
  groupReasons(result, ({ scenario, status, reason }) =>
    scenario !== SURVEY && status === 'not-applicable' && reason !== undefined ? [reason] : [],
  );

function groupReasons({ cases }: Result, reasonsIn: (one: CaseReport) => Iterable<string>): Unverified[] {
  const reasons = new Map<string, Unverified>();
  for (const one of cases) {
    for (const reason of new Set(reasonsIn(one))) {
      const known = reasons.get(reason) ?? { reason, cases: 0, transports: [] };
      known.cases += 1;
      if (!known.transports.includes(one.transport)) known.transports.push(one.transport);
      reasons.set(reason, known);
    }
  }
  return [...reasons.values()].sort((a, b) => b.cases - a.cases);
}

function* reasonsOf(one: CaseReport, result: Result): Iterable<string> {
  if (one.status === 'not-verified') yield one.reason ?? 'no reason was given';
  for (const check of one.checks) {
    if (check.verdict === 'not-verified' && one.status !== 'not-verified' && !isFragile(check, result)) {
      yield check.expected ?? check.received ?? one.reason ?? 'no reason was given';
    }
  }
}

/** All revisions that were run on some transport, oldest first. */
export const listRevisions = ({ target }: Pick<Result, 'target'>): string[] =>
  [...new Set(Object.values(target.transports).flatMap(({ revisions }) => revisions))].sort();

/** What the scenario is, in a sentence, where the result says it. */
export const findScenarioTitle = ({ scenarios = {} }: Result, id: string): string | undefined =>
  Object.hasOwn(scenarios, id) ? scenarios[id]?.title : undefined;

/** Distinct ROBUSTNESS requirements of cells, added up: they stand apart from the figures. */
export function countRobustness(
  result: Result,
  transports: readonly string[],
  revision: string,
): { held: number; broken: number } {
  const worst = new Map<string, boolean>();
  for (const one of result.cases) {
    if (!transports.includes(one.transport) || one.revision !== revision) continue;
    for (const check of one.checks) {
      if (findRequirement(result, check)?.level !== 'ROBUSTNESS') continue;
      const key = `${one.transport}\n${check.requirement}`;
      if (check.verdict === 'pass' && !worst.has(key)) worst.set(key, true);
      if (isFragile(check, result)) worst.set(key, false);
    }
  }
  const held = [...worst.values()].filter(Boolean).length;
  return { held, broken: worst.size - held };
}

/** How many scenarios went the same way everywhere at the revision, or not; `undefined` where none was compared. */
export function countCompared(
  { parity }: Result,
  revision: string,
): { same: number; differs: number } | undefined {
  const count = (verdict: string): number =>
    parity.filter((one) => one.revision === revision && one.verdict === verdict).length;
  const [same, differs] = [count('same'), count('differs')];
  return same + differs === 0 ? undefined : { same, differs };
}
