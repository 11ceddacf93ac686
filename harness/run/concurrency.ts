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
  /** Tells that the work goes on: something was said or heard. */
  touch(): void;
}

/** What runs alone keeps its place: nothing else may run in it. */
export const KEPT: WorkPlace = { yieldDuring: (wait) => wait, stir: () => undefined, touch: () => undefined };

/** When work that says and hears nothing gives its place to others, although it may go on at any moment. */
export interface Quiet {
  /** Milliseconds without a word. */
  afterMs: number;
  /** Work that is under way at the same time, whatever it waits for, past which nobody begins in such a place. */
  most: number;
  /** Takes the time that one more needs, if there is any: where all are slow because everything is, nobody is served by more. */
  takeTime(): boolean;
}
/** Milliseconds from one look for time to spare to the next. */
const LOOK_MS = 40;

export interface ConcurrencyOptions<T> {
  /** Once it is true nothing more starts; what runs goes on to its end. */
  stopped: () => boolean;
  /** What starting this item now would cost; `undefined` where it cannot start before another has ended. */
  cost?: (item: T) => number | undefined;
  quiet?: Quiet;
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
  const places = new Places(Math.max(1, width), o.quiet);
  while (left.size > 0 && !o.stopped()) {
    const item = places.mayBegin(running.size) ? findCheapest(left, o.cost) : undefined;
    if (item === undefined) {
      if (running.size === 0) throw new Error('nothing runs and nothing can start');
      await Promise.race([...running, places.changed()]);
      continue;
    }
    left.delete(item);
    places.take();
    const place = new YieldingPlace(places, o.quiet);
    const job = work(item, place).finally(() => {
      running.delete(job);
      place.end();
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
  readonly #quiet: Quiet | undefined;
  /** Less than none where those that were quiet went on, and others had begun meanwhile. */
  #left: number;
  /** How many of those that are taken are quiet. */
  #silent = 0;
  /** Work that has waited, in the order in which its waits ended. */
  readonly #returning: (() => void)[] = [];
  #notify: (() => void) | undefined;
  #look: NodeJS.Timeout | undefined;

  constructor(width: number, quiet?: Quiet) {
    this.#left = width;
    this.#quiet = quiet;
  }

  /** Whether one more may begin beside so many. */
  mayBegin(running: number): boolean {
    if (this.#left > 0) return true;
    const quiet = this.#quiet;
    if (quiet === undefined || this.#left + this.#silent <= 0 || running >= quiet.most) return false;
    if (quiet.takeTime()) return true;
    this.#look ??= setTimeout(() => this.stir(), LOOK_MS);
    return false;
  }

  take(): void {
    this.#left -= 1;
  }

  async takeAgain(): Promise<void> {
    if (this.#left + this.#silent > 0) this.take();
    else await new Promise<void>((resolve) => this.#returning.push(resolve));
  }

  release(): void {
    const next = this.#left >= 0 ? this.#returning.shift() : undefined;
    if (next !== undefined) return next();
    this.#left += 1;
    this.stir();
  }

  /** One that holds a place says nothing any more, or something again. */
  hush(by: 1 | -1): void {
    this.#silent += by;
    if (by < 0) return;
    const next = this.#left + this.#silent > 0 ? this.#returning.shift() : undefined;
    if (next === undefined) return this.stir();
    this.take();
    next();
  }

  stir(): void {
    clearTimeout(this.#look);
    this.#look = undefined;
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
  readonly #quiet: Quiet | undefined;
  #waits = 0;
  #isOver = false;
  #isSilent = false;
  #touchedMs = performance.now();
  #timer: NodeJS.Timeout | undefined;

  constructor(places: Places, quiet?: Quiet) {
    this.#places = places;
    this.#quiet = quiet;
    this.touch();
  }

  async yieldDuring<T>(wait: Promise<T>): Promise<T> {
    if (this.#waits++ === 0) {
      this.#speak();
      this.#places.release();
    }
    try {
      return await wait;
    } finally {
      if (--this.#waits === 0) await this.#places.takeAgain();
      this.touch();
    }
  }

  stir(): void {
    this.#places.stir();
  }

  touch(): void {
    if (this.#quiet === undefined || this.#isOver) return;
    this.#touchedMs = performance.now();
    this.#speak();
    this.#timer ??= setTimeout(() => this.#listen(), this.#quiet.afterMs);
  }

  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#speak();
    this.#places.release();
  }

  #speak(): void {
    if (!this.#isSilent) return;
    this.#isSilent = false;
    this.#places.hush(-1);
  }

  #listen(): void {
    this.#timer = undefined;
    const leftMs = (this.#quiet?.afterMs ?? 0) - (performance.now() - this.#touchedMs);
    if (leftMs >= 1) this.#timer = setTimeout(() => this.#listen(), leftMs);
    else if (this.#waits === 0) {
      this.#isSilent = true;
      this.#places.hush(1);
    }
  }
}
