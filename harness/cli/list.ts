/** Prints the scenarios and the requirements, with the revisions and transports they apply to. */
import { matchesPattern } from '../../reports/result/glob.js';
import type { Basis, Requirement } from '../../suites/requirements/requirement.js';
import { catalogue, requirementIds } from '../../suites/requirements/index.js';
import { loadScenarios } from '../../suites/index.js';
import type { Scenario } from '../../suites/scenario.js';
import { UsageError } from '../config/errors.js';
import { formatHint } from '../config/suggest.js';

export async function listScenarios(prefixes: readonly string[]): Promise<0> {
  const scenarios = await loadScenarios();
  const ids = selected([...scenarios.keys()], prefixes, matchesPattern);
  for (const id of ids) process.stdout.write(scenarioLines(id, scenarios.get(id)!));
  process.stdout.write(`${ids.length} scenarios\n`);
  return 0;
}

export function listRequirements(prefixes: readonly string[]): 0 {
  const ids = selected(requirementIds, prefixes, (prefix, id) => id.startsWith(prefix));
  for (const id of ids) {
    const row: Requirement = catalogue[id];
    const basis = row.basis ?? 'no demand';
    process.stdout.write(
      `${id}  ${row.level}  ${basis}  ${row.group}  ${describeWhere(row)}\n  ${row.text}\n`,
    );
  }
  process.stdout.write(`${ids.length} requirements\n`);
  return 0;
}

function selected<T extends string>(
  ids: readonly T[],
  prefixes: readonly string[],
  matches: (prefix: string, id: string) => boolean,
): T[] {
  for (const prefix of prefixes) {
    if (!ids.some((id) => matches(prefix, id)))
      throw new UsageError(`nothing matches ${prefix}`, formatHint(prefix, ids));
  }
  return ids.filter((id) => prefixes.length === 0 || prefixes.some((prefix) => matches(prefix, id)));
}

const scenarioLines = (id: string, { title, requirements, ...scenario }: Scenario): string =>
  `${id}  ${scenario.transport ?? 'every transport'}  ${formatRevisions(scenario)}\n` +
  `  ${title}\n  ${requirements.join(' ')}\n`;

/** `2025-03-26 to 2025-11-25`, `modern`, `every revision`. */
export function formatRevisions({ revisions: { era, from, to } }: Pick<Scenario, 'revisions'>): string {
  if (era !== undefined) return `${era} revisions`;
  return rangeOf(from, to);
}

export const describeWhere = ({ from, to, transports }: Requirement): string =>
  `${transports?.join(', ') ?? 'every transport'}, ${rangeOf(from, to)}`;

const BASES: Readonly<Record<Basis, string>> = {
  sentence: 'a sentence of its source',
  schema: 'the schema of the message, or what stands beside it there',
  fixture: 'the fixture: what it returns is known, and has to come out unchanged',
};

export const describeBasis = ({ basis }: Requirement): string =>
  basis === undefined ? 'nothing: no sentence demands it' : BASES[basis];

function rangeOf(from: string | undefined, to: string | undefined): string {
  if (from !== undefined && to !== undefined) return from === to ? from : `${from} to ${to}`;
  if (from !== undefined) return `from ${from}`;
  return to === undefined ? 'every revision' : `up to ${to}`;
}
