/** Checks the requirements, severities and transports in a result against those of this version. */
import type { Result } from '../result.js';
import { getCaseKey } from '../shards.js';
import { listDifferences } from './differences.js';
import { makeProof, makeUnknownProof, type Proof, type Shipped } from './proof.js';

const THEIRS = 'the requirements are those of this version';
const SEVERITY = 'a MUST that does not hold fails, and warns only where a custom binding alone demands it';
const TRANSPORTS = 'the transports that are custom say so';

/** What a result takes from the tool that made it: of another version none of it can be told. */
export function proveCatalogue(result: Result, shipped: Shipped): Proof[] {
  const { version, catalogueHash } = shipped;
  if (result.tool.version !== version) {
    const why = `it was made by version ${result.tool.version}, and this is ${version}`;
    return [THEIRS, SEVERITY, TRANSPORTS].map((what) => makeUnknownProof(what, why));
  }
  const hash = listDifferences(
    { run: { catalogueHash: result.run.catalogueHash } },
    { run: { catalogueHash } },
  );
  return [
    makeProof(THEIRS, hash.length > 0 ? hash : requirements(result, shipped)),
    makeProof(SEVERITY, severities(result, shipped)),
    makeProof(TRANSPORTS, custom(result, shipped)),
  ];
}

/** A hash that the result carries itself says nothing of the sentences beside it. */
function requirements({ cases, requirements: rows }: Result, { requirement }: Shipped): string[] {
  const newest = new Map<string, string>();
  for (const { revision, checks } of cases) {
    for (const check of checks)
      if ((newest.get(check.requirement) ?? '') < revision) newest.set(check.requirement, revision);
  }
  const actual = Object.keys(rows).map((id) => {
    const revision = newest.get(id);
    return [id, revision === undefined ? undefined : requirement(id, revision)] as const;
  });
  // Advice is no part of the catalogue: a later version may know better.
  const stated = Object.entries(rows).map(([id, { remedy: _, ...row }]) => [id, row] as const);
  return listDifferences(
    { requirements: Object.fromEntries(stated) },
    { requirements: Object.fromEntries(actual) },
  );
}

const severities = ({ cases, requirements: rows }: Result, { warns }: Shipped): string[] =>
  cases.flatMap((one) =>
    one.checks
      .filter(
        ({ requirement, verdict }) =>
          verdict === 'warn' &&
          Object.hasOwn(rows, requirement) &&
          rows[requirement]?.level === 'MUST' &&
          !warns(requirement, one.transport),
      )
      .map(
        ({ requirement }) =>
          `${getCaseKey(one)}#${requirement}: says warn, and it is a MUST of the specification`,
      ),
  );

const custom = ({ target }: Result, { transports }: Shipped): string[] =>
  Object.entries(target.transports).flatMap(([name, { custom }]) => {
    const known = Object.hasOwn(transports, name) ? transports[name]?.custom : undefined;
    return known === undefined
      ? []
      : listDifferences({ [name]: { custom } }, { [name]: { custom: known } }, 'target.transports');
  });
