/** Opens connections ahead of the cases that will want them: a process starts while another case still works. */
import type { OpenConnection } from './transport-target.js';

/** Connections that wait for the next who wants one. */
export class Spares {
  readonly #connect: () => Promise<OpenConnection>;
  readonly #ready: Promise<OpenConnection>[] = [];
  #expected = 0;
  #ahead = 1;

  constructor(connect: () => Promise<OpenConnection>) {
    this.#connect = connect;
  }

  /** `count` more will be wanted; from the first on that is taken, as long as there are any to come, one is kept ready. */
  expect(count: number): void {
    this.#expected += count;
  }

  /** From now on as many are kept ready, if so many are still to come. */
  keepReady(ahead: number): void {
    this.#ahead = ahead;
    this.fill();
  }

  /** Whether one was opened ahead. */
  get isReady(): boolean {
    return this.#ready.length > 0;
  }

  /** One that was opened ahead, or else a new one. */
  async take(): Promise<OpenConnection> {
    const ready = this.#ready.shift();
    // Whoever was not expected takes nothing from those who are.
    this.#expected = Math.max(0, this.#expected - 1);
    this.fill();
    return ready === undefined ? this.#connect() : ready.catch(() => this.#connect());
  }

  /** Hands out those that nobody wanted. */
  async drain(): Promise<OpenConnection[]> {
    this.#expected = 0;
    const left = await Promise.all(this.#ready.splice(0).map((one) => one.catch(() => undefined)));
    return left.filter((one) => one !== undefined);
  }

  /** Opens as many as are kept ready. */
  fill(): void {
    while (this.#ready.length < Math.min(this.#ahead, this.#expected)) {
      const spare = this.#connect();
      // Told to who takes it.
      spare.catch(() => undefined);
      this.#ready.push(spare);
    }
  }
}
