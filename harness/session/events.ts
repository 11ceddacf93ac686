/** A log of received messages in which a scenario can wait for one that matches. */
import type { EventLog, Message } from '../../suites/session.js';

/** Messages that one log keeps, and their bytes; of a flood the rest only wakes who waits for it. */
const MAX_KEPT = 5_000;
const MAX_BYTES = 1024 * 1024;
/** Messages that are kept however large they are. */
const MIN_KEPT = 8;

/** Messages in the order seen; waiting for one costs no polling. */
export class Events implements EventLog {
  readonly #seen: Message[] = [];
  #bytes = 0;
  readonly #waiting = new Set<(message: Message) => void>();

  get seen(): readonly Message[] {
    return this.#seen;
  }

  /** `bytes` of the message as it came. */
  add(message: Message, bytes = 0): void {
    const fits = this.#bytes < MAX_BYTES && this.#seen.length < MAX_KEPT;
    if (fits || this.#seen.length < MIN_KEPT) {
      this.#seen.push(message);
      this.#bytes += bytes;
    }
    for (const wake of this.#waiting) wake(message);
  }

  async next(match: (message: Message) => boolean, withinMs = 5_000): Promise<Message | undefined> {
    const past = this.#seen.find(match);
    if (past !== undefined) return past;
    return new Promise((resolve) => {
      const done = (message: Message | undefined) => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve(message);
      };
      const wake = (message: Message) => {
        if (match(message)) done(message);
      };
      const timer = setTimeout(() => done(undefined), withinMs);
      this.#waiting.add(wake);
    });
  }
}
