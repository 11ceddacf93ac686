import { defineScenario } from '../../scenario.js';
import { SUBSCRIPTION_ID } from '../../../adapters/mcp.js';
import { awaitAcknowledgement, listen, RESOURCE_UPDATED } from '../../support/subscription.js';
import {
  triggerChange,
  isUpdate,
  isWatchedResource,
  NO_CHANGE,
  UPDATE_WITHIN_MS,
  WATCHED_RESOURCE,
} from '../../support/watched-resource.js';

export default defineScenario(
  {
    title: 'A subscription to a resource hears of its changes',
    requirements: ['resources.updated-sent', 'subscriptions.id-carried'],
    needs: { capabilities: ['resources.subscribe'], resources: [WATCHED_RESOURCE] },
    revisions: { era: 'modern' },
    isolation: 'exclusive',
  },
  async (t) => {
    const session = await t.session();
    const subscription = listen(session, { resourceSubscriptions: [WATCHED_RESOURCE] });
    const acknowledged = await awaitAcknowledgement(session, subscription);
    const changed = await triggerChange(session);
    const updated = await session.events.next(isUpdate, UPDATE_WITHIN_MS);
    const stimulus = acknowledged === undefined ? undefined : changed;
    if (updated === undefined && stimulus === undefined) t.notVerified('resources.updated-sent', NO_CHANGE);
    else {
      t.satisfies(
        'resources.updated-sent',
        updated?.at('/params/uri') ?? (stimulus ?? session.handshakeReply).at('/result'),
        isWatchedResource,
        `${RESOURCE_UPDATED} with ${WATCHED_RESOURCE} or a resource below it`,
      );
    }
    if (updated === undefined) return t.notVerified('subscriptions.id-carried', NO_CHANGE);
    t.equal('subscriptions.id-carried', updated.at(SUBSCRIPTION_ID), subscription.id);
    session.cancel(subscription);
  },
);
