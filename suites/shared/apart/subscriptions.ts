import { defineScenario } from '../../scenario.js';
import { RESOURCE_UPDATED } from '../../support/subscription.js';
import { hasSucceeded } from '../../support/tool-calls.js';
import {
  isUpdate,
  NO_CHANGE,
  triggerChange,
  UPDATE_WITHIN_MS,
  WATCHED_RESOURCE,
} from '../../support/watched-resource.js';

const RULE = 'resources.updated-only-subscribed';

export default defineScenario(
  {
    title: 'A client hears of no change of a resource that only another client subscribed to',
    requirements: [RULE],
    needs: { capabilities: ['resources.subscribe'], resources: [WATCHED_RESOURCE], clients: 'of one server' },
    revisions: { era: 'legacy' },
    isolation: 'exclusive',
  },
  async (t) => {
    const [subscriber, bystander] = [await t.session(), await t.session()];
    const uri = WATCHED_RESOURCE;
    const subscribed = await subscriber.request('resources/subscribe', { uri }).reply();
    if (!hasSucceeded(subscribed.result)) return t.notVerified(RULE, `let clients subscribe to ${uri}`);
    await triggerChange(subscriber);
    const updated = await subscriber.events.next(isUpdate, UPDATE_WITHIN_MS);
    if (updated === undefined) t.notVerified(RULE, NO_CHANGE);
    else
      await t.absent(RULE, {
        session: bystander,
        match: isUpdate,
        what: `${RESOURCE_UPDATED} to a client that subscribed to nothing`,
      });
    await subscriber.request('resources/unsubscribe', { uri }).reply();
  },
);
