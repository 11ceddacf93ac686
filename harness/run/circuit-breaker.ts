/** Ends the cases of a transport and revision once the target no longer answers control requests. */
import type { Entry } from '../../adapters/transcript.js';
import { openSession, type SessionDefaults } from '../session/open.js';
import type { SessionPool } from './session-pool.js';
import type { OpenConnection } from './transport-target.js';

/** Control requests in a row, each on a fresh connection, that must fail before a target counts as gone. */
const STRIKES = 2;

/** A control request that was not answered. */
export interface Unheard {
  /** Why, in words. */
  why: string;
  /** What crossed the wire; empty where no connection came about. */
  entries: readonly Entry[];
}

/** Ends the cases of one transport and revision when the target has stopped answering, so that a dead one costs seconds. */
export class CircuitBreaker {
  readonly #pool: SessionPool;
  readonly #defaults: SessionDefaults;
  #checking: Promise<Unheard | undefined> | undefined;
  #open: Unheard | undefined;

  constructor(pool: SessionPool, o: SessionDefaults) {
    this.#pool = pool;
    this.#defaults = o;
  }

  get open(): boolean {
    return this.#open !== undefined;
  }

  /**
   * Asks whether the target still answers; several cases that fell silent together ask once. Settles with the last control
   * request where it does not.
   */
  async check(): Promise<Unheard | undefined> {
    if (this.#open !== undefined) return this.#open;
    this.#checking ??= this.#gone();
    const gone = await this.#checking;
    this.#checking = undefined;
    if (gone !== undefined) this.#open = gone;
    return gone;
  }

  /** Another server is there now. */
  close(): void {
    this.#open = undefined;
  }

  async #gone(): Promise<Unheard | undefined> {
    let last: Unheard | undefined;
    for (let strike = 0; strike < STRIKES; strike++) {
      last = await askControl(this.#pool, this.#defaults);
      if (last === undefined) return undefined;
    }
    return last;
  }
}

/** One control request on a fresh connection: settles with why it was not answered, or with nothing. Never rejects. */
export async function askControl(
  { transportTarget, revision }: Pick<SessionPool, 'transportTarget' | 'revision'>,
  o: SessionDefaults,
): Promise<Unheard | undefined> {
  let open: OpenConnection | undefined;
  try {
    open = await transportTarget.connect(revision, 'shared');
    await openSession({ dispatcher: open.dispatcher(), revision, ...o });
    return undefined;
  } catch (error) {
    // Whatever kept it from answering: a control request has no verdict of its own.
    const why = error instanceof Error ? error.message : String(error);
    return { why, entries: [...(open?.transcript.entries ?? [])] };
  } finally {
    await open?.close('abrupt');
  }
}
