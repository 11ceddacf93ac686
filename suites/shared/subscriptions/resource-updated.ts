import { defineScenario } from '../../scenario.js';
import {
  acknowledgement,
  CHANGE_WITHIN_MS,
  listen,
  RESOURCE_UPDATED,
  SUBSCRIPTION_ID,
} from '../../support/subscription.js';

const WATCHED = 'test://watched-resource';

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
    await acknowledgement(session, subscription);
    const updated = await session.events.next(
      ({ method }) => method === RESOURCE_UPDATED,
      CHANGE_WITHIN_MS + 1_000,
    );
    if (updated === undefined) {
      const missing = 'change test://watched-resource by itself at least every 3 seconds';
      t.notVerified('resources.updated-sent', missing);
      return t.notVerified('subscriptions.id-carried', missing);
    }
    t.satisfies(
      'resources.updated-sent',
      updated.at('/params/uri'),
      (uri) => typeof uri === 'string' && uri.startsWith(WATCHED),
      `${WATCHED} or a resource below it`,
    );
    t.equal('subscriptions.id-carried', updated.at(SUBSCRIPTION_ID), subscription.id);
    session.cancel(subscription);
  },
);
