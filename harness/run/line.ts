/** Lets cases at something that they share, one after the other. */
import { settledWithin } from '../../adapters/wait.js';

export class Line {
  #last: Promise<void> = Promise.resolve();

  /** Waits for who came before, at most so many milliseconds. Resolves with what lets the next one in. */
  async enter(ms: number): Promise<() => void> {
    const before = this.#last;
    let leave: () => void = () => undefined;
    this.#last = new Promise((resolve) => (leave = resolve));
    await settledWithin(before, ms);
    return leave;
  }
}
