/** Checks the cases of a result: where they ran, what they cite, known failures, parity of transports. */
import { createHash } from 'node:crypto';
import { isNamedBy, formatScope } from '../baseline.js';
import { markNew, markNewParity } from '../counted.js';
import { SURVEY } from '../survey.js';
import type { CaseReport, CheckReport, Result } from '../result.js';
import { getCaseKey } from '../shards.js';
import { formatLines } from '../../text/lines-of.js';
import { makeProof, type Proof } from './proof.js';

const MAX = 20;
const some = (says: string[]): string[] => formatLines(says, MAX, (line) => line);

/** Cases stand where the target was found, each once, and cite requirements that the result explains. */
export function provePlaces(result: Result): Proof {
  const says: string[] = [];
  const seen = new Set<string>();
  for (const one of result.cases) {
    const key = getCaseKey(one);
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
  return makeProof('every case stands where the target was found', some(says));
}

/** What is cited is there, and what is there is what was hashed. */
export function proveEvidence(result: Result): Proof {
  const says = result.cases.flatMap((one) => [
    ...one.checks.flatMap((check) => [...wrongIn(check, one, result)]),
    ...twice(one.checks.map(({ requirement }) => requirement)).map(
      (id) => `${getCaseKey(one)}#${id}: is judged there twice`,
    ),
    ...twice(one.transcript.map(({ entry }) => entry)).map(
      (entry) => `${getCaseKey(one)}: entry ${entry} stands there twice`,
    ),
    ...one.transcript
      .filter(
        ({ sha256, truncated, text }) =>
          sha256 !== undefined &&
          truncated === 0 &&
          !text.includes('[redacted]') &&
          createHash('sha256').update(text).digest('hex') !== sha256,
      )
      .map(({ entry }) => `${getCaseKey(one)}: entry ${entry} is not what its hash says`),
  ]);
  return makeProof('every verdict has its evidence, and the severity of its level', some(says));
}

const SEEN: readonly string[] = ['pass', 'fail', 'warn'];

/** Each that there is more than once. */
const twice = <T>(all: readonly T[]): T[] => {
  const seen = new Set<T>();
  return [...new Set(all.filter((one) => seen.size === seen.add(one).size))];
};

function* wrongIn(check: CheckReport, one: CaseReport, result: Result): Generator<string> {
  const at = `${getCaseKey(one)}#${check.requirement}`;
  const missing = check.seen.filter((number) => !one.transcript.some(({ entry }) => entry === number));
  if (missing.length > 0) yield `${at}: cites entries that are not there: ${missing.join(', ')}`;
  if (check.verdict === 'pass' && check.seen.length === 0) yield `${at}: says pass, and cites nothing`;
  const level = Object.hasOwn(result.requirements, check.requirement)
    ? result.requirements[check.requirement]?.level
    : undefined;
  const severe =
    check.verdict === 'fail' ? ['MUST'] : check.verdict === 'warn' ? ['MUST', 'SHOULD'] : undefined;
  if (severe !== undefined && level !== undefined && !severe.includes(level))
    yield `${at}: says ${check.verdict}, and its level is ${level}`;
  if (one.status !== 'ran' && SEEN.includes(check.verdict))
    yield `${at}: says ${check.verdict}, and the case never ran to its end`;
}

/** Scenarios are compared once, on transports on which they ran; what is the same has no differences. */
export function proveParity({ parity: rows, cases }: Result): Proof {
  const key = (one: { scenario: string; revision: string }): string => `${one.revision}/${one.scenario}`;
  const ran = new Map<string, Set<string>>();
  for (const one of cases) {
    if (one.status === 'ran') ran.set(key(one), (ran.get(key(one)) ?? new Set()).add(one.transport));
  }
  const says = rows.flatMap((row) => {
    const at = `parity of ${key(row)}`;
    if ((row.verdict === 'differs') !== row.differences.length > 0) return [`${at}: says ${row.verdict}`];
    if (row.verdict === 'not-applicable') return [];
    const on = new Set(row.transports);
    const never = [...on].filter((name) => ran.get(key(row))?.has(name) !== true);
    if (never.length > 0) return [`${at}: compares ${never.join(', ')}, where it did not run`];
    return on.size < 2 ? [`${at}: says ${row.verdict}, and names no two transports`] : [];
  });
  const doubled = twice(rows.map(key)).map((one) => `parity of ${one}: stands there twice`);
  return makeProof('scenarios that are the same everywhere have no differences', some([...says, ...doubled]));
}

/** What is excused is a failure, and the entry that excuses it is there, speaks of it, and had not expired. */
export function proveKnown(result: Result): Proof {
  const says = result.cases.flatMap((one) =>
    one.checks
      .filter(({ waivedBy }) => waivedBy !== null)
      .flatMap((check) => {
        const at = `${getCaseKey(one)}#${check.requirement}`;
        const entry = result.baseline?.[check.waiver ?? -1];
        if (check.verdict !== 'fail' && check.verdict !== 'warn') return [`${at}: excused, and no failure`];
        if (entry === undefined) return [`${at}: excused by an entry that is not there`];
        if (entry.state !== 'used') return [`${at}: excused by an entry that is ${entry.state}`];
        if (check.waivedBy !== `${entry.reason} (${entry.issue})`)
          return [`${at}: excused by another entry than it says`];
        if (!isNamedBy(entry, one, check.requirement))
          return [`${at}: excused by an entry that names ${formatScope(entry)}`];
        return entry.expires > result.run.startedAt.slice(0, 10)
          ? []
          : [`${at}: excused by an entry that expired on ${entry.expires}`];
      }),
  );
  return makeProof('what is excused is excused by an entry of the baseline', some(says));
}

/** What is marked as new is what the sets of the run do not hold, and nothing else is. */
export function proveNew(result: Result): Proof {
  const marked = markNew(result.cases, result);
  const says = marked.flatMap((one, at) =>
    one.checks.flatMap(({ requirement, new: is }, index) => {
      const stated = result.cases[at]?.checks[index]?.new;
      if (stated === is) return [];
      const name = `${getCaseKey(one)}#${requirement}`;
      return stated === true
        ? [`${name}: is marked as new, and counts`]
        : [`${name}: counts, and the run is not held to it`];
    }),
  );
  const rows = markNewParity(result.parity, marked).flatMap((row, at) =>
    row.new === result.parity[at]?.new
      ? []
      : [`parity of ${row.revision}/${row.scenario}: says ${row.new === true ? 'nothing' : 'new'}`],
  );
  const lacking = result.cases.flatMap((one) =>
    one.checks
      .filter(
        ({ lacks, verdict }) =>
          lacks !== undefined && verdict !== 'not-verified' && verdict !== 'not-applicable',
      )
      .map(({ requirement, lacks, verdict }) => {
        return `${getCaseKey(one)}#${requirement}: says ${verdict}, and that the target lacks a ${lacks}`;
      }),
  );
  return makeProof(
    'what counts is in the sets that the run is held to',
    some([...says, ...rows, ...lacking]),
  );
}
