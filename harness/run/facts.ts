/** What a case saw, as hashed and shortened values that can be compared between transports. */
import { createHash } from 'node:crypto';
import type { Observation } from '../../adapters/observation.js';
import { Secrets } from '../../adapters/secrets.js';
import { toCanonicalJson } from '../../reports/result/canonical.js';
import type { CaseReport } from '../../reports/result/result.js';
import { getRequirement, type RequirementId } from '../../suites/requirements/index.js';

/** What was seen of one thing: enough to compare, and to show where it differs. Bounded, whatever the target sent. */
export interface Fact {
  readonly hash: string;
  readonly shown: string;
}

export type Facts = ReadonlyMap<string, Fact>;

/** Characters of a value that a difference quotes. */
const SHOWN = 300;

/** A fact from an observation. `unordered`: a list whose order nothing promises. */
export function makeFact(
  observation: Observation,
  { unordered = false, secrets = new Secrets() } = {},
): Fact {
  const { value } = observation;
  const items = unordered && Array.isArray(value) ? value.map(textOf).sort() : undefined;
  const text = items === undefined ? textOf(value) : `[${items.join(',')}]`;
  return {
    hash: createHash('sha256').update(text).digest('hex'),
    shown: secrets.cut(text, { head: SHOWN }).text,
  };
}

/** Names sorted where the value has a canonical form; half a character has none, and then the text as it came counts. */
function textOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  try {
    return toCanonicalJson(value);
  } catch {
    return JSON.stringify(value);
  }
}

const SEEN: readonly string[] = ['pass', 'warn', 'fail'];

/**
 * What one case found that the binding must not change: what its scenario observed, and how each requirement was met that
 * speaks of every transport. What could not be seen is no fact.
 */
export function collectCaseFacts(report: CaseReport, observed: Facts): Facts {
  const verdicts = report.checks
    .filter(({ verdict }) => SEEN.includes(verdict))
    .filter((check) => {
      const { transports, level } = getRequirement(check.requirement as RequirementId);
      return transports === undefined && level !== 'ROBUSTNESS';
    })
    .map(({ requirement: id, verdict }): [string, Fact] => [id, { hash: verdict, shown: verdict }]);
  return new Map([...observed, ...verdicts]);
}
