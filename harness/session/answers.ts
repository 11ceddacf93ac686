/** Sends our answers to requests of the server, a few at a time: a target may ask faster than it listens. */
import type { Channel } from '../../adapters/adapter.js';
import { settledWithin } from '../../adapters/wait.js';

/** Answers that are on their way at once: each may take a socket of its own. */
const UNDER_WAY = 32;
/** Answers that wait for those; who asks for more floods us. */
const WAITING = 500;
/** Milliseconds until one that nobody takes holds up no other. */
const TAKEN_MS = 10_000;

/** The answers of one connection. */
export class Answers {
  #waiting: (() => Channel | undefined)[] = [];
  #underWay = 0;

  /** `tell` sends it, now or once others are taken. False where more wait than are kept: then none of them is sent. */
  send(tell: () => Channel | undefined): boolean {
    if (this.#underWay < UNDER_WAY) this.#begin(tell);
    else if (this.#waiting.length < WAITING) this.#waiting.push(tell);
    else {
      this.#waiting = [];
      return false;
    }
    return true;
  }

  #begin(tell: () => Channel | undefined): void {
    this.#underWay += 1;
    void this.#follow(tell());
  }

  async #follow(channel: Channel | undefined): Promise<void> {
    if (channel !== undefined) await settledWithin(channel.opened, TAKEN_MS);
    this.#underWay -= 1;
    const next = this.#waiting.shift();
    if (next !== undefined) this.#begin(next);
  }
}
