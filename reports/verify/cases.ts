import { createHash } from 'node:crypto';
import { names, scopeOf } from '../baseline.js';
import { SURVEY } from '../integrity.js';
import type { CaseReport, CheckReport, Result } from '../result.js';
import { caseKey } from '../shards.js';
import { proof, type Proof } from './proof.js';

const MAX = 20;
const some = (says: string[]): string[] =>
  says.length > MAX ? [...says.slice(0, MAX), `… and ${says.length - MAX} more`] : says;

/** Cases stand where the target was found, each once, and cite requirements that the result explains. */
export function places(result: Result): Proof {
  const says: string[] = [];
  const seen = new Set<string>();
  for (const one of result.cases) {
    const key = caseKey(one);
    if (seen.has(key)) says.push(`${key}: stands there twice`);
    seen.add(key);
    const on = Object.entries(result.target.transports).find(([name]) => name === one.transport)?.[1];
    if (on === undefined) says.push(`${key}: the target has no such transport`);
    else if (one.scenario !== SURVEY && !on.revisions.includes(one.revision))
      says.push(`${key}: the target was not found to speak this revision there`);
    for (const { requirement } of one.checks) {
      if (!Object.hasOwn(result.requirements, requirement))
        says.push(`${key}: nothing is said of the requirement ${requirement}`);
    }
  }
  return proof('every case stands where the target was found', some(says));
}

/** What is cited is there, and what is there is what was hashed. */
export function evidence(result: Result): Proof {
  const says = result.cases.flatMap((one) => [
    ...one.checks.flatMap((check) => [...wrongIn(check, one, result)]),
    ...one.transcript
      .filter(
        ({ sha256, truncated, text }) =>
          sha256 !== undefined &&
          truncated === 0 &&
          !text.includes('[redacted]') &&
          createHash('sha256').update(text).digest('hex') !== sha256,
      )
      .map(({ entry }) => `${caseKey(one)}: entry ${entry} is not what its hash says`),
  ]);
  return proof('every verdict has its evidence, and the severity of its level', some(says));
}

function* wrongIn(check: CheckReport, one: CaseReport, result: Result): Generator<string> {
  const at = `${caseKey(one)}#${check.requirement}`;
  const missing = check.seen.filter((number) => !one.transcript.some(({ entry }) => entry === number));
  if (missing.length > 0) yield `${at}: cites entries that are not there: ${missing.join(', ')}`;
  const level = Object.hasOwn(result.requirements, check.requirement)
    ? result.requirements[check.requirement]?.level
    : undefined;
  const severe =
    check.verdict === 'fail' ? ['MUST'] : check.verdict === 'warn' ? ['MUST', 'SHOULD'] : undefined;
  if (severe !== undefined && level !== undefined && !severe.includes(level))
    yield `${at}: says ${check.verdict}, and its level is ${level}`;
  if (one.status === 'not-applicable' && (check.verdict === 'pass' || check.verdict === 'fail'))
    yield `${at}: says ${check.verdict}, and the case never ran`;
}

/** What is excused is a failure, and the entry that excuses it is there, speaks of it, and had not expired. */
export function known(result: Result): Proof {
  const says = result.cases.flatMap((one) =>
    one.checks
      .filter(({ waivedBy }) => waivedBy !== null)
      .flatMap((check) => {
        const at = `${caseKey(one)}#${check.requirement}`;
        const entry = result.baseline?.[check.waiver ?? -1];
        if (check.verdict !== 'fail' && check.verdict !== 'warn') return [`${at}: excused, and no failure`];
        if (entry === undefined) return [`${at}: excused by an entry that is not there`];
        if (entry.state !== 'used') return [`${at}: excused by an entry that is ${entry.state}`];
        if (check.waivedBy !== `${entry.reason} (${entry.issue})`)
          return [`${at}: excused by another entry than it says`];
        if (!names(entry, one, check.requirement))
          return [`${at}: excused by an entry that names ${scopeOf(entry)}`];
        return entry.expires > result.run.startedAt.slice(0, 10)
          ? []
          : [`${at}: excused by an entry that expired on ${entry.expires}`];
      }),
  );
  return proof('what is excused is excused by an entry of the baseline', some(says));
}
