/** Ends the cases of a transport and revision once the target no longer answers control requests. */
import { openSession, type SessionDefaults } from '../session/open.js';
import type { SessionPool } from './session-pool.js';

/** Control requests in a row, each on a fresh connection, that must fail before a target counts as gone. */
const STRIKES = 2;

/** Ends the cases of one transport and revision when the target has stopped answering, so that a dead one costs seconds. */
export class CircuitBreaker {
  readonly #pool: SessionPool;
  readonly #defaults: SessionDefaults;
  #checking: Promise<boolean> | undefined;
  #open = false;

  constructor(pool: SessionPool, o: SessionDefaults) {
    this.#pool = pool;
    this.#defaults = o;
  }

  get open(): boolean {
    return this.#open;
  }

  /** Asks whether the target still answers; several cases that fell silent together ask once. */
  async check(): Promise<void> {
    if (this.#open) return;
    this.#checking ??= this.#gone();
    const gone = await this.#checking;
    this.#checking = undefined;
    if (gone) this.#open = true;
  }

  async #gone(): Promise<boolean> {
    for (let strike = 0; strike < STRIKES; strike++) if (await this.#answers()) return false;
    return true;
  }

  async #answers(): Promise<boolean> {
    try {
      const open = await this.#pool.transportTarget.connect(this.#pool.revision, 'shared');
      try {
        await openSession({
          dispatcher: open.dispatcher(),
          revision: this.#pool.revision,
          ...this.#defaults,
        });
        return true;
      } finally {
        await open.close('abrupt');
      }
    } catch {
      // Whatever kept it from answering: a control request has no verdict of its own.
      return false;
    }
  }
}
