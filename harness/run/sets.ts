import { isRevision } from '../../adapters/revision.js';
import { computeCanonicalHash } from '../../reports/result/canonical.js';
import type { Result } from '../../reports/result/result.js';
import { readDefaultSet } from '../../suites/requirements/sets/index.js';

/** The sets that the revisions of a run are held to: their hashes, and what is in them. */
export function collectSets(
  revisions: Iterable<string>,
): { hashes: Record<string, string> } & Pick<Result, 'sets'> {
  const known = [...new Set(revisions)].filter(isRevision).sort();
  const sets = known.map(readDefaultSet);
  return {
    hashes: Object.fromEntries(sets.map((set) => [set.revision, computeCanonicalHash(set)])),
    sets,
  };
}
