import { defineScenario } from '../../scenario.js';
import { SUBSCRIPTION_ID } from '../../../adapters/mcp.js';
import { acknowledgement, listen, RESOURCE_UPDATED } from '../../support/subscription.js';
import {
  change,
  isUpdate,
  isWatched,
  NO_CHANGE,
  UPDATE_WITHIN_MS,
  WATCHED,
} from '../../support/watched-resource.js';

export default defineScenario(
  {
    title: 'A subscription to a resource hears of its changes',
    requirements: ['resources.updated-sent', 'subscriptions.id-carried'],
    needs: { capabilities: ['resources.subscribe'], resources: [WATCHED] },
    revisions: { era: 'modern' },
    isolation: 'exclusive',
  },
  async (t) => {
    const session = await t.session();
    const subscription = listen(session, { resourceSubscriptions: [WATCHED] });
    const acknowledged = await acknowledgement(session, subscription);
    const changed = await change(session);
    const updated = await session.events.next(isUpdate, UPDATE_WITHIN_MS);
    const stimulus = acknowledged === undefined ? undefined : changed;
    if (updated === undefined && stimulus === undefined) t.notVerified('resources.updated-sent', NO_CHANGE);
    else {
      t.satisfies(
        'resources.updated-sent',
        updated?.at('/params/uri') ?? (stimulus ?? session.opening).at('/result'),
        isWatched,
        `${RESOURCE_UPDATED} with ${WATCHED} or a resource below it`,
      );
    }
    if (updated === undefined) return t.notVerified('subscriptions.id-carried', NO_CHANGE);
    t.equal('subscriptions.id-carried', updated.at(SUBSCRIPTION_ID), subscription.id);
    session.cancel(subscription);
  },
);
