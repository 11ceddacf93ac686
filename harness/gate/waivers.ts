/** Selects the baseline entries that a policy accepts as excuses on a given day. */
import { isNamedBy } from '../../reports/result/baseline.js';
import { matchesPattern } from '../../reports/result/glob.js';
import type { CaseReport, CheckReport, KnownFailure, Result } from '../../reports/result/result.js';
import type { Policy } from './policy.js';

/** Which excuses of a result a gate accepts. */
export interface Accepted {
  /** Who excuses a check, and until when; `undefined` where nobody does whom the policy names. */
  of(one: CaseReport, check: CheckReport): string | undefined;
  /** Why an entry that names the check does not count here; `undefined` where none names it. */
  refusal(one: CaseReport, check: CheckReport): string | undefined;
}

/** An entry of the baseline counts for what it names itself, where its owner may waive that today and it has not expired. */
export function listAccepted(policy: Policy, result: Result, today: string): Accepted {
  return {
    of(one, check) {
      const entry = check.waivedBy === null ? undefined : result.baseline?.[check.waiver ?? -1];
      if (entry === undefined || entry.state !== 'used' || entry.expires <= today) return undefined;
      if (!isNamedBy(entry, one, check.requirement)) return undefined;
      const waiver = policy.waivers?.find(
        ({ by, until, requirements }) =>
          by === entry.owner &&
          until >= today &&
          (requirements?.some((pattern) => matchesPattern(pattern, check.requirement)) ?? true),
      );
      if (waiver === undefined) return undefined;
      // Until the earlier of the two: the last day of the policy, or the day before the entry expires.
      return `${entry.owner}, until ${waiver.until < entry.expires ? waiver.until : `before ${entry.expires}`}: ${entry.reason} (${entry.issue})`;
    },
    refusal(one, check) {
      const entries = result.baseline?.filter((entry) => isNamedBy(entry, one, check.requirement)) ?? [];
      const entry = result.baseline?.[check.waiver ?? -1] ?? entries[0];
      return entry === undefined ? undefined : refuse(policy, entry, check.requirement, today);
    },
  };
}

/** In the order in which an entry is looked at. */
function refuse(policy: Policy, entry: KnownFailure, requirement: string, today: string): string {
  const { owner, expires } = entry;
  const waivers = policy.waivers?.filter(({ by }) => by === owner) ?? [];
  const current = waivers.filter(({ until }) => until >= today);
  const may = (patterns: readonly string[] | undefined): boolean =>
    patterns?.some((pattern) => matchesPattern(pattern, requirement)) ?? true;
  if (expires <= today) return `that of ${owner} expired on ${expires}`;
  if (waivers.length === 0) return `${owner} is nobody whom the policy lets waive`;
  if (current.length === 0) return `the policy let ${owner} waive until ${waivers[0]!.until}`;
  if (!current.some(({ requirements }) => may(requirements)))
    return `the policy does not let ${owner} waive this requirement`;
  return `that of ${owner} was not used by the run`;
}
