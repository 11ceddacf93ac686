/** In which order cases begin, and which of them want the target to themselves. */
import { getEra } from '../../adapters/revision.js';
import { isGarbage } from './hazards.js';
import type { PlannedCase } from './plan.js';

/**
 * Sorts so that long waits begin early, and nobody waits for them at the end. Exclusive cases, and then those that spend what they
 * have, come last, when the processes that the others shared are free for them. `isOneServerEach`: whether nobody waits behind
 * the case, as its connection is a server of its own.
 */
export const makeLongestFirst =
  (isOneServerEach: (planned: PlannedCase) => boolean) =>
  (a: PlannedCase, b: PlannedCase): number =>
    weigh(b, isOneServerEach(b)) - weigh(a, isOneServerEach(a));

const weigh = (planned: PlannedCase, isApart: boolean): number =>
  planned.scenario.isolation === 'last'
    ? -2
    : planned.scenario.isolation === 'exclusive'
      ? -1
      : (planned.scenario.timeout === undefined ? 0 : 2) +
        (wantsOwnConnection(planned) ? 1 : isByHand(planned) ? 0.5 : 0) +
        (isApart && takesTime(planned) ? 0.25 : 0);

/** What plays a role is slow, and what is no message, or was none, is met with silence, which is sat out. */
const takesTime = (planned: PlannedCase): boolean =>
  planned.scenario.needs.role !== undefined || isGarbage(planned);

/** Whether the case speaks by hand on a connection that others use as well. */
export const isByHand = ({ skip, scenario }: PlannedCase): boolean =>
  skip === undefined && scenario.transport !== undefined && scenario.isolation === 'shared';

/** Whether the case opens a connection that no other case uses. */
export const wantsOwnConnection = ({ skip, scenario, revision }: PlannedCase): boolean =>
  skip === undefined &&
  (scenario.isolation === 'process' ||
    scenario.opensAnother !== undefined ||
    (scenario.isolation === 'session' && getEra(revision) === 'legacy'));

/**
 * Whether the case has the whole target to itself, after all others: an exclusive one, where no server can be started apart
 * or a reset stands between.
 */
export const wantsWholeTarget = (
  { scenario }: PlannedCase,
  o: { startable: boolean; hasReset: boolean },
): boolean => scenario.isolation === 'exclusive' && (!o.startable || o.hasReset);
