/** Progress: an active token, increasing, none after the reply. */
import { isObject } from '../../adapters/json.js';
import { defineObserver, type ReceivedMessage, type SentMessage } from '../observer.js';
import { isProgress } from '../support/progress.js';

const RULES = [
  'progress.token-echoed',
  'progress.increases',
  'progress.stops-after-completion',
  'progress.only-with-token',
] as const;

export default defineObserver(
  {
    title: 'Progress belongs to a request that asked for it and is open, and only ever grows',
    requirements: RULES,
  },
  () => {
    /** The progress that was last reported, by request. */
    const reached = new WeakMap<SentMessage, { value: number; message: ReceivedMessage }>();
    return {
      received(message, t) {
        if (!isProgress(message) || message.kind !== 'notification' || !message.ofRevision) return;
        const token = message.at('/params/progressToken');
        const asked = [...message.session.requests].filter((one) => tokenOf(one) !== undefined);
        if (asked.length === 0) {
          t.satisfies(
            'progress.only-with-token',
            token,
            () => false,
            'no progress, as no request carried a progress token',
          );
          return;
        }
        const of = asked.filter((one) => tokenOf(one) === token.value).at(-1);
        t.satisfies(
          'progress.token-echoed',
          token,
          () => of !== undefined,
          'the token of a request that was sent, in value and type',
          ...(of === undefined ? asked.slice(-1) : [of]),
        );
        if (of === undefined) return;
        if (isLate(of, message)) {
          const { reply } = of;
          t.satisfies(
            'progress.stops-after-completion',
            token,
            () => false,
            'no progress after the reply',
            of,
            ...(reply === undefined ? [] : [reply]),
          );
          return;
        }
        const progress = message.at('/params/progress');
        const before = reached.get(of);
        if (typeof progress.value !== 'number') return;
        // Channels may overtake each other, and a stream that is resumed brings again what came before.
        if (message.on.resumed) return;
        if (before !== undefined && (before.message.on === message.on || !message.on.perRequest))
          t.satisfies(
            'progress.increases',
            progress,
            (value) => typeof value === 'number' && value > before.value,
            `a number greater than ${before.value}`,
            before.message,
          );
        reached.set(of, { value: progress.value, message });
      },
    };
  },
);

function tokenOf({ params }: SentMessage): unknown {
  const meta = params['_meta'];
  return isObject(meta) ? meta['progressToken'] : undefined;
}

/** Channels may overtake each other, and what became a task goes on after its reply. */
function isLate({ replies, reply }: SentMessage, message: ReceivedMessage): boolean {
  if (replies === 0 || reply === undefined) return false;
  if (message.on.perRequest && message.on !== reply.on) return false;
  const { result } = reply.document;
  return !isObject(result) || (result['task'] === undefined && !isOfExtension(result['resultType']));
}

const isOfExtension = (type: unknown): boolean =>
  type !== undefined && type !== 'complete' && type !== 'input_required';
