/** What of a result counts: the checks of its frozen sets, or every check; what is newer is marked `new`. */
import type { CaseReport, CheckReport, ParityReport, Result, SetReport } from './result.js';
import { findSet, listMembersOn } from './set-members.js';

interface Held extends Pick<Result, 'sets'> {
  requirements: Readonly<Record<string, { level: string }>>;
  run: Pick<Result['run'], 'heldTo'>;
}

/**
 * Whether a check asks for more than the set that the run is held to: its requirement is in no version up to that one, or
 * was a SHOULD there. An old result names nothing that it is held to: all that it judged counts, as it did then.
 */
function isBeyond(result: Held, members: ReadonlyMap<string, string>, check: CheckReport): boolean {
  const { requirement: id, verdict } = check;
  const known = Object.hasOwn(result.requirements, id) ? result.requirements[id] : undefined;
  // What no sentence demands counts for nothing anyway, and a fault of the harness is no matter of the target.
  if (known?.level === 'ROBUSTNESS' || verdict === 'error') return false;
  const level = members.get(id);
  return level === undefined || (verdict === 'fail' && level === 'SHOULD');
}

/** The cases with their marks as they follow from the sets; those that somebody put there are gone. */
export function markNew(cases: readonly CaseReport[], result: Held): CaseReport[] {
  const known = new Map<string, ReadonlyMap<string, string> | undefined>();
  const membersAt = ({ transport, revision }: CaseReport): ReadonlyMap<string, string> | undefined => {
    const key = `${transport}\n${revision}`;
    if (!known.has(key)) known.set(key, membersOf(findSet(result, revision), transport));
    return known.get(key);
  };
  return cases.map((one) => {
    // A revision without a set promises nothing to anybody: there everything counts.
    const members = result.run.heldTo === 'sets' ? membersAt(one) : undefined;
    const checks = one.checks.map(({ new: _, ...check }): CheckReport =>
      members !== undefined && isBeyond(result, members, check) ? { ...check, new: true } : check,
    );
    return { ...one, checks };
  });
}

const membersOf = (set: SetReport | undefined, transport: string): ReadonlyMap<string, string> | undefined =>
  set === undefined
    ? undefined
    : new Map(listMembersOn(set, transport).map(({ id, level }) => [id, level] as const));

/**
 * The comparisons with their marks: one is new where all that its scenario judges is, or all that differs is how
 * requirements that are new were met.
 */
export function markNewParity(rows: readonly ParityReport[], cases: readonly CaseReport[]): ParityReport[] {
  return rows.map(({ new: _, ...row }): ParityReport => {
    if (row.verdict !== 'differs') return row;
    const judged = cases
      .filter(({ scenario, revision }) => scenario === row.scenario && revision === row.revision)
      .flatMap(({ checks }) => checks);
    const isNew = (checks: readonly CheckReport[]): boolean =>
      checks.length > 0 && checks.every((check) => check.new === true);
    const facts = row.differences.map(({ fact }) => judged.filter(({ requirement }) => requirement === fact));
    return isNew(judged) || facts.every(isNew) ? { ...row, new: true } : row;
  });
}

/** What makes a run with `--fail-on differs` fail. */
export const differs = ({ verdict, new: isNew }: ParityReport): boolean =>
  verdict === 'differs' && isNew !== true;

/** What is not excused and is in the set: what decides the exit code. */
export const counts = ({ waivedBy, new: isNew }: CheckReport): boolean => waivedBy === null && isNew !== true;

const SEEN: readonly string[] = ['pass', 'fail', 'warn'];

/** How many checks were decided that do not count: a run of them alone has decided something all the same. */
export const countNewDecided = (cases: readonly CaseReport[]): number =>
  cases.reduce(
    (sum, { checks }) =>
      sum + checks.filter((check) => check.new === true && SEEN.includes(check.verdict)).length,
    0,
  );

/** `2025-11-25@1, 2026-07-28@1`: what the run is held to; empty where nothing was named, as in an old result. */
export function nameHeldTo({ run, sets = [] }: Pick<Result, 'run' | 'sets'>): string {
  if (run.heldTo === undefined) return '';
  if (run.heldTo === 'latest') return 'latest';
  return sets.map(({ revision, version }) => `${revision}@${version}`).join(', ');
}
