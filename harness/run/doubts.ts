/** Cases whose verdict in company is not the last word, and in which order they run again alone. */
import { findFollowers, type Doubt } from './confirmed.js';
import { isHazard } from './hazards.js';
import type { PlannedCase } from './plan.js';
import { isIdleAgain, mayFollow } from './rerun.js';
import type { SessionPool } from './session-pool.js';
import { Turns } from './turns.js';

/** Processes that start while a case runs again alone: as many as a small machine has cores; more where a start is waited for. */
const AHEAD = 2;
/** The same where a start is waited for, rather than worked for. */
export const SLOW_AHEAD = 8;

interface Cases {
  poolOf(planned: PlannedCase): SessionPool;
  /** Whether a server went while the case ran. */
  isTouched(planned: PlannedCase): boolean;
}

/** How they run again. */
export interface Again {
  all: readonly Doubt[];
  /** They only wait, or remark on something: side by side on a server that many use. */
  beside: readonly Doubt[];
  /** The same, each on a server of its own: nobody is in their way. */
  apart: readonly Doubt[];
  /** One after the other. */
  inTurn: readonly Doubt[];
  /** Who of those has which server. */
  turns: Turns;
  /** Remarks that others made before them: last, as most are confirmed by then. */
  followers: readonly Doubt[];
}

export class Doubts {
  readonly #cases: Cases;
  #all: Doubt[] = [];
  /** Servers that are started ahead, by cell: for the first doubt, and where a start takes long for each that wants its own. */
  readonly #expecting = new Map<SessionPool, number>();

  constructor(cases: Cases) {
    this.#cases = cases;
  }

  /** Its server starts while others still work. */
  add(doubt: Doubt): void {
    this.#all.push(doubt);
    const pool = this.#poolOf(doubt);
    const { planned, outcome } = doubt;
    if (!pool.isOneServerEach) {
      this.#startShared(pool);
      return;
    }
    const ahead = this.#expecting.get(pool) ?? 0;
    const isApart = !mayFollow(outcome, planned.scenario) || isHazard(planned);
    if (ahead > 0 && !(isApart && pool.isSlow)) return;
    this.#startOne(pool);
  }

  /** Where one server has many clients, most doubts are settled by the first that runs again: one server is enough. */
  #startShared(pool: SessionPool): void {
    const { transportTarget, startsOwn } = pool;
    const isOfSame = (one: SessionPool): boolean => one.transportTarget === transportTarget;
    if (!startsOwn || [...this.#expecting.keys()].some(isOfSame)) return;
    this.#startOne(pool);
  }

  #startOne(pool: SessionPool): void {
    this.#expecting.set(pool, (this.#expecting.get(pool) ?? 0) + 1);
    pool.expect();
    pool.stockUp();
  }

  find(planned: PlannedCase): Doubt | undefined {
    return this.#all.find((one) => one.planned === planned);
  }

  /** It is reported otherwise. */
  drop(planned: PlannedCase): void {
    this.#all = this.#all.filter((one) => one.planned !== planned);
  }

  /** All that there are. The servers of the first that run one after the other start at once: a slow start is waited for less often. */
  take(): Again {
    const all = this.#all;
    this.#all = [];
    // A remark that is the same everywhere is looked at once alone: it accuses nobody, and each look may cost a start.
    const followers = findFollowers(all);
    const leaders = all.filter((doubt) => !followers.has(doubt));
    const poolOf = (doubt: Doubt): SessionPool => this.#poolOf(doubt);
    const turns = new Turns(
      leaders.filter((doubt) => this.#isInTurn(doubt)),
      poolOf,
    );
    const others = leaders.filter((doubt) => !turns.has(doubt));
    const idle = others.filter(({ outcome }) => isIdleAgain(outcome));
    const working = others.filter(({ outcome }) => !isIdleAgain(outcome));
    this.#start([...turns.listStarts(), ...working.map(poolOf)]);
    return {
      all,
      beside: idle.filter((doubt) => !poolOf(doubt).isOneServerEach),
      apart: idle.filter((doubt) => poolOf(doubt).isOneServerEach),
      inTurn: [...turns.all, ...working],
      turns,
      followers: [...followers],
    };
  }

  #start(pools: readonly SessionPool[]): void {
    for (const pool of pools) {
      const ahead = this.#expecting.get(pool) ?? 0;
      if (ahead > 0) this.#expecting.set(pool, ahead - 1);
      else pool.expect();
    }
    for (const pool of new Set(pools)) pool.keepReady(pool.isSlow ? SLOW_AHEAD : AHEAD);
  }

  #isInTurn(doubt: Doubt): boolean {
    const { planned, outcome } = doubt;
    return (
      this.#poolOf(doubt).isOneServerEach &&
      !this.#cases.isTouched(planned) &&
      mayFollow(outcome, planned.scenario)
    );
  }

  #poolOf({ planned }: Doubt): SessionPool {
    return this.#cases.poolOf(planned);
  }
}
