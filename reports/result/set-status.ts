/** Whether a target conforms to the frozen sets of requirements, by transport and revision. */
import { findSet, listMembersOn } from './set-members.js';
import { makeCounts, listCellVerdicts, makeLevelReader, type CellVerdicts } from './summary.js';
import { judges } from './survey.js';
import {
  VERDICTS,
  type CaseReport,
  type CheckReport,
  type Counts,
  type Result,
  type SetMemberReport,
  type SetReport,
} from './result.js';

/**
 * How a target stands on a transport, held to the frozen sets that the result carries.
 *
 * - `conforms`: every member was run, none failed, every MUST was seen to hold that applies and that the target can show: what
 *   it offers nothing to see it on does not count against it. `scope` says whether that was all (`full`) or not (`core`).
 * - `fails`: a member was seen to be violated. A baseline excuses nobody here: what is known to fail fails.
 * - `incomplete`: nothing failed, and something is missing: a member without a row, a MUST that could not be verified, an
 *   error of the harness, a run that was cut short, was a shard or a selection of cases, or was of a draft, a revision
 *   without a set.
 * - `untested`: nothing was run.
 *
 * Warnings stand beside the figure and change nothing, as they change no exit code: who departs from a SHOULD may have a
 * good reason, and a badge that contradicts the run that made it helps nobody.
 */
export const SET_STATUSES = ['conforms', 'untested', 'incomplete', 'fails'] as const;
export type SetStatus = (typeof SET_STATUSES)[number];

export type SetScope = 'core' | 'full';

/** Distinct members of the set by verdict; `not-run`: without a row. */
export interface SetCounts extends Counts {
  'not-run': number;
}

export interface CellSetStatus {
  transport: string;
  revision: string;
  /** `null` where the result has none for the revision. */
  set: { version: number; sha256: string } | null;
  standing: SetStatus;
  counts: SetCounts;
  /** Of what conforms, in a result that says what each check lacks: whether every MUST that applies was seen. */
  scope?: SetScope;
  /** MUST members that apply and could not be verified, but for those that the target offers nothing to see on. */
  unproven: number;
}

/** One standing for each revision on each transport, in the order of the result. */
export function listSetStatuses(result: Result): CellSetStatus[] {
  const cells = listCellVerdicts(result.cases.map(unexcused), makeLevelReader(result));
  return Object.keys(result.target.transports).flatMap((transport) =>
    revisionsOn(result, transport).map((revision) => {
      const cell = cells.find((one) => one.transport === transport && one.revision === revision);
      return toSetStatus(result, { transport, revision, verdicts: cell?.verdicts ?? new Map() });
    }),
  );
}

/** Those that the target accepted, and one at which it fell silent. */
function revisionsOn(result: Result, transport: string): string[] {
  const run = result.cases
    .filter((one) => one.transport === transport && judges(one))
    .map(({ revision }) => revision);
  const accepted = Object.entries(result.target.transports).find(([name]) => name === transport)?.[1];
  return [...new Set([...(accepted?.revisions ?? []), ...run])].sort();
}

const unexcused = (one: CaseReport): CaseReport => ({
  ...one,
  // What of a member is beyond its set is no failure of it.
  checks: one.checks.map(({ new: isNew, ...check }): CheckReport => {
    const verdict = isNew === true && check.verdict === 'fail' ? 'warn' : check.verdict;
    return { ...check, verdict, waivedBy: null };
  }),
});

