import { isRevision } from '../../adapters/revision.js';
import { canonicalHash } from '../../reports/result/canonical.js';
import type { Result } from '../../reports/result/result.js';
import { defaultSet } from '../../suites/requirements/sets/index.js';

/** The sets that the revisions of a run are held to: their hashes, and what is in them. */
export function setsOf(
  revisions: Iterable<string>,
): { hashes: Record<string, string> } & Pick<Result, 'sets'> {
  const known = [...new Set(revisions)].filter(isRevision).sort();
  const sets = known.map(defaultSet);
  return {
    hashes: Object.fromEntries(sets.map((set) => [set.revision, canonicalHash(set)])),
    sets,
  };
}
