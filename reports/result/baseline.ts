/** Entries of a baseline of known failures: what each one names, and which are to be deleted. */
import { matchesPattern } from './glob.js';
import type { BaselineReport, CaseReport, KnownFailure, Result } from './result.js';
import { neutralise } from '../text/neutralise.js';

/** Whether the entry is to be deleted from its baseline. */
export const isDead = ({ state }: Pick<BaselineReport, 'state'>): boolean =>
  state !== 'used' && state !== 'unused';

export const listDeadEntries = ({ baseline = [] }: Pick<Result, 'baseline'>): BaselineReport[] =>
  baseline.filter(isDead);

const WHY: Readonly<Record<BaselineReport['state'], string>> = {
  used: '',
  unused: '',
  stale: 'nothing that it names fails any more',
  expired: 'mend what still fails, or renew it: mcptc baseline update RESULT --expires DAY',
  unmatched: 'it names nothing that is checked',
};

/** What an entry names: `http.* on streamable-http at 2025-11-25 in shared/tools`. */
export const formatScope = ({ requirement, transport, revision, scenario }: KnownFailure): string =>
  [
    requirement,
    ...(transport === undefined ? [] : [`on ${transport}`]),
    ...(revision === undefined ? [] : [`at ${revision}`]),
    ...(scenario === undefined ? [] : [`in ${scenario}`]),
  ].join(' ');

/** A line for each dead entry: where it stands, what it names, and what to do: what expired may fail still. */
export const describeDeadEntries = (result: Result): string[] =>
  listDeadEntries(result).map((entry) => {
    const what =
      entry.state === 'expired'
        ? `${formatScope(entry)} expired on ${entry.expires}`
        : `delete ${formatScope(entry)}`;
    return neutralise(`${placeOf(entry)}${what}: ${WHY[entry.state]} (owner: ${entry.owner})`, { max: 600 });
  });

const placeOf = ({ at }: BaselineReport): string => (at === undefined ? '' : `${at}: `);

/** Days before its expiry from which on an entry is spoken of, so that nobody is surprised by a red run. */
const NOTICE_DAYS = 14;

/** A line for each entry that is about to expire. */
export function describeExpiring({ baseline = [], run }: Pick<Result, 'baseline' | 'run'>): string[] {
  const today = Date.parse(run.startedAt.slice(0, 10));
  return baseline.flatMap((entry) => {
    const days = Math.round((Date.parse(entry.expires) - today) / 86_400_000);
    if (isDead(entry) || !(days <= NOTICE_DAYS)) return [];
    const when = `expires on ${entry.expires}, in ${days} day${days === 1 ? '' : 's'}`;
    return neutralise(`${placeOf(entry)}${formatScope(entry)} ${when} (owner: ${entry.owner})`, { max: 600 });
  });
}

export type Place = Pick<CaseReport, 'transport' | 'revision' | 'scenario'>;

/** Whether the entry speaks of the requirement in that case. */
export const isNamedBy = (entry: KnownFailure, place: Place, requirement: string): boolean =>
  namesRequirement(entry, requirement) && namesPlace(entry, place);

export const namesRequirement = (entry: KnownFailure, requirement: string): boolean =>
  fits(entry.requirement, requirement);

export const namesPlace = (entry: KnownFailure, place: Place): boolean =>
  fits(entry.transport, place.transport) &&
  fits(entry.revision, place.revision) &&
  fits(entry.scenario, place.scenario);

const fits = (pattern: string | undefined, value: string): boolean =>
  pattern === undefined || matchesPattern(pattern, value);
