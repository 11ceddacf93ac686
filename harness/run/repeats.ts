/** Plays cases once more, alone, where transports differ: whether what was seen repeats itself. */
import { runCase, type CaseOutcome } from './case.js';
import type { Cells } from './cells.js';
import { KEPT } from './concurrency.js';
import type { PlannedCase } from './plan.js';
import type { SessionPool } from './session-pool.js';

/** Those of one cell that leave nothing behind share one more server: a start costs more than they do. */
export class Repeats {
  readonly #cells: Cells;
  readonly #pools = new Map<SessionPool, SessionPool>();

  constructor(cells: Cells) {
    this.#cells = cells;
  }

  async play(planned: PlannedCase): Promise<CaseOutcome> {
    const { pool, settings } = this.#cells.find(planned);
    const inTurn = planned.scenario.isolation === 'shared';
    return runCase(planned, inTurn ? this.#apartOf(pool) : pool, settings, {
      alone: true,
      place: KEPT,
      inTurn,
    });
  }

  /** Begins to end what they shared. */
  retire(): void {
    for (const pool of this.#pools.values()) pool.retire();
  }

  #apartOf(pool: SessionPool): SessionPool {
    const apart = this.#pools.get(pool) ?? pool.apart();
    this.#pools.set(pool, apart);
    return apart;
  }
}
