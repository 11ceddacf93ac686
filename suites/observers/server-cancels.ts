/** A server cancels its own requests only. */
import { defineObserver } from '../observer.js';

export default defineObserver(
  {
    title: 'The server cancels nothing but subscriptions',
    requirements: ['cancellation.server-sends-none'],
    revisions: { era: 'modern' },
  },
  () => ({
    received(message, t) {
      if (message.method !== 'notifications/cancelled' || !message.ofRevision) return;
      const subscriptions = [...message.session.requests].filter(
        ({ method }) => method === 'subscriptions/listen',
      );
      t.satisfies(
        'cancellation.server-sends-none',
        message.at('/params/requestId'),
        (id) => subscriptions.some((one) => one.id === id),
        'the id of a request that opened a subscription',
        ...subscriptions.slice(-1),
      );
    },
  }),
);
