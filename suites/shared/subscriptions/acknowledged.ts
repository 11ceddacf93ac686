import { defineScenario, type Context } from '../../scenario.js';
import type { Exchange, Message, Reply, Session } from '../../session.js';
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
    const ids = [`listen-${Math.floor(t.random() * 1e6)}`, 1_000 + Math.floor(t.random() * 1e6)];
    const session = await t.session();
    for (const id of ids) {
      await withSubscriptions(session, async (subscriptions) => {
        const refusal = await judge(t, session, EVERYTHING, subscriptions.open(EVERYTHING, id));
        if (refusal === undefined) return;
        const why = JSON.stringify(refusal.error?.code) ?? 'an error';
        for (const rule of RULES) t.notVerified(rule, `accept a subscription, and it answered with ${why}`);
      });
    }
    // Whoever thinks of one kind only may leave the others without a word.
    for (const kind of Object.keys(EVERYTHING).filter((one) => session.declares(CAPABILITY_OF[one] ?? ''))) {
      await withSubscriptions(session, async (subscriptions) => {
        await judge(t, session, { [kind]: true }, subscriptions.open({ [kind]: true }));
      });
    }
  },
);

/** No sentence keeps a server from refusing a subscription: resolves with the refusal, of which nothing is said. */
async function judge(
  t: Context<(typeof RULES)[number]>,
  session: Session,
  wanted: object,
  subscription: Exchange,
): Promise<Reply | undefined> {
  const before = new Set(session.events.seen);
  // Ids of other subscriptions may come in between; an acknowledgement of nobody's can only be meant for this one.
  const isOfIt = (message: Message) =>
    !before.has(message) && (isUnder(subscription)(message) || message.method === ACKNOWLEDGED);
  const first = await awaitOn(session, subscription, isOfIt);
  const reply = first === undefined ? await subscription.maybe(1) : undefined;
  if (reply?.isError === true) return reply;
  const evidence = first ?? reply ?? (await session.barrier());
  const acknowledged = t.satisfies(
    'subscriptions.acknowledged-first',
    evidence.at(''),
    () => first?.method === ACKNOWLEDGED,
    `${ACKNOWLEDGED} before any other message of a subscription to ${Object.keys(wanted).join(', ')}`,
  );
  const acknowledgement = acknowledged
    ? first
    : await session.events.next((m) => m.method === ACKNOWLEDGED && isOfIt(m), t.quietMs);
  if (acknowledgement === undefined) {
    t.notVerified('subscriptions.acknowledged-subset', 'acknowledge a subscription');
    t.notVerified('subscriptions.id-carried', 'acknowledge a subscription');
    return undefined;
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
  return undefined;
}
