/** Counts what comes on each channel without a reply in between: more than so much is a flood. */
import { describeFlood, type Lessons, type Unasked } from './lessons.js';

/** Messages that are much in place of a reply that does not come. */
const MANY = 1_000;

/** The channels of one connection. */
export class Floods {
  readonly #lessons: Lessons;
  readonly #unasked = new Map<string, Unasked>();
  /** Channels on which more is asked of us than we can answer. */
  readonly #overrun = new Set<string>();

  constructor(lessons: Lessons) {
    this.#lessons = lessons;
  }

  /** One message more; in words what it is, where it is a flood. */
  count(channel: string, bytes: number): string | undefined {
    const unasked = this.#unasked.get(channel) ?? { messages: 0, bytes: 0 };
    unasked.messages += 1;
    unasked.bytes += bytes;
    this.#unasked.set(channel, unasked);
    if (!this.#overrun.delete(channel) && !this.#lessons.isFlood(unasked)) return undefined;
    const how = describeFlood(unasked);
    this.#lessons.flooded(how);
    this.#unasked.delete(channel);
    return how;
  }

  /** A reply did not come in time: in words what came in its place, where that is much; the slow flood of a busy machine, too. */
  late(channel: string): string | undefined {
    const unasked = this.#unasked.get(channel);
    if (unasked === undefined || unasked.messages < MANY) return undefined;
    const how = describeFlood(unasked);
    this.#lessons.flooded(how);
    this.#unasked.delete(channel);
    return how;
  }

  /** More requests came on the channel than we can answer: whatever comes next is too much. */
  overrun(channel: string): void {
    this.#overrun.add(channel);
  }

  /** A reply came on the channel. */
  answered(channel: string): void {
    this.#unasked.delete(channel);
  }

  /** Nothing that came so far counts any more. */
  clear(): void {
    this.#unasked.clear();
    this.#overrun.clear();
  }
}
