/** Tells cases that a run was not asked for from cases that are gone, when two results are compared. */
import { matchesPattern } from './glob.js';
import type { CaseReport, Result } from './result.js';
import { getCaseKey } from './shards.js';

type Place = Pick<CaseReport, 'transport' | 'revision' | 'scenario'>;

/**
 * Whether a run was asked for a case that an earlier one had: what was left out on purpose has not vanished. The answer is
 * read from the options of the run, and from what they came to; a case that a whole run of the same kind no longer has,
 * because the server or the tool changed, was asked for.
 */
export function makeSelectionFilter(now: Result, old: Result): (place: Place) => boolean {
  const { cases, scenarios, transports, revisions } = now.run.options;
  const [exact, patterns, dates] = [listOf(cases) as Partial<Place>[], words(scenarios), words(revisions)];
  const ran = new Set(now.cases.map(getCaseKey));
  const folders = new Set(now.cases.map(folderOf));
  const spoken = new Set(Object.values(now.target.transports).flatMap((one) => one.revisions));
  const alike = revisions === 'all' || revisions === old.run.options['revisions'];
  return (place) => {
    const { transport, revision, scenario } = place;
    if (ran.has(getCaseKey(place))) return true;
    // Its other parts have what this one has not.
    if (now.run.shard !== undefined || !Object.hasOwn(now.target.transports, transport)) return false;
    if (exact.length > 0) {
      return exact.some(
        (one) => one.transport === transport && one.revision === revision && one.scenario === scenario,
      );
    }
    return (
      (!Array.isArray(transports) || transports.includes(transport)) &&
      (patterns.length === 0 || patterns.some((pattern) => matchesPattern(pattern, scenario))) &&
      (Array.isArray(revisions) ? dates.includes(revision) : alike || spoken.has(revision)) &&
      // Some folders are run only where they are named, or where there is a machine to break.
      (folders.size === 0 || folders.has(folderOf(place)))
    );
  };
}

const folderOf = ({ scenario }: Place): string => scenario.split('/')[0] ?? '';

/** Options are what a file says: nothing is taken for granted. */
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const words = (value: unknown): string[] =>
  listOf(value).filter((word): word is string => typeof word === 'string');
