/** Log messages of the modern era: only where a request asked for them. */
import { LEVELS, META, SUBSCRIPTION_ID } from '../../adapters/mcp.js';
import { isObject } from '../../adapters/json.js';
import { defineObserver, type ReceivedMessage, type SentMessage } from '../observer.js';
import { isLog } from '../support/logging.js';

/** A log message may come a moment after the reply to the request that asked for it: for so many milliseconds. */
const LATE_MS = 1_000;
/** The same in replies to others: where nobody is answered meanwhile, the whole server may be late. */
const LATE = 3;
/** Requests that are remembered at most. */
const MOST = 1_000;

export default defineObserver(
  {
    title: 'Log messages come for requests that ask for them, at the level that they ask for',
    requirements: [
      'logging.only-when-asked',
      'logging.level-respected',
      'logging.not-on-subscriptions',
      'logging.capability-declared',
    ],
    revisions: { era: 'modern' },
  },
  () => {
    /** Requests that were answered last, and when. */
    const answered: { request: SentMessage; ms: number }[] = [];
    return {
      received(message, t) {
        if (message.answers !== undefined) {
          answered.push({ request: message.answers, ms: performance.now() });
          const isPast = (): boolean => performance.now() - (answered[0]?.ms ?? 0) > LATE_MS;
          while (answered.length > LATE && (answered.length > MOST || isPast())) answered.shift();
        }
        if (!isLog(message) || !message.ofRevision) return;
        const level = message.at('/params/level');
        const { server, requests } = message.session;
        if (server !== undefined)
          t.satisfies(
            'logging.capability-declared',
            message.at('/method'),
            () => server['logging'] !== undefined,
            'that only of a server that declares the capability logging',
          );
        if (isOnSubscription(message)) {
          const held = (): boolean => false;
          t.satisfies('logging.not-on-subscriptions', level, held, 'no log message on a subscription');
          return;
        }
        // On a shared channel nobody can say which request it is for: any that asked and is open, or was a moment ago, will do.
        const recent = new Set(answered.map(({ request }) => request));
        const isOpen = (one: SentMessage): boolean => one.reply === undefined || recent.has(one);
        const candidates = message.on.perRequest ? message.on.sent : [...requests].filter(isOpen);
        const asked = candidates.filter((one) => levelOf(one) !== undefined);
        const [first] = candidates;
        if (first === undefined) return;
        t.satisfies(
          'logging.only-when-asked',
          level,
          () => asked.length > 0,
          'no log message, as no request asked for a level',
          ...candidates.slice(-1),
        );
        const least = Math.min(...asked.map((one) => rank(levelOf(one))));
        if (asked.length === 0 || least < 0) return;
        t.satisfies(
          'logging.level-respected',
          level,
          (value) => rank(value) >= least,
          `the level ${LEVELS[least] ?? ''} or one that is more severe`,
          ...asked.slice(-1),
        );
      },
    };
  },
);

const rank = (level: unknown): number => (LEVELS as readonly unknown[]).indexOf(level);

function levelOf({ params }: SentMessage): unknown {
  const meta = params['_meta'];
  return isObject(meta) ? meta[META.logLevel] : undefined;
}

const isOnSubscription = (message: ReceivedMessage): boolean =>
  message.at(SUBSCRIPTION_ID).value !== undefined ||
  (message.on.perRequest && message.on.sent[0]?.method === 'subscriptions/listen');
