/** Channels that we left because one message was longer than we read: what did not come there may have been in it. */
import type { Ended } from '../../adapters/adapter.js';
import type { Expectation } from './exchange.js';
import type { Lessons } from './lessons.js';

/** What adapters say of such an end. */
const TOO_LONG = /^a (message|line) of more than \d+ bytes$/;
/** Who cannot be read from the start has shown nothing of itself, and may go on for ever. */
const OPENING: readonly (string | undefined)[] = ['initialize', 'server/discover'];

export class Cuts {
  readonly #lessons: Lessons;
  readonly #byChannel = new Map<string, string>();

  constructor(lessons: Lessons) {
    this.#lessons = lessons;
  }

  /** How a channel ended, in words. */
  learn(channel: string, { how }: Ended): string {
    if (TOO_LONG.test(how.value)) {
      this.#lessons.wasTooLong();
      this.#byChannel.set(channel, how.value);
    }
    return how.value;
  }

  /** Why the silence of a request says nothing of the target; nothing where it does. */
  excuse({ method, channel }: Pick<Expectation, 'method' | 'channel'>): string | undefined {
    const how = OPENING.includes(method) ? undefined : this.#byChannel.get(channel.id);
    return how === undefined ? undefined : `${how} came, of which we read no more, where ${method} was asked`;
  }
}
