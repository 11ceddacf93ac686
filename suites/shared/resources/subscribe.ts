import { defineScenario } from '../../scenario.js';
import { readAskable } from '../../support/listed.js';
import { hasSucceeded } from '../../support/tool-calls.js';
import { RESOURCE_UPDATED } from '../../support/subscription.js';
import {
  triggerChange,
  isUpdate,
  isWatchedResource,
  NO_CHANGE,
  UPDATE_WITHIN_MS,
  WATCHED_RESOURCE,
} from '../../support/watched-resource.js';

const RULES = [
  'resources.subscribe-answered',
  'resources.updated-sent',
  'resources.updated-only-subscribed',
] as const;

export default defineScenario(
  {
    title: 'A client subscribes to a resource, hears of its changes, and unsubscribes',
    requirements: RULES,
    needs: { capabilities: ['resources.subscribe'] },
    revisions: { era: 'legacy' },
    isolation: 'exclusive',
  },
  async (t) => {
    const session = await t.session();
    const uris = (await readAskable(session, 'resources/list')).map(({ key }) => key);
    const uri = uris.includes(WATCHED_RESOURCE) ? WATCHED_RESOURCE : uris[0];
    if (uri === undefined) {
      for (const rule of RULES) t.notVerified(rule, 'list a resource whose URI is valid');
      return;
    }
    const subscribed = await session.request('resources/subscribe', { uri }).reply();
    t.satisfies('resources.subscribe-answered', subscribed.at('/result'), hasSucceeded, 'a result');
    const changed = uri === WATCHED_RESOURCE ? await triggerChange(session) : undefined;
    const updated =
      uri === WATCHED_RESOURCE ? await session.events.next(isUpdate, UPDATE_WITHIN_MS) : undefined;
    if (updated === undefined && changed === undefined) t.notVerified('resources.updated-sent', NO_CHANGE);
    else {
      t.satisfies(
        'resources.updated-sent',
        updated?.at('/params/uri') ?? subscribed.at('/result'),
        isWatchedResource,
        `${RESOURCE_UPDATED} with ${WATCHED_RESOURCE} or a resource below it`,
      );
    }
    const ended = await session.request('resources/unsubscribe', { uri }).reply();
    t.satisfies('resources.subscribe-answered', ended.at('/result'), hasSucceeded, 'a result');
    if (updated === undefined) return t.notVerified('resources.updated-only-subscribed', NO_CHANGE);
    const triggered = await triggerChange(session);
    await t.absent('resources.updated-only-subscribed', {
      session,
      match: (message) => isUpdate(message) && message.entry > ended.entry,
      what: `${RESOURCE_UPDATED} after the subscription was taken back`,
      ...(triggered === undefined ? { withinMs: UPDATE_WITHIN_MS } : {}),
    });
  },
);
