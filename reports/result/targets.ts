/** Several targets side by side: their cells, and which is worst. */
import type { TargetResult } from '../format.js';
import { listUnreached } from './findings.js';
import type { Counts, Result } from './result.js';

/** One transport at one revision; or a transport without any, and why. */
export interface TargetCell {
  transport: string;
  custom: boolean;
  revision?: string;
  counts?: Counts;
  reason?: string;
}

/** As a run of many exits: where several hold, 2, then 3, then 1. */
const RANK: Readonly<Record<number, number>> = { 2: 0, 3: 1, 1: 2, 0: 3 };

/** The cells of a result, in its order; transports that the target does not offer have none. */
export function listTargetCells(result: Result): TargetCell[] {
  const unreached = new Set(listUnreached(result).map(([name]) => name));
  return Object.entries(result.target.transports).flatMap(([transport, { revisions, custom, reason }]) => {
    if (revisions.length > 0) {
      return revisions.map((revision): TargetCell => {
        const counts = findOwn(findOwn(result.summary, transport) ?? {}, revision);
        return { transport, custom, revision, ...(counts === undefined ? {} : { counts }) };
      });
    }
    return reason === undefined && !unreached.has(transport)
      ? []
      : [{ transport, custom, reason: reason?.split('\n')[0] ?? 'nothing answered' }];
  });
}

/** Names come from files: what an object inherits is no entry. */
const findOwn = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** Requirements that failed, added up over the cells; more than any number where nothing was spoken at all. */
function countFailed(result: Result): number {
  const figures = listTargetCells(result).flatMap(({ counts }) => counts ?? []);
  if (figures.length === 0) return Infinity;
  return figures.reduce((sum, { fail, error }) => sum + fail + error, 0);
}

/** Worst first: what could not be decided, what could not be tested, what fails most; then by name. */
export function sortWorstFirst(targets: readonly TargetResult[]): TargetResult[] {
  const failed = (one: TargetResult): number => (one.result === undefined ? 0 : countFailed(one.result));
  const rank = ({ exitCode }: TargetResult): number => RANK[exitCode] ?? 0;
  const more = (a: number, b: number): number => (a === b ? 0 : b - a);
  return [...targets].sort(
    (a, b) =>
      rank(a) - rank(b) || more(failed(a), failed(b)) || (a.name < b.name ? -1 : Number(a.name > b.name)),
  );
}

/** `3 of 20 servers conform · 14 do not · 2 could not be tested`. */
export function describeTargets(targets: readonly TargetResult[]): string {
  const count = (code: number): number => targets.filter(({ exitCode }) => exitCode === code).length;
  const [conform, not, undecided, untested] = [count(0), count(1), count(2), count(3)];
  return [
    `${conform} of ${targets.length} servers conform`,
    ...(not === 0 ? [] : [`${not} do not`]),
    ...(untested === 0 ? [] : [`${untested} could not be tested`]),
    ...(undecided === 0 ? [] : [`of ${undecided} nothing was decided`]),
  ].join(' · ');
}
