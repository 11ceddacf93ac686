/** What is said of rules where a list holds nothing that they speak of. */
import type { RequirementId } from '../requirements/index.js';
import type { Context } from '../scenario.js';
import type { Listing } from './tool-calls.js';

/**
 * A list that was read to its end and holds nothing of a kind shows that a rule does not apply; one that was refused, or
 * has no end, shows nothing. `what` completes "the server lists no …".
 */
export function noteNoneListed<R extends RequirementId>(
  t: Pick<Context<R>, 'notVerified' | 'notApplicable'>,
  { of, whole }: Listing,
  what: string,
  ...rules: readonly NoInfer<R>[]
): void {
  for (const rule of rules) {
    if (whole) t.notApplicable(rule, `the server lists no ${what}`);
    else t.notVerified(rule, `answer ${of.method}, with a ${what}`);
  }
}
