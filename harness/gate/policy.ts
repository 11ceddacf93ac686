/** The form of a gate policy, and how it is read from YAML and its names are checked. */
import { parseYaml, readUserFile, type Located } from '../config/yaml.js';
import { REVISIONS } from '../../adapters/revision.js';
import { matchesPattern } from '../../reports/result/glob.js';
import { listMembersOn } from '../../reports/result/set-members.js';
import { UsageError } from '../config/errors.js';
import { formatHint } from '../config/suggest.js';
import { loadScenarios, observedIds } from '../../suites/index.js';
import { readAllSets, formatSetName, type FrozenSet } from '../../suites/requirements/sets/index.js';

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
  /** What observers judge in every case. */
  observed: readonly string[];
}

/** Reads a policy. Throws `UsageError` that names file, line and column, what was expected and what came. */
export async function loadPolicy(file: string): Promise<LoadedPolicy> {
  const text = readUserFile(file, 'examples/gates/ has some to begin with.');
  return parsePolicy(text, file, await loadScenarios(), await observedIds());
}

export async function parsePolicy(
  text: string,
  file: string,
  scenarios: LoadedPolicy['scenarios'],
  observed: LoadedPolicy['observed'] = [],
): Promise<LoadedPolicy> {
  const located = await parseYaml<Policy>(text, file, {
    schema: SCHEMA,
    next: 'Correct the file; the schema is mcp-transport-conformance/policy.schema.json.',
  });
  const sets = setsNamed(located);
  checkNames(located, sets, scenarios);
  return { policy: located.value, sets, scenarios, observed };
}

function setsNamed({ value, at }: Located<Policy>): Map<string, FrozenSet> {
  const shipped = new Map(readAllSets().map((set) => [formatSetName(set), set]));
  const named = value.rules.map(({ set }, index): [string, FrozenSet] => {
    const found = shipped.get(set);
    if (found === undefined) {
      throw new UsageError(
        `${at(['rules', index, 'set'])}: rules.${index}.set: there is no frozen set ${set}`,
        formatHint(set, [...shipped.keys()]),
      );
    }
    return [set, found];
  });
  return new Map(named);
}

/** What names nothing would never be judged, and nobody would miss it. Throws `UsageError` with its place. */
function checkNames(
  { value, at }: Located<Policy>,
  sets: LoadedPolicy['sets'],
  scenarios: LoadedPolicy['scenarios'],
): void {
  for (const [index, rule] of value.rules.entries()) {
    for (const [nth, pattern] of (rule.requirements ?? []).entries())
      checkCounted(pattern, rule, sets.get(rule.set)!, at(['rules', index, 'requirements', nth]));
  }
  const check = (
    path: readonly (string | number)[],
    patterns: readonly string[] = [],
    names: string[],
  ): void => {
    for (const [nth, pattern] of patterns.entries()) {
      if (names.some((name) => matchesPattern(pattern, name))) continue;
      throw new UsageError(
        `${at([...path, nth])}: ${path.join('.')}: nothing is called ${pattern}`,
        formatHint(pattern, names),
      );
    }
  };
  const members = [...new Set([...sets.values()].flatMap((set) => set.members.map(({ id }) => id)))];
  for (const [index, { requirements }] of (value.waivers ?? []).entries())
    check(['waivers', index, 'requirements'], requirements, members);
  // What belongs to one transport is compared with no other.
  const shared = [...scenarios].filter(([, { transport }]) => transport === undefined).map(([id]) => id);
  check(['parity', 'scenarios'], value.parity?.scenarios, shared);
  check(['parity', 'revisions'], value.parity?.revisions, [...REVISIONS]);
}

/** A pattern of a rule names a member that the rule counts, at its levels, in its groups and on its transports. */
function checkCounted(pattern: string, rule: Rule, set: FrozenSet, place: string): void {
  const { levels = ['MUST'], groups, transports } = rule;
  const refuse = (why: string, next: string): never => {
    throw new UsageError(`${place}: ${pattern} ${why}, so that this rule would never ask for it`, next);
  };
  const named = set.members.filter(({ id }) => matchesPattern(pattern, id));
  if (named.length === 0) {
    const ids = set.members.map(({ id }) => id);
    refuse(`names nothing in ${formatSetName(set)}`, formatHint(pattern, ids));
  }
  const inGroups = named.filter(({ group }) => groups?.includes(group) ?? true);
  if (inGroups.length === 0) {
    const others = [...new Set(named.map(({ group }) => group))].join(', ');
    refuse(`is in another group: ${others}`, `Add it: groups: [${[...(groups ?? []), others].join(', ')}]`);
  }
  const atLevels = inGroups.filter(({ level }) => levels.includes(level));
  if (atLevels.length === 0) {
    const others = [...new Set(inGroups.map(({ level }) => level))];
    const all =
      rule.levels === undefined && rule.requirements?.length === 1 ? others : [...levels, ...others];
    refuse(
      `is a ${others.join(' or ')}, and ${levels.join(' and ')} alone counts`,
      `Add levels: [${all.join(', ')}]`,
    );
  }
  // A glob for transports stands for those of the result, which nobody knows yet.
  if (transports.some((name) => name.includes('*'))) return;
  if (!transports.some((name) => listMembersOn({ members: atLevels }, name).length > 0))
    refuse(
      `is not judged on ${transports.join(' or ')}`,
      'Name a transport that it speaks of, or leave it out.',
    );
}
