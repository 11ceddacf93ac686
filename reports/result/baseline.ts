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
  expired: 'it expired',
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

/** A line for each dead entry: where it stands, what it names, and why it is to go. */
export const describeDeadEntries = (result: Result): string[] =>
  listDeadEntries(result).map((entry) => {
    const expired = entry.state === 'expired' ? ` on ${entry.expires}` : '';
    return neutralise(
      `${entry.at === undefined ? '' : `${entry.at}: `}delete ${formatScope(entry)}: ${WHY[entry.state]}${expired} (owner: ${entry.owner})`,
      { max: 600 },
    );
  });

export type Place = Pick<CaseReport, 'transport' | 'revision' | 'scenario'>;

/** Whether the entry speaks of the requirement in that case. */
export const isNamedBy = (entry: KnownFailure, place: Place, requirement: string): boolean =>
  fits(entry.requirement, requirement) &&
  fits(entry.transport, place.transport) &&
  fits(entry.revision, place.revision) &&
  fits(entry.scenario, place.scenario);

const fits = (pattern: string | undefined, value: string): boolean =>
  pattern === undefined || matchesPattern(pattern, value);
