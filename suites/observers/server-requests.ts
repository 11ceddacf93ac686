/** Requests of the server: ids that are unique, and only of what the client declared. */
import { isDeepStrictEqual } from 'node:util';
import { defineObserver, type ReceivedMessage, type Talk } from '../observer.js';

/** Requests of the server that one session keeps. */
const MAX_REQUESTS = 10_000;

export default defineObserver(
  {
    title: 'Requests of the server have ids of their own, and only these are cancelled by it',
    requirements: ['jsonrpc.server-ids-unique', 'cancellation.own-requests-only'],
    revisions: { era: 'legacy' },
  },
  () => {
    const asked = new WeakMap<Talk, Map<unknown, ReceivedMessage>>();
    const ofSession = (talk: Talk): Map<unknown, ReceivedMessage> => {
      const known = asked.get(talk) ?? new Map<unknown, ReceivedMessage>();
      asked.set(talk, known);
      return known;
    };
    return {
      received(message, t) {
        // Where nobody tells sessions apart, what looks like one may be several.
        if (!message.session.alone || !message.ofRevision) return;
        const known = ofSession(message.session);
        if (message.kind === 'request') {
          const before = known.get(message.id);
          if (before !== undefined && isAgain(message, before)) return;
          t.satisfies(
            'jsonrpc.server-ids-unique',
            message.at('/id'),
            () => before === undefined,
            'an id that no earlier request of the server in this session has',
            ...(before === undefined ? [] : [before]),
          );
          if (known.size < MAX_REQUESTS) known.set(message.id, message);
        } else if (message.method === 'notifications/cancelled' && known.size < MAX_REQUESTS) {
          const id = message.at('/params/requestId');
          if (message.on.perRequest && !known.has(id.value) && !isUnderWay(message, id.value)) return;
          t.satisfies(
            'cancellation.own-requests-only',
            id,
            (value) => known.has(value),
            'the id of a request that the server sent',
          );
        }
      },
    };
  },
);

/** Whether a request of the client is meant. Any other may be the server's own, which found no stream that it could go out on. */
const isUnderWay = ({ session }: ReceivedMessage, id: unknown): boolean =>
  [...session.requests].some((one) => one.id === id && one.replies === 0);

/** A stream that is resumed brings messages again. */
const isAgain = (message: ReceivedMessage, before: ReceivedMessage): boolean =>
  message.on !== before.on && isDeepStrictEqual(message.document, before.document);
