import { defineScenario } from '../../scenario.js';
import { SUBSCRIPTION_ID } from '../../../adapters/mcp.js';
import {
  ACKNOWLEDGED,
  isAcknowledgement,
  isOfSubscription,
  listen,
  hasSubscriptions,
} from '../../support/subscription.js';
import { isObject } from '../../../adapters/json.js';

/** Every kind that there is, so that a server has something to leave out. */
const EVERYTHING = { toolsListChanged: true, promptsListChanged: true, resourcesListChanged: true };
const CAPABILITY_OF: Readonly<Record<string, string>> = {
  toolsListChanged: 'tools.listChanged',
  promptsListChanged: 'prompts.listChanged',
  resourcesListChanged: 'resources.listChanged',
};
const RULES = [
  'subscriptions.acknowledged-first',
  'subscriptions.acknowledged-subset',
  'subscriptions.id-carried',
] as const;

export default defineScenario(
  {
    title: 'A subscription is acknowledged before anything else is sent on it',
    requirements: RULES,
    revisions: { era: 'modern' },
  },
  async (t) => {
    for (const id of [`listen-${Math.floor(t.random() * 1e6)}`, 1_000 + Math.floor(t.random() * 1e6)]) {
      const session = await t.session();
      if (!hasSubscriptions(session)) {
        for (const rule of RULES)
          t.notApplicable(rule, 'this server declares nothing that can be subscribed to');
        return;
      }
      const subscription = listen(session, EVERYTHING, id);
      const first = await session.events.next(isOfSubscription);
      const evidence = first ?? (await subscription.maybe(1)) ?? (await session.barrier());
      const acknowledged = t.satisfies(
        'subscriptions.acknowledged-first',
        evidence.at(''),
        () => first?.method === ACKNOWLEDGED,
        `${ACKNOWLEDGED} before any other message`,
      );
      const acknowledgement = acknowledged
        ? first
        : await session.events.next(({ method }) => method === ACKNOWLEDGED, t.quietMs);
      if (acknowledgement === undefined) {
        t.notVerified('subscriptions.acknowledged-subset', 'acknowledge a subscription');
        return t.notVerified('subscriptions.id-carried', 'acknowledge a subscription');
      }
      t.equal('subscriptions.id-carried', acknowledgement.at(SUBSCRIPTION_ID), id);
      t.satisfies(
        'subscriptions.acknowledged-subset',
        acknowledgement.at('/params/notifications'),
        (granted) =>
          isObject(granted) &&
          Object.entries(granted).every(
            ([kind, value]) =>
              !isAcknowledgement(value) || session.declares(CAPABILITY_OF[kind] ?? 'nothing'),
          ),
        'only kinds that were requested and whose capability is declared',
      );
      session.cancel(subscription);
    }
  },
);
