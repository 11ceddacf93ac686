/** Turns the checks of a case into JUnit tests: passed, failure, error or skipped, and why. */
import { formatReproduceLine } from '../text/reproduce.js';
import { counts as isCounted } from '../result/counted.js';
import { findRequirement } from '../result/findings.js';
import type { CaseReport, CheckReport, Result } from '../result/result.js';
import { formatLines } from '../text/lines-of.js';
import { isMissing } from '../result/survey.js';
import { neutralise } from '../text/neutralise.js';

/** How one check stands in JUnit XML. */
export interface Judgement {
  name: string;
  /** A `remark` fails nothing, and is worth to be seen. */
  outcome: 'passed' | 'remark' | 'failure' | 'error' | 'skipped';
  /** One line; the reason of whatever is not `passed`. */
  message: string;
  /** The verdict, or what is at fault. */
  type: string;
  body?: string;
}

export interface JudgingOptions {
  /** What makes the run fail. */
  failOn: readonly string[];
  /** `transport\nrevision\nrequirement` of those that no scenario of the cell could verify. */
  unseen: ReadonlySet<string>;
}

/** Entries of a transcript that a failure quotes, and characters of each. */
const MAX_ENTRIES = 8;
const MAX_ENTRY = 400;

/** A judgement a check; of a case without checks one, about the case itself. */
export function toJudgements(one: CaseReport, result: Result, judges: JudgingOptions): Judgement[] {
  const checks = one.checks.map((check) => judgeCheck(one, check, result, judges));
  const reason = line(one.reason ?? 'no reason was given');
  if (one.status === 'error') {
    const message = `the harness is at fault, not the target: ${reason}`;
    checks.push({ name: 'the scenario', outcome: 'error', message, type: 'error', body: again(result, one) });
  } else if (isMissing(result, one)) {
    const message = `asked for by name, and not run: ${reason}`;
    checks.push({ name: 'is run', outcome: 'error', message, type: 'not-run', body: again(result, one) });
  } else if (checks.length === 0) {
    const message = one.status === 'ran' ? 'nothing was judged' : `${one.status}: ${reason}`;
    checks.push({ name: 'the scenario', outcome: 'skipped', message, type: one.status });
  }
  return checks;
}

function judgeCheck(one: CaseReport, check: CheckReport, result: Result, judges: JudgingOptions): Judgement {
  const { requirement, verdict, waivedBy } = check;
  const level = findRequirement(result, check)?.level;
  const of = (outcome: Judgement['outcome'], message: string, body?: string): Judgement => ({
    name: requirement,
    outcome,
    message,
    type: verdict,
    ...(body === undefined ? {} : { body }),
  });
  if (waivedBy !== null) return of('skipped', `known: ${line(waivedBy)}`);
  const remark = (what: string): Judgement => of('remark', `${what}: ${headline(check)}`, explained());
  const explained = (): string => explain(one, check, result);
  if (verdict === 'error') return of('error', headline(check), explained());
  if (verdict === 'not-verified' || verdict === 'not-applicable') {
    const reason = line(check.expected ?? one.reason ?? 'no reason was given');
    const key = [one.transport, one.revision, requirement].join('\n');
    const counts =
      isCounted(check) &&
      verdict === 'not-verified' &&
      judges.failOn.includes(verdict) &&
      judges.unseen.has(key);
    if (level === 'ROBUSTNESS' && check.received !== undefined)
      return remark(`robustness, which nothing demands, and which never fails`);
    return counts
      ? of('failure', `${verdict}: ${reason}`, explained())
      : of('skipped', `${verdict}: ${reason}`);
  }
  if (check.new === true && verdict !== 'pass')
    return remark('new, which is not in the set that this run is held to');
  if (verdict === 'pass' || level === 'ROBUSTNESS') return of('passed', '');
  // A draft is shown and counts for nothing; there the list is empty.
  const fails = verdict === 'fail' ? judges.failOn.length > 0 : judges.failOn.includes('warn');
  return fails
    ? of('failure', headline(check), explained())
    : remark(`${verdict}, which does not fail this run`);
}

const line = (text: string): string => neutralise(text, { max: 300 });

const headline = ({ expected, received }: CheckReport): string =>
  `expected ${line(expected ?? 'what the requirement says')}; received ${line(received ?? 'something else')}`;

/** What was demanded, what came, from which messages, and how to see it again. */
function explain(one: CaseReport, check: CheckReport, result: Result): string {
  const report = findRequirement(result, check);
  const seen = new Set(check.seen);
  const cited = one.transcript.filter(({ entry }) => seen.has(entry));
  return [
    ...(report === undefined
      ? []
      : [`${report.level}: ${line(report.text)}`, `source    ${line(report.source)}`]),
    ...(check.expected === undefined ? [] : [`expected  ${line(check.expected)}`]),
    ...(check.received === undefined ? [] : [`received  ${neutralise(check.received, { max: 600 })}`]),
    ...(one.reason === undefined ? [] : [`note      ${line(one.reason)}`]),
    ...formatLines(
      cited,
      MAX_ENTRIES,
      ({ ms, direction, channel, text }) =>
        `${direction.padEnd(4)} ${ms.toFixed(0).padStart(6)} ms  ${neutralise(channel, { max: 40 })}  ` +
        neutralise(text, { max: MAX_ENTRY }),
      (count) => `… and ${count} more entries`,
    ),
    again(result, one),
  ].join('\n');
}

const again = (result: Result, one: CaseReport): string => `again     ${formatReproduceLine(result, one)}`;
