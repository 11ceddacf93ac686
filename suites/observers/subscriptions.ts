/** Messages of a subscription carry its id and are of what it asked for. */
import { SUBSCRIPTION_ID } from '../../adapters/mcp.js';
import { isObject, type Json } from '../../adapters/json.js';
import { defineObserver, type ReceivedMessage, type SentMessage } from '../observer.js';
import {
  ACKNOWLEDGED,
  PROMPTS_CHANGED,
  RESOURCE_UPDATED,
  RESOURCES_CHANGED,
  TOOLS_CHANGED,
} from '../support/subscription.js';

/** What a subscription has to ask for, to be told of it. */
const ASKED: Readonly<Record<string, string>> = {
  [TOOLS_CHANGED]: 'toolsListChanged',
  [PROMPTS_CHANGED]: 'promptsListChanged',
  [RESOURCES_CHANGED]: 'resourcesListChanged',
  [RESOURCE_UPDATED]: 'resourceSubscriptions',
};
/** What belongs to a subscription, whatever it asked for. */
const OWN: readonly string[] = [ACKNOWLEDGED, 'notifications/cancelled'];

export default defineObserver(
  {
    title: 'A subscription is acknowledged first, and brings what it asked for under its id',
    requirements: [
      'subscriptions.acknowledged-first',
      'subscriptions.id-carried',
      'subscriptions.only-requested',
    ],
    revisions: { era: 'modern' },
  },
  () => {
    const acknowledged = new WeakSet<SentMessage>();
    return {
      received(message, t) {
        if (message.kind !== 'notification' || !message.ofRevision) return;
        const { method = '' } = message;
        const isOfSubscription = Object.hasOwn(ASKED, method) || method === ACKNOWLEDGED;
        const id = message.at(SUBSCRIPTION_ID);
        const own = message.on.perRequest ? message.on.sent[0] : undefined;
        const onStream = own?.method === 'subscriptions/listen' ? own : undefined;
        if (onStream === undefined && id.value === undefined && !isOfSubscription) return;
        const under = onStream ?? find(message, id.value);
        if (method !== 'notifications/cancelled')
          t.satisfies(
            'subscriptions.id-carried',
            id,
            (value) => under !== undefined && value === under.id,
            'the id of the request that opened the subscription, in value and type',
            ...(under === undefined ? [] : [under]),
          );
        if (under === undefined) return;
        if (!acknowledged.has(under)) {
          acknowledged.add(under);
          t.satisfies(
            'subscriptions.acknowledged-first',
            message.at('/method'),
            (value) => value === ACKNOWLEDGED,
            `${ACKNOWLEDGED} before any other message`,
            under,
          );
        }
        if (OWN.includes(method)) return;
        t.satisfies(
          'subscriptions.only-requested',
          message.at('/method'),
          () => isRequested(message, under),
          'only what the subscription asked for',
          under,
        );
      },
    };
  },
);

const find = ({ session }: ReceivedMessage, id: unknown): SentMessage | undefined =>
  [...session.requests].findLast((one) => one.method === 'subscriptions/listen' && one.id === id);

function isRequested({ method = '', params }: ReceivedMessage, { params: asked }: SentMessage): boolean {
  const kind = Object.hasOwn(ASKED, method) ? ASKED[method] : undefined;
  // Of what an extension may bring nobody here knows.
  if (kind === undefined)
    return !method.startsWith('notifications/progress') && method !== 'notifications/message';
  const filter: Json = isObject(asked['notifications']) ? asked['notifications'] : {};
  const wanted = filter[kind];
  const { uri } = params;
  if (!Array.isArray(wanted)) return wanted === true;
  return wanted.some((one) => typeof one === 'string' && typeof uri === 'string' && uri.startsWith(one));
}
