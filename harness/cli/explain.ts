/** Carries out `mcptc explain`: prints what a requirement demands or what a scenario checks. */
import type { Fault } from '../../containers/servers/faulty/fault.js';
import { allFaults } from '../../containers/servers/faulty/index.js';
import { loadObservers, loadScenarios } from '../../suites/index.js';
import { conflicts } from '../../suites/requirements/conflicts.js';
import { recommendations } from '../../suites/requirements/recommendations.js';
import { getRequirement, requirementIds } from '../../suites/requirements/index.js';
import type { RequirementId } from '../../suites/requirements/index.js';
import { toLink } from '../../suites/requirements/requirement.js';
import { formatSetName, readAllSets } from '../../suites/requirements/sets/index.js';
import type { Scenario } from '../../suites/scenario.js';
import { UsageError } from '../config/errors.js';
import { formatHint } from '../config/suggest.js';
import { checkSdk, formatRemedies } from './explain-remedies.js';
import { describeBasis, describeWhere, formatRevisions } from './list.js';

/**
 * Says what a requirement demands or what a scenario does, and with `sdk` the lines that mend a server on that SDK.
 * Throws `UsageError` for an id of neither, and for an SDK that is not known.
 */
export async function explain(id: string, sdk?: string): Promise<0> {
  checkSdk(sdk);
  const scenarios = await loadScenarios();
  const scenario = scenarios.get(id);
  const known = (requirementIds as string[]).includes(id);
  if (scenario === undefined && !known) {
    throw new UsageError(
      `${id} is neither a requirement nor a scenario`,
      formatHint(id, [...requirementIds, ...scenarios.keys()]),
    );
  }
  const lines =
    scenario === undefined
      ? await requirementLines(id as RequirementId, scenarios, sdk)
      : scenarioLines(id, scenario);
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

async function requirementLines(
  id: RequirementId,
  scenarios: ReadonlyMap<string, Scenario>,
  sdk: string | undefined,
): Promise<string[]> {
  const row = getRequirement(id);
  const checks = ([, { requirements }]: [string, { requirements: readonly RequirementId[] }]): boolean =>
    requirements.includes(id);
  const checking = [...scenarios].filter(checks);
  const listening = [...(await loadObservers())].filter(checks);
  return [
    `${id}  ${row.level}`,
    `  ${row.text}`,
    ...formatRemedies(id, sdk),
    `rests on    ${describeBasis(row)}`,
    `applies to  ${describeWhere(row)}`,
    `group       ${row.group}`,
    `counts in   ${setsWith(id)}`,
    'written in',
    ...row.sources.map((source) => `  ${toLink(source)}`),
    ...(recommendations[id] ?? []).flatMap(({ name, link }) => [`serves      ${name}`, `  ${link}`]),
    ...conflicts
      .filter(({ requirements }) => requirements.includes(id))
      .flatMap(({ about, accepted, sources }) => [
        `sources disagree about ${about}; accepted: ${accepted}`,
        ...sources.map((source) => `  ${toLink(source)}`),
      ]),
    'checked by',
    ...checking.map(([scenario]) => `  ${scenario}`),
    ...listening.map(([observer]) => `  ${observer}, on every connection`),
    'shown able to fail by',
    ...Object.entries<Fault>(allFaults)
      .filter(([, fault]) => fault.requirement === id)
      .map(([fault, { how }]) => `  ${fault}: ${how}`),
  ];
}

/** The frozen sets that hold it; what is in none is new, and counts for nothing by itself. */
function setsWith(id: RequirementId): string {
  if (getRequirement(id).level === 'ROBUSTNESS') return 'nothing: no sentence demands it';
  const names = readAllSets()
    .filter(({ members }) => members.some((member) => member.id === id))
    .map(formatSetName);
  return names.length === 0 ? 'no frozen set yet: it is new, and counts with --set latest' : names.join(', ');
}

function scenarioLines(id: string, scenario: Scenario): string[] {
  const { capabilities = [], tools = [], prompts = [], resources = [] } = scenario.needs;
  const needs = [
    ...capabilities.map((name) => `the capability ${name.replaceAll('|', ' or ')}`),
    ...tools.map((name) => `the tool ${name}`),
    ...prompts.map((name) => `the prompt ${name}`),
    ...resources.map((name) => `the resource ${name}`),
  ];
  return [
    id,
    `  ${scenario.title}`,
    `runs on    ${scenario.transport ?? 'every transport'}, ${formatRevisions(scenario)}`,
    `isolation  ${scenario.isolation}`,
    `needs      ${needs.length === 0 ? 'nothing of the target' : needs.join(', ')}`,
    'checks',
    ...scenario.requirements.map(
      (one) => `  ${one}  ${getRequirement(one).level}\n    ${getRequirement(one).text}`,
    ),
  ];
}
