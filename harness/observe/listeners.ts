/** Who of the observers is told of what: most want one kind of moment. */
import type {
  Arrived,
  ObserverContext,
  ReceivedMessage,
  SentMessage,
  WatchedChannel,
  Watching,
} from '../../suites/observer.js';

/** What is told at each moment, as `Watching` has it. */
export interface Moments {
  sent: SentMessage;
  received: ReceivedMessage;
  came: Arrived;
  opened: WatchedChannel;
  ended: WatchedChannel;
  closed: undefined;
}

type Listener<T> = (what: T, t: ObserverContext<never>) => void;

export type Listeners = { readonly [M in keyof Moments]: readonly Listener<Moments[M]>[] };

/** Those who listen at each moment, in the order of the observers. */
export function sortByMoment(watching: readonly Watching<never>[]): Listeners {
  const withOne = (moment: keyof Moments): readonly Watching<never>[] =>
    watching.filter((one) => one[moment] !== undefined);
  return {
    sent: withOne('sent').map((one) => (what, t) => one.sent?.(what, t)),
    received: withOne('received').map((one) => (what, t) => one.received?.(what, t)),
    came: withOne('came').map((one) => (what, t) => one.came?.(what, t)),
    opened: withOne('opened').map((one) => (what, t) => one.opened?.(what, t)),
    ended: withOne('ended').map((one) => (what, t) => one.ended?.(what, t)),
    closed: withOne('closed').map((one) => (_, t) => one.closed?.(t)),
  };
}
