import { defineScenario } from '../../scenario.js';
import { SUBSCRIPTION_ID } from '../../../adapters/mcp.js';
import { awaitAcknowledgement, RESOURCE_UPDATED, withSubscriptions } from '../../support/subscription.js';
import {
  triggerChange,
  isUpdate,
  isWatchedResource,
  NO_CHANGE,
  UPDATE_WITHIN_MS,
  WATCHED_RESOURCE,
} from '../../support/watched-resource.js';

const RULES = ['resources.updated-sent', 'subscriptions.id-carried'] as const;

export default defineScenario(
  {
    title: 'A subscription to a resource hears of its changes',
    requirements: RULES,
    needs: { capabilities: ['resources.subscribe'], resources: [WATCHED_RESOURCE] },
    revisions: { era: 'modern' },
    isolation: 'exclusive',
  },
  async (t) => {
    const session = await t.session();
    await withSubscriptions(session, async (subscriptions) => {
      const subscription = subscriptions.open({ resourceSubscriptions: [WATCHED_RESOURCE] });
      if ((await awaitAcknowledgement(session, subscription)) === undefined) {
        for (const rule of RULES) t.notVerified(rule, `acknowledge a subscription to ${WATCHED_RESOURCE}`);
        return;
      }
      const changed = await triggerChange(session);
      const updated = await session.events.next(isUpdate, UPDATE_WITHIN_MS);
      if (updated === undefined && changed === undefined) t.notVerified('resources.updated-sent', NO_CHANGE);
      else {
        t.satisfies(
          'resources.updated-sent',
          updated?.at('/params/uri') ?? (changed ?? session.handshakeReply).at('/result'),
          isWatchedResource,
          `${RESOURCE_UPDATED} with ${WATCHED_RESOURCE} or a resource below it`,
        );
      }
      if (updated === undefined) return t.notVerified('subscriptions.id-carried', NO_CHANGE);
      t.equal('subscriptions.id-carried', updated.at(SUBSCRIPTION_ID), subscription.id);
    });
  },
);
