/** Cases that run again alone, one after the other on a server that is theirs, where each connection is a server. */
import type { Doubt } from './confirmed.js';
import { isHazard } from './hazards.js';
import type { SessionPool } from './session-pool.js';

/**
 * Who runs again on which server. What says only what any client says goes first, and leaves nothing behind; what a server may
 * be spoiled by comes after, the first on the same server and each other one on its own.
 */
export class Turns {
  /** In the order in which they run. */
  readonly all: readonly Doubt[];
  readonly #pools = new Map<Doubt, SessionPool>();
  /** The pools of the cells, each as often as a server is to be started. */
  readonly #starts: SessionPool[] = [];

  constructor(doubts: readonly Doubt[], poolOf: (doubt: Doubt) => SessionPool) {
    const all: Doubt[] = [];
    for (const pool of new Set(doubts.map(poolOf))) {
      const own = doubts.filter((doubt) => poolOf(doubt) === pool);
      const spoiling = own.filter(({ planned }) => isHazard(planned));
      const plain = own.filter(({ planned }) => !isHazard(planned));
      const servers = [[...plain, ...spoiling.slice(0, 1)], ...spoiling.slice(1).map((one) => [one])];
      for (const turn of servers) {
        const apart = pool.apart();
        this.#starts.push(pool);
        for (const doubt of turn) this.#pools.set(doubt, apart);
        all.push(...turn);
      }
    }
    this.all = all;
  }

  has(doubt: Doubt): boolean {
    return this.#pools.has(doubt);
  }

  /** `undefined` where a case has a server of its own. */
  poolOf(doubt: Doubt): SessionPool | undefined {
    return this.#pools.get(doubt);
  }

  /** The pool of the cell for each server that will be wanted. */
  listStarts(): readonly SessionPool[] {
    return this.#starts;
  }

  /** Begins to end what they shared. */
  retire(): void {
    for (const pool of new Set(this.#pools.values())) pool.retire();
  }
}
