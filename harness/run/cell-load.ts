/** Counts running cases per transport and revision, to spread them and keep exclusive ones alone. */
import type { WorkPlace } from './concurrency.js';
import { isByHand } from './order.js';
import type { PlannedCase } from './plan.js';

/**
 * Cases that wait beside those that work, in all cells together: each may hold a process that has nothing to do. Where there
 * are many cells, others have work meanwhile.
 */
const MAX_WAITING = 2;
/** The same where a start costs nothing but time. */
const MAX_SLOW_WAITING = 8;
/** Cases more at a time where there is one cell only: nobody else has work while they sit out short windows. */
const MORE = 1;
/** Milliseconds of a wait from which on another process is worth its start. */
const LONG_MS = 300;
/** What it costs to begin what others should go before. */
const LATER = 100;

/** The cells of a run, as far as they matter here. */
interface Spread {
  size: number;
  isSlow: boolean;
  find(planned: PlannedCase): {
    pool: { perRequest: boolean; isOneServerEach: boolean };
    roles: { isLooking: boolean };
  };
}

/** What decides where a case may begin. */
interface Facts {
  cell: string;
  limit: number;
  isExclusive: boolean;
  isRaw: boolean;
  /** It would begin by waiting until it is known who plays its role. */
  wouldWait: () => boolean;
}

/**
 * What is being worked on. Cases go where the fewest others are, so that each cell gets by with one or two shared
 * processes; and only one exclusive case at a time runs on a transport.
 */
export class CellLoad {
  readonly #describe: (planned: PlannedCase) => Facts;
  /** Of each case: whoever waits is looked at each time that a place comes free. */
  readonly #facts = new Map<PlannedCase, Facts>();
  readonly #cells = new Map<string, number>();
  /** Cells in which a case speaks to a shared server by hand. */
  readonly #raw = new Set<string>();
  readonly #mayWait: number;
  readonly #waiting = new Map<string, number>();
  readonly #exclusive = new Set<string>();

  /**
   * Where a connection is a process, each case more at a time is a process more: enough to fill `width` places, and no more.
   */
  constructor(cells: Spread, width: number) {
    const each = Math.ceil(width / Math.max(1, cells.size)) + (cells.size === 1 && width > 1 ? MORE : 0);
    this.#describe = (planned) => {
      const { pool, roles } = cells.find(planned);
      return {
        cell: `${planned.transport}/${planned.revision}`,
        limit: pool.perRequest ? Infinity : each,
        // Where each connection is a server of its own, nobody is in anybody's way.
        isExclusive: isExclusive(planned) && !pool.isOneServerEach,
        isRaw: isByHand(planned) && pool.isOneServerEach,
        wouldWait: () => planned.scenario.needs.role !== undefined && roles.isLooking,
      };
    };
    const most = cells.isSlow ? MAX_SLOW_WAITING : MAX_WAITING;
    this.#mayWait = Math.floor(most / Math.max(1, cells.size));
  }

  /** Cases that already run in the same cell; `undefined` where this one has to wait. */
  cost(planned: PlannedCase): number | undefined {
    const { cell, limit, isExclusive, isRaw, wouldWait } = this.#find(planned);
    if (isExclusive && this.#exclusive.has(planned.transport)) return undefined;
    const running = this.#cells.get(cell) ?? 0;
    if (running >= limit) return undefined;
    // They would only wait for each other: one server is enough for all of them.
    const isBehind = isRaw && this.#raw.has(cell);
    return running + (isBehind || wouldWait() ? LATER : 0);
  }

  async hold(planned: PlannedCase, work: () => Promise<void>): Promise<void> {
    const { cell, isExclusive, ...facts } = this.#find(planned);
    this.#cells.set(cell, (this.#cells.get(cell) ?? 0) + 1);
    if (isExclusive) this.#exclusive.add(planned.transport);
    const isRaw = facts.isRaw && !this.#raw.has(cell);
    if (isRaw) this.#raw.add(cell);
    try {
      await work();
    } finally {
      this.#cells.set(cell, (this.#cells.get(cell) ?? 1) - 1);
      if (isExclusive) this.#exclusive.delete(planned.transport);
      if (isRaw) this.#raw.delete(cell);
    }
  }

  #find(planned: PlannedCase): Facts {
    let facts = this.#facts.get(planned);
    if (facts === undefined) this.#facts.set(planned, (facts = this.#describe(planned)));
    return facts;
  }

  /** The place of a case that is held, which leaves its cell to others too while it only waits, and does so for long. */
  yielding(planned: PlannedCase, place: WorkPlace): WorkPlace {
    const { cell } = this.#find(planned);
    const count = (counts: Map<string, number>, by: number): void =>
      void counts.set(cell, (counts.get(cell) ?? 0) + by);
    let waits = 0;
    let isLeft = false;
    let timer: NodeJS.Timeout | undefined;
    const leave = (): void => {
      if ((this.#waiting.get(cell) ?? 0) >= this.#mayWait) return;
      isLeft = true;
      count(this.#cells, -1);
      count(this.#waiting, 1);
      place.stir();
    };
    const comeBack = (): void => {
      clearTimeout(timer);
      if (!isLeft) return;
      isLeft = false;
      count(this.#cells, 1);
      count(this.#waiting, -1);
    };
    return {
      stir: () => place.stir(),
      touch: () => place.touch(),
      yieldDuring: async (wait) => {
        if (waits++ === 0) timer = setTimeout(leave, LONG_MS);
        try {
          return await place.yieldDuring(wait);
        } finally {
          if (--waits === 0) comeBack();
        }
      },
    };
  }
}

const isExclusive = ({ scenario, skip }: PlannedCase): boolean =>
  skip === undefined && scenario.isolation === 'exclusive';
