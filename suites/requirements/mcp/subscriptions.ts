/** Requirements on `subscriptions/listen`: acknowledgement, ids, and which notifications are delivered. */
import { defineRequirements } from '../requirement.js';
import { listPages } from './pages.js';

const FIRST = '2026-07-28';

/** `basic/patterns/subscriptions`: `subscriptions/listen` of the modern era. */
export const subscriptions = defineRequirements('sentence', {
  'subscriptions.acknowledged-first': {
    level: 'MUST',
    group: 'transport',
    text: 'The first message of a subscription is its acknowledgement.',
    sources: listPages('basic/patterns/subscriptions#acknowledgment', FIRST),
    from: FIRST,
  },
  'subscriptions.acknowledged-subset': {
    level: 'SHOULD',
    basis: 'schema',
    group: 'discovery',
    text: 'The acknowledgement names only notifications that were requested and that the server supports.',
    sources: listPages('schema#subscriptionsacknowledgednotificationparams', FIRST),
    from: FIRST,
  },
  'subscriptions.id-carried': {
    level: 'MUST',
    group: 'transport',
    text: 'Each message of a subscription carries the id of the request that opened it, in value and type.',
    sources: [
      ...listPages('basic/index#_meta', FIRST),
      ...listPages('basic/patterns/subscriptions#receiving-notifications', FIRST),
    ],
    from: FIRST,
  },
  'subscriptions.only-requested': {
    level: 'MUST',
    group: 'transport',
    text: 'A subscription delivers only the kinds of notification, and the resources, that it asked for.',
    sources: listPages('basic/patterns/subscriptions#opening-a-stream', FIRST),
    from: FIRST,
  },
  'subscriptions.separate': {
    level: 'MUST',
    group: 'transport',
    text: 'Subscriptions that are open at the same time each get what they asked for, under their own id.',
    sources: [
      ...listPages('basic/patterns/subscriptions#multiple-concurrent-subscriptions', FIRST),
      ...listPages('basic/index#_meta', FIRST),
    ],
    from: FIRST,
  },
  'subscriptions.end-on-cancel': {
    level: 'SHOULD',
    group: 'transport',
    text: 'A subscription that the client cancelled delivers nothing more, and other ones go on.',
    sources: [
      ...listPages('basic/patterns/cancellation#behavior-requirements', FIRST),
      ...listPages('basic/patterns/subscriptions#cancellation', FIRST),
    ],
    from: FIRST,
  },
});