function toSetStatus(result: Result, { transport, revision, verdicts }: CellVerdicts): CellSetStatus {
  const set = findSet(result, revision);
  const counts: SetCounts = { ...makeCounts(), 'not-run': 0 };
  let [unproven, lacking] = [0, 0];
  for (const { id, level } of membersIn(result, set, { transport, revision, verdicts })) {
    const verdict = verdicts.get(id);
    counts[verdict ?? 'not-run'] += 1;
    if (level !== 'MUST') continue;
    if (verdict === 'not-applicable' && isForWantOfFixture(result, id, { transport, revision })) lacking += 1;
    if (verdict !== 'not-verified') continue;
    if (isMereLack(result, id, { transport, revision })) lacking += 1;
    else unproven += 1;
  }
  // A case that the harness broke may have hidden anything, also from requirements that other cases decided.
  const broken = [...verdicts.values()].filter((verdict) => verdict === 'error').length;
  counts.error = Math.max(counts.error, broken);
  const sha256 = Object.hasOwn(result.run.sets, revision) ? result.run.sets[revision] : undefined;
  const whole = isWhole(result.run);
  const stands = (): SetStatus => {
    if (counts.fail > 0) return 'fails';
    const missing = counts.error + counts['not-run'] + unproven;
    const decided = counts.pass + counts.warn;
    return set !== undefined && whole && missing === 0 && decided > 0 ? 'conforms' : 'incomplete';
  };
  const standing = stands();
  const scope = lacking === 0 ? 'full' : 'core';
  return {
    transport,
    revision,
    set: set === undefined || sha256 === undefined ? null : { version: set.version, sha256 },
    standing,
    ...(standing === 'conforms' && result.run.heldTo !== undefined ? { scope } : {}),
    counts,
    unproven,
  };
}

/** The members of the set that are still demanded; where every check counts, those beside it as well. */
function membersIn(
  { run, requirements }: Result,
  set: SetReport | undefined,
  { transport, verdicts }: CellVerdicts,
): Pick<SetMemberReport, 'id' | 'level'>[] {
  const levelOf = (id: string): string | undefined =>
    Object.hasOwn(requirements, id) ? requirements[id]?.level : undefined;
  if (set === undefined) return [];
  const members = listMembersOn(set, transport).filter(({ id }) => levelOf(id) !== 'ROBUSTNESS');
  if (run.heldTo !== 'latest') return members;
  const known = new Set(members.map(({ id }) => id));
  const others = [...verdicts.keys()].flatMap((id) => {
    const level = levelOf(id);
    return known.has(id) || (level !== 'MUST' && level !== 'SHOULD') ? [] : [{ id, level } as const];
  });
  return [...members, ...others];
}

interface At {
  transport: string;
  revision: string;
}

/** Whether nothing stood in the way of it anywhere in the cell, and the target only has nothing to see it on. */
const isMereLack = (result: Result, id: string, at: At): boolean =>
  checksOf(result, id, at)
    .filter(({ verdict }) => verdict === 'not-verified')
    .every(({ lacks }) => lacks !== undefined);

/** Whether it applies to nothing here because a fixture that would show it is not there. */
const isForWantOfFixture = (result: Result, id: string, at: At): boolean =>
  checksOf(result, id, at).some(({ lacks }) => lacks === 'fixture');

const checksOf = ({ cases }: Result, id: string, { transport, revision }: At): CheckReport[] =>
  cases
    .filter((one) => one.transport === transport && one.revision === revision)
    .flatMap(({ checks }) => checks)
    .filter(({ requirement }) => requirement === id);

/** What a member was not seen to violate in the cases that were selected, it may violate in the others. */
const isWhole = ({ complete, shard, options }: Result['run']): boolean =>
  complete &&
  shard === undefined &&
  options['revisions'] !== 'draft' &&
  ['scenarios', 'cases'].every((name) => isNone(options[name]));

const isNone = (selected: unknown): boolean =>
  selected === undefined || (Array.isArray(selected) && selected.length === 0);

/** What several cells come to: the worst of them; nothing at all is untested. */
export const pickWorstStatus = (statuses: readonly SetStatus[]): SetStatus =>
  statuses.reduce<SetStatus>(
    (worst, one) => (SET_STATUSES.indexOf(one) > SET_STATUSES.indexOf(worst) ? one : worst),
    statuses.length === 0 ? 'untested' : 'conforms',
  );

export function sumCounts(all: readonly SetCounts[]): SetCounts {
  const sum: SetCounts = { ...makeCounts(), 'not-run': 0 };
  for (const counts of all) for (const name of [...VERDICTS, 'not-run'] as const) sum[name] += counts[name];
  return sum;
}
