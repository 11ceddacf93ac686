/** Who was with a server when it went. */
import type { Death } from '../../containers/targets/target.js';
import type { Unheard } from './circuit-breaker.js';
import type { PlannedCase } from './plan.js';

/** Milliseconds for which a case that is over may still be what a server dies of. */
const AFTERMATH_MS = 1_000;
/** Ends of servers that are looked into; one that dies of everything is known by then. */
const MAX_DEATHS = 20;

/** A server that ended, or fell silent, and nobody had asked it to. */
export interface Loss {
  death: Death;
  /** Cases that it may have died of, the likeliest first. */
  suspects: PlannedCase[];
  /** Set where nothing can be started in its place: the request that was not answered any more. */
  final?: Unheard;
}

interface Stay {
  planned: PlannedCase;
  began: number;
  ended?: number;
}

/** Keeps who is with the target, and what became of it. */
export class Deaths {
  readonly #stays: Stay[] = [];
  readonly #losses = new Map<Death, Loss>();
  readonly #touched = new Set<PlannedCase>();

  began(planned: PlannedCase): void {
    this.#stays.push({ planned, began: performance.now() });
  }

  ended(planned: PlannedCase): void {
    const stay = this.#stays.findLast((one) => one.planned === planned);
    if (stay !== undefined) stay.ended = performance.now();
  }

  /**
   * A server is gone. Several transports may tell of the same one. `of`: the only case that can have done it, where a server
   * is no one else's; a case that breaks servers of its own is never to blame.
   * `silentTo`: the case that waited for an answer in vain, which may have taken as long as requests may.
   */
  seen(
    death: Death,
    transport: string,
    o: { of?: PlannedCase; silentTo?: PlannedCase; final?: Unheard } = {},
  ): Loss | undefined {
    const known = this.#losses.get(death);
    if (known === undefined && this.#losses.size >= MAX_DEATHS) return undefined;
    const loss: Loss = known ?? { death, suspects: [], ...(o.final === undefined ? {} : { final: o.final }) };
    this.#losses.set(death, loss);
    const more = o.of === undefined ? this.#presentOn(transport, o.silentTo) : [o.of];
    for (const { planned } of this.#stays)
      if (planned.transport === transport && this.#isRunning(planned)) this.#touched.add(planned);
    loss.suspects = [...loss.suspects, ...more].sort((a, b) => rank(a) - rank(b));
    return loss;
  }

  /** Whether a server went while the case ran: what it could not see then is to be looked at again. */
  touched(planned: PlannedCase): boolean {
    return this.#touched.has(planned);
  }

  /** All that was seen since the last time. */
  take(): Loss[] {
    const losses = [...this.#losses.values()];
    this.#losses.clear();
    return losses;
  }

  #isRunning(planned: PlannedCase): boolean {
    return this.#stays.some((stay) => stay.planned === planned && stay.ended === undefined);
  }

  /** Those that run, then those that were over a moment before; where there is none, the last that was there. */
  #presentOn(transport: string, silentTo?: PlannedCase): PlannedCase[] {
    const now = performance.now();
    const known = this.#stays.findLast(({ planned }) => planned === silentTo)?.began ?? now;
    const there = this.#stays
      .filter(({ planned }) => planned.transport === transport && planned.scenario.needs.server === undefined)
      .sort((a, b) => (b.ended ?? Infinity) - (a.ended ?? Infinity) || b.began - a.began);
    const recent = there.filter(({ ended = now }) => known - ended <= AFTERMATH_MS);
    return [...new Set((recent.length > 0 ? recent : there.slice(0, 1)).map(({ planned }) => planned))];
  }
}

/** What is said by hand, and what may kill a process by its own account, is likelier than an ordinary conversation. */
const rank = ({ scenario }: PlannedCase): number =>
  scenario.isolation === 'process' ? 0 : scenario.transport !== undefined ? 1 : 2;
