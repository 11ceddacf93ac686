/** Checks that the sets of requirements in a result are the frozen ones, by their hashes. */
import { computeCanonicalHash } from '../canonical.js';
import type { Result, SetReport } from '../result.js';
import { findSet } from '../set-members.js';
import { listDifferences } from './differences.js';
import { makeProof, makeUnknownProof, type Proof, type Shipped } from './proof.js';

/** That each frozen set in the result is what its hash says, and what was frozen. */
export function proveSets(result: Result, { sets, version }: Shipped): Proof[] {
  const stated = Object.entries(result.run.sets);
  const carried = result.sets ?? [];
  const said = carried.filter(({ revision }) => !stated.some(([at]) => at === revision));
  const run = [...new Set(result.cases.map(({ revision }) => revision))];
  const without = run.filter(
    (revision) =>
      sets.some(({ set }) => set.revision === revision) && findSet(result, revision) === undefined,
  );
  return [
    makeProof('every revision that was run is held to its frozen set', [
      ...without.map((revision) => `sets: says nothing of ${revision}, which was run`),
      ...said.map(({ revision }) => `run.sets.${revision}: says nothing, and the set is there`),
    ]),
    ...stated.map(([revision, sha256]) => {
      const what = `the set of ${revision} is the frozen one`;
      const set = findSet(result, revision);
      if (set === undefined) return makeProof(what, [`sets: says nothing of ${revision}, and run.sets does`]);
      const inside = listDifferences({ sha256: hashOf(set) }, { sha256 });
      if (inside.length > 0) return makeProof(what, [`sets.${revision}: ${inside[0]}`]);
      const frozen = sets.find((one) => one.set.revision === revision && one.set.version === set.version);
      if (frozen === undefined)
        return makeUnknownProof(what, `this version of the tool ships no ${revision}@${set.version}`);
      return makeProof(
        what,
        listDifferences({ [`run.sets.${revision}`]: sha256 }, { [`run.sets.${revision}`]: frozen.sha256 }),
      );
    }),
    // A set that is pinned may be older than a level: what this version demands, its catalogue proves.
    ...(result.run.heldTo !== undefined && result.tool.version === version
      ? []
      : [makeProof('levels and groups are those of the sets', levels(result))]),
  ];
}

/** Another file than ours may hold a number that no canonical form has: as the hash of it stands why. */
function hashOf(set: SetReport): string {
  try {
    return computeCanonicalHash(set);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return error.message;
  }
}

function levels({ sets = [], requirements }: Result): string[] {
  const members = new Map(sets.flatMap((set) => set.members.map((member) => [member.id, member] as const)));
  return Object.entries(requirements).flatMap(([id, { level, group }]) => {
    const member = members.get(id);
    return member === undefined
      ? []
      : listDifferences({ level, group }, { level: member.level, group: member.group }, `requirements.${id}`);
  });
}
