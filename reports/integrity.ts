import { canonicalJson } from './canonical.js';
import type { Result } from './result.js';
import { caseKey, hashOfPlan } from './shards.js';
import { exitCodeOf, levelsIn, summarize } from './summary.js';

/** The survey comes before the plan; where a target stays silent it reports itself as a case. */
export const SURVEY = 'survey';

export const plannedCases = ({ cases }: Pick<Result, 'cases'>): Result['cases'] =>
  cases.filter(({ scenario }) => scenario !== SURVEY);

/** What makes this run fail, as it was asked for. A draft is no promise to anybody: it counts for nothing. */
export function failOnOf({ run: { options } }: Result): readonly string[] {
  if (options['revisions'] === 'draft') return [];
  const words = options['failOn'];
  return Array.isArray(words) ? words.filter((word) => typeof word === 'string') : ['fail'];
}

export const differsIn = ({ parity }: Pick<Result, 'parity'>): number =>
  parity.filter(({ verdict }) => verdict === 'differs').length;

/**
 * Where a result contradicts itself, in words; empty where it does not. A result that somebody changed consistently
 * cannot be told from a true one by itself: that takes a signature.
 */
export function contradictions(result: Result): string[] {
  const found: string[] = [];
  const keys = new Set<string>();
  const twice = result.cases.map(caseKey).find((key) => keys.size === keys.add(key).size);
  if (twice !== undefined) found.push(`the case ${twice} is in it twice`);
  const summary = summarize(result.cases, levelsIn(result));
  if (canonicalJson(summary) !== canonicalJson(result.summary)) {
    found.push('its summary is not the sum of its cases');
  }
  for (const one of result.cases) {
    const entries = new Set(one.transcript.map(({ entry }) => entry));
    const loose = one.checks.find(({ seen }) => seen.some((entry) => !entries.has(entry)));
    if (loose === undefined) continue;
    found.push(`${caseKey(one)} judges ${loose.requirement} by an entry that its transcript does not have`);
    break;
  }
  const { complete, shard, planHash, exitCode } = result.run;
  if (complete && shard === undefined && hashOfPlan(plannedCases(result)) !== planHash) {
    found.push('its cases are not those of its plan');
  }
  const failOn = failOnOf(result);
  const expected = exitCodeOf({ summary, neverUp: false, complete, differs: differsIn(result), failOn });
  // More can speak against a run than is in its cases, never less.
  if (exitCode === 0 && expected !== 0) found.push(`it says exit code 0 where its cases say ${expected}`);
  return found;
}
