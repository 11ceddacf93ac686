/** Lists, freezes and collects the requirement sets that a target of a revision is held to. */
import { transportNames, findTransport } from '../../adapters/index.js';
import { isRevision, type Revision } from '../../adapters/revision.js';
import { computeCanonicalHash } from '../../reports/result/canonical.js';
import type { Result } from '../../reports/result/result.js';
import { getRequirement, type RequirementId } from '../../suites/requirements/index.js';
import { explainNotCarried } from '../../suites/requirements/native.js';
import { appliesTo } from '../../suites/requirements/requirement.js';
import {
  readSet,
  formatSetName,
  type FrozenSet,
  type SetChoice,
  type SetFile,
  type SetMember,
} from '../../suites/requirements/sets/index.js';
import type { Observer } from '../../suites/observer.js';
import { isCovered, type Scenario } from '../../suites/scenario.js';

/** Stands for a transport of somebody else's: shared scenarios judge it like any other. */
const FOREIGN = 'a transport of others';

/**
 * The MUST and SHOULD rows that have a check today. What only scenarios can decide that break servers is left out: they
 * run in containers alone, and a set has to be within reach of an ordinary run.
 */
export function listSetMembers(
  scenarios: ReadonlyMap<string, Scenario>,
  observers: ReadonlyMap<string, Observer>,
  revision: Revision,
): SetMember[] {
  const judged = new Map<RequirementId, Set<string>>();
  const transports = [...transportNames, FOREIGN];
  const judge = (ids: readonly RequirementId[], on: readonly string[]): void => {
    for (const id of ids)
      for (const transport of on)
        if (judges(id, transport, revision)) judged.set(id, (judged.get(id) ?? new Set()).add(transport));
  };
  for (const scenario of scenarios.values()) {
    if (scenario.needs.server !== undefined || !isCovered(scenario.revisions, revision)) continue;
    const on = scenario.transport === undefined ? transports : [scenario.transport];
    judge(scenario.requirements, on);
  }
  for (const observer of observers.values())
    if (isCovered(observer.revisions, revision))
      judge(observer.requirements, observer.transports ?? transports);
  return [...judged]
    .filter(([id]) => getRequirement(id).level !== 'ROBUSTNESS')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, on]) => memberOf(id, on));
}

/** The MUST and SHOULD rows that observers judge there. */
export function listObserved(
  observers: ReadonlyMap<string, Observer>,
  transport: string,
  revision: Revision,
): RequirementId[] {
  const there = [...observers.values()].filter(
    (one) => isCovered(one.revisions, revision) && (one.transports?.includes(transport) ?? true),
  );
  const ids = new Set(there.flatMap(({ requirements }) => requirements));
  return [...ids].filter(
    (id) => getRequirement(id).level !== 'ROBUSTNESS' && judges(id, transport, revision),
  );
}

const judges = (id: RequirementId, transport: string, revision: Revision): boolean =>
  appliesTo(getRequirement(id), transport, revision) &&
  (findTransport(transport)?.native !== true || explainNotCarried(id, revision) === undefined);

function memberOf(id: RequirementId, on: ReadonlySet<string>): SetMember {
  const { level, group } = getRequirement(id);
  if (level === 'ROBUSTNESS') throw new Error(`${id} is no demand of any sentence`);
  const [within, without] = [true, false].map((is) => transportNames.filter((name) => on.has(name) === is));
  const limits = on.has(FOREIGN)
    ? without?.length === 0
      ? {}
      : { except: without ?? [] }
    : { transports: within ?? [] };
  return { id, level, group, ...limits };
}

/** SHA-256 of each version by its name, `2025-11-25@1`: what is pinned. */
export type Pins = Readonly<Record<string, string>>;

/**
 * The file with one version more, or as it is where the newest version has these members already. Throws where a version
 * that was frozen is not what is pinned of it.
 */
export function freezeSetVersion(file: SetFile, members: readonly SetMember[], pins: Pins): SetFile {
  for (const version of file.versions) {
    const pin = Object.hasOwn(pins, formatSetName(version)) ? pins[formatSetName(version)] : undefined;
    if (pin !== computeCanonicalHash(version)) {
      throw new Error(
        `${formatSetName(version)} was frozen and is no longer what was: ${pin ?? 'not pinned'}`,
      );
    }
  }
  const newest = file.versions.at(-1);
  if (newest !== undefined && computeCanonicalHash(newest.members) === computeCanonicalHash(members))
    return file;
  const next: FrozenSet = {
    format: 'mcp-transport-conformance/set@1',
    revision: file.revision,
    version: (newest?.version ?? 0) + 1,
    members: [...members],
  };
  return { ...file, versions: [...file.versions, next] };
}

/** The sets that the revisions of a run are held to: their hashes, and what is in them. */
export function collectSets(
  revisions: Iterable<string>,
  choice?: SetChoice,
): { hashes: Record<string, string> } & Pick<Result, 'sets'> {
  const known = [...new Set(revisions)].filter(isRevision).sort();
  const sets = known.map((revision) => readSet(revision, choice));
  return {
    hashes: Object.fromEntries(sets.map((set) => [set.revision, computeCanonicalHash(set)])),
    sets,
  };
}
