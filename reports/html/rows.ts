/** The rows of the list in the HTML report: one for each check, with its kind, sign and requirement. */
import { counts as isCounted } from '../result/counted.js';
import { classifyCheck } from '../result/findings.js';
import type { CaseReport, CheckReport, RequirementReport, Result, Verdict } from '../result/result.js';
import { pickStrongerVerdict } from '../result/verdict-order.js';

/** What a row of the list is, worst first. */
export const KINDS = [
  'fail',
  'error',
  'warn',
  'known',
  'new',
  'robustness',
  'not-verified',
  'pass',
  'not-applicable',
] as const;
export type Kind = (typeof KINDS)[number];

/** The sign and the words of each. */
export const SIGNS: Readonly<Record<Kind, { sign: string; word: string }>> = {
  fail: { sign: '✘', word: 'fail' },
  error: { sign: 'E', word: 'error' },
  warn: { sign: '!', word: 'warn' },
  known: { sign: '=', word: 'known' },
  new: { sign: '+', word: 'new, does not count' },
  robustness: { sign: '~', word: 'robustness' },
  'not-verified': { sign: '?', word: 'not verified' },
  pass: { sign: '✔', word: 'pass' },
  'not-applicable': { sign: '–', word: 'not applicable' },
};

/** One check of one case; or a case that has none, because it did not run. */
export interface Row {
  readonly kind: Kind;
  readonly case: CaseReport;
  readonly check?: CheckReport;
  /** Id of the requirement; empty where there is no check. */
  readonly id: string;
  readonly requirement?: RequirementReport;
  /** Whether the figures of the matrix count its requirement by this verdict. */
  readonly counted: boolean;
}

/** Every check of a result, worst first, those of one requirement together. */
export function listRows(result: Result): Row[] {
  const verdicts = pickVerdicts(result);
  const rows = result.cases.flatMap((one): Row[] => {
    const checks = one.checks.map((check) => checkRow(result, one, check, verdicts));
    if (one.status === 'error') return [{ kind: 'error', case: one, id: '', counted: true }, ...checks];
    if (checks.length > 0 || one.status === 'ran') return checks;
    return [{ kind: one.status, case: one, id: '', counted: false }];
  });
  return rows.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || compare(a.id, b.id));
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function checkRow(
  result: Result,
  one: CaseReport,
  check: CheckReport,
  verdicts: ReadonlyMap<string, Verdict>,
): Row {
  const known = Object.hasOwn(result.requirements, check.requirement);
  const requirement = known ? result.requirements[check.requirement] : undefined;
  return {
    kind: check.waivedBy === null ? (classifyCheck(check, result) ?? check.verdict) : 'known',
    case: one,
    check,
    id: check.requirement,
    ...(requirement === undefined ? {} : { requirement }),
    counted: scored(check, requirement) && verdicts.get(keyOf(one, check)) === check.verdict,
  };
}

const scored = (check: CheckReport, requirement: RequirementReport | undefined): boolean =>
  isCounted(check) && requirement?.level !== 'ROBUSTNESS';

const keyOf = (one: CaseReport, { requirement }: CheckReport): string =>
  `${one.transport}\n${one.revision}\n${requirement}`;

function pickVerdicts(result: Result): Map<string, Verdict> {
  const verdicts = new Map<string, Verdict>();
  for (const one of result.cases) {
    for (const check of one.checks) {
      const own = Object.hasOwn(result.requirements, check.requirement);
      if (!scored(check, own ? result.requirements[check.requirement] : undefined)) continue;
      const key = keyOf(one, check);
      verdicts.set(key, pickStrongerVerdict(check.verdict, verdicts.get(key)));
    }
  }
  return verdicts;
}
