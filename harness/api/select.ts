/** Selectors that match nothing are mistakes: a run that tested nothing must not look like one that passed. */
import { matchesPattern } from '../../reports/result/glob.js';
import { transportNames } from '../../adapters/index.js';
import { REVISIONS, isRevision } from '../../adapters/revision.js';
import type { Revision } from '../../adapters/revision.js';
import type { TargetSpec } from '../../containers/targets/spec.js';
import { readAllSets, formatSetName, type SetChoice } from '../../suites/requirements/sets/index.js';
import { UsageError } from '../config/errors.js';
import { formatHint } from '../config/suggest.js';
import type { KnownFailure } from '../../reports/result/result.js';
import { requirementIds } from '../../suites/requirements/index.js';
import type { CaseSelector, RunOptions } from '../run/contract.js';

export function parseRevisions(words: readonly string[] | undefined): RunOptions['revisions'] {
  const [first = 'auto', second] = words ?? [];
  if (second === undefined && (first === 'auto' || first === 'all' || first === 'draft')) return first;
  return [...new Set((words ?? []).map(knownRevision))];
}

function knownRevision(word: string): Revision {
  if (isRevision(word)) return word;
  throw new UsageError(
    `there is no revision ${word}`,
    `There is ${REVISIONS.join(', ')}; or one of auto, all, draft alone.`,
  );
}

/** Names of the transports of a target, those of others included. */
export const listOffered = ({ transports, foreign = {} }: TargetSpec): string[] => [
  ...Object.keys(transports),
  ...Object.keys(foreign),
];

/** Throws where a transport is unknown, or not one of this target's. */
export function checkTransports(words: readonly string[], spec: TargetSpec): void {
  const offered = listOffered(spec);
  for (const word of words) {
    if (offered.includes(word)) continue;
    if (!(transportNames as string[]).includes(word)) {
      throw new UsageError(
        `there is no transport ${word}`,
        formatHint(word, [...new Set([...transportNames, ...offered])]),
      );
    } else {
      throw new UsageError(
        `the target is not named on ${word}, only on ${offered.join(', ')}`,
        word === 'stdio' ? 'Add its command after --.' : 'Add its URL.',
      );
    }
  }
}

/** Throws where a prefix, a glob or a case names no scenario. */
export async function checkScenarios(
  words: readonly string[],
  cases: readonly CaseSelector[],
): Promise<void> {
  if (words.length === 0 && cases.length === 0) return;
  const { loadScenarios } = await import('../../suites/index.js');
  const ids = [...(await loadScenarios()).keys()];
  for (const word of words) {
    if (!ids.some((id) => matchesPattern(word, id)))
      throw new UsageError(`no scenario matches ${word}`, formatHint(word, foldersOf(word, ids) ?? ids));
  }
  for (const { revision, scenario } of cases) {
    knownRevision(revision);
    if (!ids.includes(scenario))
      throw new UsageError(`there is no scenario ${scenario}`, formatHint(scenario, ids));
  }
}

/** Throws where an entry of a baseline is a slip: a word in it that nothing has the name of. */
export async function checkBaseline(entries: readonly KnownFailure[]): Promise<void> {
  if (entries.length === 0) return;
  const { loadScenarios } = await import('../../suites/index.js');
  const names: Record<'requirement' | 'scenario' | 'revision', string[]> = {
    requirement: requirementIds,
    scenario: [...(await loadScenarios()).keys()],
    revision: [...REVISIONS],
  };
  for (const entry of entries) {
    for (const key of ['requirement', 'scenario', 'revision'] as const) {
      const word = entry[key];
      if (word === undefined || names[key].some((name) => matchesPattern(word, name))) continue;
      const at = entry.at === undefined ? '' : `${entry.at}: `;
      throw new UsageError(`${at}there is no ${key} ${word}`, formatHint(word, names[key]));
    }
  }
}

/** Of `latest`, or of `2025-11-25@1` for each revision whose set is not to be the default one. Throws for what there is not. */
export function parseSetChoice(words: readonly string[]): SetChoice {
  if (words.includes('latest')) {
    const other = words.find((word) => word !== 'latest');
    if (other === undefined) return 'latest';
    throw new UsageError(
      `the sets latest and ${other} are both named`,
      'Name one: `latest` counts every check.',
    );
  }
  const sets = readAllSets();
  const choice: Partial<Record<Revision, number>> = {};
  for (const word of words) {
    const found = sets.find((set) => formatSetName(set) === word);
    if (found === undefined || !isRevision(found.revision)) {
      throw new UsageError(
        `there is no set of requirements ${word}`,
        formatHint(word, ['latest', ...sets.map(formatSetName)]),
      );
    }
    const { revision, version } = found;
    if (choice[revision] !== undefined && choice[revision] !== version) {
      throw new UsageError(
        `two sets are named for ${revision}: @${choice[revision]} and @${version}`,
        'Keep one of them.',
      );
    }
    choice[revision] = version;
  }
  return choice;
}

/** The folders whose last part is the word: whoever writes `tools` means `shared/tools`. */
function foldersOf(word: string, ids: readonly string[]): string[] | undefined {
  const folders = new Set(ids.map((id) => id.slice(0, id.lastIndexOf('/'))));
  const named = [...folders].filter((folder) => folder.endsWith(`/${word}`));
  return named.length === 0 ? undefined : named;
}
