import { matches } from './glob.js';
import type { BaselineReport, CaseReport, KnownFailure, Result } from './result.js';
import { neutral } from '../text/neutralise.js';

/** Whether the entry is to be deleted from its baseline. */
export const isDead = ({ state }: Pick<BaselineReport, 'state'>): boolean =>
  state !== 'used' && state !== 'unused';

export const deadEntries = ({ baseline = [] }: Pick<Result, 'baseline'>): BaselineReport[] =>
  baseline.filter(isDead);

const WHY: Readonly<Record<BaselineReport['state'], string>> = {
  used: '',
  unused: '',
  stale: 'nothing that it names fails any more',
  expired: 'it expired',
  unmatched: 'it names nothing that is checked',
};

/** What an entry names: `http.* on streamable-http at 2025-11-25 in shared/tools`. */
export const scopeOf = ({ requirement, transport, revision, scenario }: KnownFailure): string =>
  [
    requirement,
    ...(transport === undefined ? [] : [`on ${transport}`]),
    ...(revision === undefined ? [] : [`at ${revision}`]),
    ...(scenario === undefined ? [] : [`in ${scenario}`]),
  ].join(' ');

/** A line for each dead entry: where it stands, what it names, and why it is to go. */
export const deadLines = (result: Result): string[] =>
  deadEntries(result).map((entry) => {
    const expired = entry.state === 'expired' ? ` on ${entry.expires}` : '';
    return neutral(
      `${entry.at === undefined ? '' : `${entry.at}: `}delete ${scopeOf(entry)}: ${WHY[entry.state]}${expired} (owner: ${entry.owner})`,
      { max: 600 },
    );
  });

export type Place = Pick<CaseReport, 'transport' | 'revision' | 'scenario'>;

/** Whether the entry speaks of the requirement in that case. */
export const names = (entry: KnownFailure, place: Place, requirement: string): boolean =>
  fits(entry.requirement, requirement) &&
  fits(entry.transport, place.transport) &&
  fits(entry.revision, place.revision) &&
  fits(entry.scenario, place.scenario);

const fits = (pattern: string | undefined, value: string): boolean =>
  pattern === undefined || matches(pattern, value);
