/** Requirements on cancelling requests, and that modern servers send no requests of their own. */
import { defineRequirements } from '../requirement.js';
import { listPages } from './pages.js';

const MODERN = '2026-07-28';

const cancelling = (anchor: string) =>
  [
    ...listPages(`basic/patterns/cancellation#${anchor}`, MODERN),
    ...listPages(`basic/utilities/cancellation#${anchor}`, '2024-11-05', '2025-11-25'),
  ] as const;

/** `basic/patterns/index`, and `basic/patterns/cancellation` (before 2026-07-28 `basic/utilities/cancellation`). */
export const patterns = defineRequirements('sentence', {
  'patterns.no-server-requests': {
    level: 'MUST',
    group: 'transport',
    text: 'The server sends no requests, only replies and notifications.',
    sources: listPages('basic/patterns/index', MODERN),
    from: MODERN,
  },
  'cancellation.not-answered': {
    level: 'SHOULD',
    group: 'transport',
    text: 'A request that was cancelled while it was worked on gets no reply.',
    sources: cancelling('behavior-requirements'),
  },
  'cancellation.nothing-more': {
    level: 'MUST',
    group: 'transport',
    text: 'After a request was cancelled no further message is sent for it.',
    sources: listPages('basic/transports/stdio#cancellation', MODERN),
    from: MODERN,
    transports: ['stdio'],
  },
  'cancellation.invalid-ignored': {
    level: 'SHOULD',
    group: 'transport',
    text: 'Cancelling what is unknown or already answered is ignored.',
    sources: cancelling('error-handling'),
  },
  'cancellation.races-handled': {
    level: 'MUST',
    group: 'transport',
    text: 'A cancellation that crosses its reply does no harm: later requests are served.',
    sources: cancelling('timing-considerations'),
  },
  'cancellation.own-requests-only': {
    level: 'MUST',
    group: 'transport',
    text: 'The server cancels only requests that it made itself.',
    sources: listPages('basic/utilities/cancellation#behavior-requirements', '2024-11-05', '2025-11-25'),
    to: '2025-11-25',
  },
  'cancellation.server-sends-none': {
    level: 'MUST',
    group: 'transport',
    text: 'The server sends notifications/cancelled only to end a subscription.',
    sources: listPages('basic/patterns/cancellation', MODERN),
    from: MODERN,
  },
});
