/** Updates of resources only where one subscribed. */
import { defineObserver, type SentMessage } from '../observer.js';
import { RESOURCE_UPDATED } from '../support/subscription.js';

const RULE = 'resources.updated-only-subscribed';

export default defineObserver(
  {
    title: 'Updates are announced of resources that were subscribed to',
    requirements: [RULE],
    revisions: { era: 'legacy' },
  },
  () => ({
    received(message, t) {
      const { session, method, ofRevision } = message;
      if (method !== RESOURCE_UPDATED || !session.alone || !ofRevision) return;
      const uri = message.at('/params/uri');
      if (typeof uri.value !== 'string') return;
      const watched = new Map<string, SentMessage>();
      for (const request of session.requests) {
        const { uri: of } = request.params;
        if (typeof of !== 'string' || request.reply?.isError === true) continue;
        if (request.method === 'resources/subscribe') watched.set(of, request);
        // What was on its way when it was taken back may still come.
        else if (request.method === 'resources/unsubscribe' && isOver(request, message.on.perRequest))
          watched.delete(of);
      }
      const { value } = uri;
      const of = [...watched].find(([prefix]) => value.startsWith(prefix))?.[1];
      t.satisfies(
        RULE,
        uri,
        () => of !== undefined,
        'the URI of a resource that was subscribed to, or one below it',
        ...(of === undefined ? [] : [of]),
      );
    },
  }),
);

/** Channels may overtake each other. */
const isOver = ({ replies }: SentMessage, apart: boolean): boolean => replies > 0 && !apart;
