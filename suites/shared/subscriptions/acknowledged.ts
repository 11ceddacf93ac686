import { defineScenario, type Context } from '../../scenario.js';
import type { Exchange, Message, Session } from '../../session.js';
import { SUBSCRIPTION_ID } from '../../../adapters/mcp.js';
import {
  ACKNOWLEDGED,
  awaitOn,
  isAcknowledgement,
  isUnder,
  SUBSCRIBABLE,
  withSubscriptions,
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
    needs: { capabilities: [SUBSCRIBABLE] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    for (const id of [`listen-${Math.floor(t.random() * 1e6)}`, 1_000 + Math.floor(t.random() * 1e6)]) {
      const session = await t.session();
      await withSubscriptions(session, async (subscriptions) => {
        await judge(t, session, subscriptions.open(EVERYTHING, id));
      });
    }
  },
);

async function judge(
  t: Context<(typeof RULES)[number]>,
  session: Session,
  subscription: Exchange,
): Promise<void> {
  const before = new Set(session.events.seen);
  // Ids of other subscriptions may come in between; an acknowledgement of nobody's can only be meant for this one.
  const isOfIt = (message: Message) =>
    !before.has(message) && (isUnder(subscription)(message) || message.method === ACKNOWLEDGED);
  const first = (await awaitOn(session, subscription, isOfIt)) ?? (await lookAgain());
  const reply = first === undefined ? await subscription.maybe(1) : undefined;
  // No sentence keeps a server from refusing a subscription.
  if (reply?.isError === true) {
    const why = JSON.stringify(reply.error?.code) ?? 'an error';
    for (const rule of RULES) t.notVerified(rule, `accept a subscription, and it answered with ${why}`);
    return;
  }
  const evidence = first ?? reply ?? (await session.barrier());
  const acknowledged = t.satisfies(
    'subscriptions.acknowledged-first',
    evidence.at(''),
    () => first?.method === ACKNOWLEDGED,
    `${ACKNOWLEDGED} before any other message`,
  );
  const acknowledgement = acknowledged
    ? first
    : await session.events.next((m) => m.method === ACKNOWLEDGED && isOfIt(m), t.quietMs);
  if (acknowledgement === undefined) {
    t.notVerified('subscriptions.acknowledged-subset', 'acknowledge a subscription');
    return t.notVerified('subscriptions.id-carried', 'acknowledge a subscription');
  }
  t.equal('subscriptions.id-carried', acknowledgement.at(SUBSCRIPTION_ID), subscription.id);
  t.satisfies(
    'subscriptions.acknowledged-subset',
    acknowledgement.at('/params/notifications'),
    (granted) =>
      isObject(granted) &&
      Object.entries(granted).every(
        ([kind, value]) => !isAcknowledgement(value) || session.declares(CAPABILITY_OF[kind] ?? 'nothing'),
      ),
    'only kinds that were requested and whose capability is declared',
  );

  /** A server that is slow with everything has had the time of another request by then. */
  async function lookAgain(): Promise<Message | undefined> {
    if ((await subscription.maybe(1)) !== undefined) return undefined;
    await session.barrier();
    return session.events.seen.find(isOfIt);
  }
}
