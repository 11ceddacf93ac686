import { parseYaml, readUserFile, type Located } from '../config/yaml.js';
import { UsageError } from '../config/errors.js';
import { hint } from '../config/suggest.js';
import { loadScenarios } from '../../suites/index.js';
import { allSets, nameOf, type FrozenSet } from '../../suites/requirements/sets/index.js';

const SCHEMA = new URL('../../../harness/gate/policy.schema.json', import.meta.url);

/** What a working group asks of a result. */
export interface Policy {
  gate: string;
  rules: Rule[];
  parity?: ParityRule;
  waivers?: Waiver[];
}

/** Holds where every counted member of the set holds on every transport named. */
export interface Rule {
  /** `2025-11-25@1`; the revision is that of the set. */
  set: string;
  /** Names have to be in the result; globs stand for those that are. */
  transports: string[];
  groups?: string[];
  levels?: ('MUST' | 'SHOULD')[];
  /** Ids or globs, where not the whole set counts. */
  requirements?: string[];
  /** Percent of what applies that has to be seen; 100 where it is not said. */
  coverage?: number;
}

export interface ParityRule {
  same?: number;
  differs?: number;
  scenarios?: string[];
  revisions?: string[];
}

/** Entries of a baseline that are accepted: by their owner, until a day (inclusive). */
export interface Waiver {
  by: string;
  until: string;
  requirements?: string[];
}

/** A policy with the sets that it names, and what the scenarios of this version may speak of. */
export interface LoadedPolicy {
  policy: Policy;
  sets: ReadonlyMap<string, FrozenSet>;
  scenarios: ReadonlyMap<string, { requirements: readonly string[]; transport?: string }>;
}

/** Reads a policy. Throws `UsageError` that names file, line and column, what was expected and what came. */
export async function loadPolicy(file: string): Promise<LoadedPolicy> {
  const text = readUserFile(file, 'examples/gates/ has some to begin with.');
  return parsePolicy(text, file, await loadScenarios());
}

export async function parsePolicy(
  text: string,
  file: string,
  scenarios: LoadedPolicy['scenarios'],
): Promise<LoadedPolicy> {
  const located = await parseYaml<Policy>(text, file, {
    schema: SCHEMA,
    next: 'Correct the file; the schema is harness/gate/policy.schema.json.',
  });
  return { policy: located.value, sets: setsNamed(located), scenarios };
}

function setsNamed({ value, at }: Located<Policy>): Map<string, FrozenSet> {
  const shipped = new Map(allSets().map((set) => [nameOf(set), set]));
  const named = value.rules.map(({ set }, index): [string, FrozenSet] => {
    const found = shipped.get(set);
    if (found === undefined) {
      throw new UsageError(
        `${at(['rules', index, 'set'])}: rules.${index}.set: there is no frozen set ${set}`,
        hint(set, [...shipped.keys()]),
      );
    }
    return [set, found];
  });
  return new Map(named);
}
