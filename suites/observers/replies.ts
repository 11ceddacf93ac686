/** Replies: to a request that is open, once, with its id. */
import { defineObserver, type ReceivedMessage, type SentMessage } from '../observer.js';

const ONCE = 'exactly one reply to each request, and none to anything else';

export default defineObserver(
  {
    title: 'Each request gets one reply, under its id, and a notification none',
    requirements: [
      'jsonrpc.request-answered',
      'jsonrpc.answered-once',
      'jsonrpc.id-echoed',
      'jsonrpc.notification-unanswered',
    ],
  },
  () => {
    /** Sent and not followed by a reply yet. */
    let notification: SentMessage | undefined;
    /** Replies without an id, by the request that they may be to: once that has another one, they were to the notification. */
    const nameless = new Map<SentMessage, { message: ReceivedMessage; told: SentMessage }>();
    const NONE = 'no reply to a notification';
    return {
      sent(message) {
        if (message.kind === 'notification' && message.right) notification = message;
      },

      received(message, t) {
        if (message.kind !== 'response') return;
        const { answers } = message;
        if (answers === undefined) {
          if (message.excused) return;
          const told = isToNotification(message, notification);
          const meant = whoseId(message);
          if (told !== undefined) notification = undefined;
          if (told !== undefined && meant !== undefined && !nameless.has(meant)) {
            nameless.set(meant, { message, told });
            return;
          }
          if (told !== undefined) {
            const words = { expected: NONE, received: shown(message) };
            t.judge('jsonrpc.notification-unanswered', false, words, message, told);
            return;
          }
          if (meant !== undefined) {
            t.equal('jsonrpc.id-echoed', message.at('/id'), meant.id, meant);
            return;
          }
          const received = `a reply to no request that is open: ${shown(message)}`;
          t.judge('jsonrpc.answered-once', false, { expected: ONCE, received }, message);
          return;
        }
        const other = nameless.get(answers);
        if (other !== undefined) {
          nameless.delete(answers);
          const words = { expected: NONE, received: shown(other.message) };
          t.judge('jsonrpc.notification-unanswered', false, words, other.message, other.told);
        }
        const asked = answers.method ?? 'the request';
        const allowed = answers.batched || answers.replies <= answers.owed;
        if (!allowed) {
          const received = `a second reply to one request: ${shown(message)}`;
          t.judge('jsonrpc.answered-once', false, { expected: ONCE, received }, message, answers);
          return;
        }
        const words = { expected: 'a reply to every request', received: `a reply to ${asked}` };
        t.judge('jsonrpc.request-answered', true, words, message);
        t.judge('jsonrpc.answered-once', true, { expected: ONCE, received: 'one reply' }, message);
        if (answers.right && message.id === answers.id)
          t.equal('jsonrpc.id-echoed', message.at('/id'), answers.id);
        const isFollowed = notification !== undefined && answers.entry > notification.entry;
        if (notification !== undefined && isFollowed && !message.on.perRequest && t.isWhole) {
          const none = { expected: NONE, received: 'none before the next reply' };
          t.judge('jsonrpc.notification-unanswered', true, none, message, notification);
          notification = undefined;
        }
      },

      closed(t) {
        for (const [meant, { message }] of nameless)
          t.equal('jsonrpc.id-echoed', message.at('/id'), meant.id, meant);
      },

      ended(channel, t) {
        const { opened, ended, perRequest, sent } = channel;
        const [request] = sent;
        const { status } = opened ?? {};
        // Where a request has the channel to itself and the server took it, its end decides.
        if (!perRequest || request === undefined || sent.length > 1 || status === undefined) return;
        if (ended?.by !== 'peer' || ended.lastEventId !== undefined || channel.eventIds.length > 0) return;
        if (status.value < 200 || status.value > 299 || request.kind !== 'request') return;
        if (!request.right || request.replies > 0 || request.cancelled || channel.received > 0) return;
        if (request.method === 'subscriptions/listen') return;
        t.satisfies(
          'jsonrpc.request-answered',
          ended.how,
          () => false,
          `a reply to ${request.method ?? 'the request'} before the end`,
          request,
        );
      },
    };
  },
);

const shown = ({ document }: ReceivedMessage): string => JSON.stringify(document).slice(0, 400);

/** An error without an id, where nothing was open that it could be to. */
function isToNotification(
  { on, id }: ReceivedMessage,
  notification: SentMessage | undefined,
): SentMessage | undefined {
  if (on.perRequest) {
    const [only] = on.sent;
    return on.sent.length === 1 && only?.kind === 'notification' ? only : undefined;
  }
  return id === null || id === undefined ? notification : undefined;
}

/** The request that a reply under another id must be meant for: its own channel's, the same id as text, or the only one open. */
function whoseId({ on, id }: ReceivedMessage): SentMessage | undefined {
  const open = on.sent.filter((one) => one.kind === 'request' && one.right && one.replies === 0);
  if (on.perRequest) return open.length === 1 ? open[0] : undefined;
  // No request has no id: whichever it is to, it does not say so.
  const isAny = open.length === 1 || id === null || id === undefined;
  return open.find((one) => String(one.id) === String(id)) ?? (isAny ? open[0] : undefined);
}
