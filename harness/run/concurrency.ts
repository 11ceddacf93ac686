/** Runs work side by side on a bounded number of places, which work gives up while it only waits. */

/** The place that a piece of work holds. */
export interface WorkPlace {
  /**
   * Awaits something that costs no processor time, such as a window in which nothing must arrive. Meanwhile other work
   * has the place; before this settles, a place is taken again, ahead of work that has not begun.
   */
  yieldDuring<T>(wait: Promise<T>): Promise<T>;
  /** Tells that what it costs to start something may have changed. */
  stir(): void;
}

/** What runs alone keeps its place: nothing else may run in it. */
export const KEPT: WorkPlace = { yieldDuring: (wait) => wait, stir: () => undefined };

export interface ConcurrencyOptions<T> {
  /** Once it is true nothing more starts; what runs goes on to its end. */
  stopped: () => boolean;
  /** What starting this item now would cost; `undefined` where it cannot start before another has ended. */
  cost?: (item: T) => number | undefined;
}

/**
 * Runs `work` over `items`, with at most `width` of them working at a time. Whenever a place is free, the item with the
 * lowest `cost` is taken, the first of equals. Rejects as the first `work` that does, or where nothing can start.
 */
export async function runConcurrently<T>(
  items: readonly T[],
  width: number,
  work: (item: T, place: WorkPlace) => Promise<void>,
  o: ConcurrencyOptions<T>,
): Promise<void> {
  const left = new Set(items);
  const running = new Set<Promise<void>>();
  const places = new Places(Math.max(1, width));
  while (left.size > 0 && !o.stopped()) {
    const item = places.free ? findCheapest(left, o.cost) : undefined;
    if (item === undefined) {
      if (running.size === 0) throw new Error('nothing runs and nothing can start');
      await Promise.race([...running, places.changed()]);
      continue;
    }
    left.delete(item);
    places.take();
    const job = work(item, new YieldingPlace(places)).finally(() => {
      running.delete(job);
      places.release();
    });
    running.add(job);
  }
  await Promise.all(running);
}

function findCheapest<T>(items: Iterable<T>, cost: ConcurrencyOptions<T>['cost']): T | undefined {
  let best: { item: T; price: number } | undefined;
  for (const item of items) {
    const price = cost === undefined ? 0 : cost(item);
    if (price !== undefined && (best === undefined || price < best.price)) best = { item, price };
    if (best?.price === 0) break;
  }
  return best?.item;
}

/** The places of one call, and who waits for one to come free. */
class Places {
  #left: number;
  /** Work that has waited, in the order in which its waits ended. */
  readonly #returning: (() => void)[] = [];
  #notify: (() => void) | undefined;

  constructor(width: number) {
    this.#left = width;
  }

  get free(): boolean {
    return this.#left > 0;
  }

  take(): void {
    this.#left -= 1;
  }

  async takeAgain(): Promise<void> {
    if (this.free) this.take();
    else await new Promise<void>((resolve) => this.#returning.push(resolve));
  }

  release(): void {
    const next = this.#returning.shift();
    if (next !== undefined) return next();
    this.#left += 1;
    this.stir();
  }

  stir(): void {
    this.#notify?.();
  }

  /** Settles when a place may have become free. */
  changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#notify = resolve;
    });
  }
}

/** One place of several. Work may wait for several things side by side: it gives up its one place once. */
class YieldingPlace implements WorkPlace {
  readonly #places: Places;
  #waits = 0;

  constructor(places: Places) {
    this.#places = places;
  }

  async yieldDuring<T>(wait: Promise<T>): Promise<T> {
    if (this.#waits++ === 0) this.#places.release();
    try {
      return await wait;
    } finally {
      if (--this.#waits === 0) await this.#places.takeAgain();
    }
  }

  stir(): void {
    this.#places.stir();
  }
}
