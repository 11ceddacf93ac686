import { defineScenario } from '../../scenario.js';
import { succeeded } from '../../support/calls.js';
import { CHANGE_WITHIN_MS, RESOURCE_UPDATED } from '../../support/subscription.js';

const WATCHED = 'test://watched-resource';

export default defineScenario(
  {
    title: 'A client subscribes to a resource, hears of its changes, and unsubscribes',
    requirements: [
      'resources.subscribe-answered',
      'resources.updated-sent',
      'resources.updated-only-subscribed',
    ],
    needs: { capabilities: ['resources.subscribe'], resources: [WATCHED] },
    revisions: { era: 'legacy' },
    isolation: 'exclusive',
  },
  async (t) => {
    const session = await t.session();
    const ask = async (method: string) => {
      const reply = await session.request(method, { uri: WATCHED }).reply();
      const answered = t.satisfies(
        'resources.subscribe-answered',
        reply.at('/result'),
        succeeded,
        'a result',
      );
      return answered ? reply : undefined;
    };
    const change = 'change test://watched-resource by itself at least every 3 seconds';

    if ((await ask('resources/subscribe')) === undefined) {
      t.notVerified('resources.updated-sent', 'accept the subscription');
      t.notVerified('resources.updated-only-subscribed', 'accept the subscription');
      return;
    }
    const updated = await session.events.next(
      ({ method }) => method === RESOURCE_UPDATED,
      CHANGE_WITHIN_MS + 1_000,
    );
    if (updated === undefined) t.notVerified('resources.updated-sent', change);
    else {
      t.satisfies(
        'resources.updated-sent',
        updated.at('/params/uri'),
        (uri) => typeof uri === 'string' && uri.startsWith(WATCHED),
        `${WATCHED} or a resource below it`,
      );
    }
    const ended = await ask('resources/unsubscribe');
    if (ended === undefined || updated === undefined) {
      return t.notVerified('resources.updated-only-subscribed', change);
    }
    await t.absent('resources.updated-only-subscribed', {
      session,
      match: (message) => message.method === RESOURCE_UPDATED && message.entry > ended.entry,
      what: `${RESOURCE_UPDATED} after the subscription was taken back`,
      withinMs: CHANGE_WITHIN_MS + 1_000,
    });
  },
);
