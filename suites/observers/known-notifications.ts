/** Notification methods that some revision defines. */
import { isObject, type Json } from '../../adapters/json.js';
import { defineObserver } from '../observer.js';

const RULE = 'robustness.known-notifications';
/** Of all revisions. */
const KNOWN: readonly string[] = [
  'notifications/cancelled',
  'notifications/progress',
  'notifications/message',
  'notifications/tools/list_changed',
  'notifications/prompts/list_changed',
  'notifications/resources/list_changed',
  'notifications/resources/updated',
  'notifications/elicitation/complete',
  'notifications/tasks/status',
  'notifications/subscriptions/acknowledged',
];

export default defineObserver(
  { title: 'Notifications have methods that some revision defines', requirements: [RULE] },
  () => ({
    received(message, t) {
      if (message.kind !== 'notification' || !message.ofRevision) return;
      const { server } = message.session;
      // What an extension brings is for its own document to say.
      if (server === undefined || has(server, 'experimental') || has(server, 'extensions')) return;
      t.satisfies(RULE, message.at('/method'), (method) => KNOWN.includes(String(method)), 'a known method');
    },
  }),
);

const has = (server: Json, kind: string): boolean => {
  const declared = server[kind];
  return isObject(declared) && Object.keys(declared).length > 0;
};
