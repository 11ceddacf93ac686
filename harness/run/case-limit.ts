/** How long a case may take, but for the start of its servers: they have a limit of their own. */

/** A limit that stands still while a server starts. */
export class CaseLimit {
  /** Settles when the time is up. */
  readonly over: Promise<void>;
  #tellOver: () => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;
  #leftMs: number;
  /** Milliseconds that starts may still be waited for. */
  #patienceMs: number;
  #beganMs = 0;
  #starts = 0;

  /** Begins to count. `patienceMs`: for which it stands still at most, all starts together. */
  constructor(limitMs: number, patienceMs: number) {
    this.over = new Promise((resolve) => (this.#tellOver = resolve));
    [this.#leftMs, this.#patienceMs] = [limitMs, patienceMs];
    this.#run(this.#leftMs);
  }

  /** Awaits the start of a server. */
  async pauseDuring<T>(start: Promise<T>): Promise<T> {
    if (this.#starts++ === 0 && this.#timer !== undefined) {
      this.#leftMs -= this.#stop();
      this.#run(this.#leftMs + this.#patienceMs);
    }
    try {
      return await start;
    } finally {
      if (--this.#starts === 0 && this.#timer !== undefined) {
        const tookMs = this.#stop();
        this.#leftMs -= Math.max(0, tookMs - this.#patienceMs);
        this.#patienceMs = Math.max(0, this.#patienceMs - tookMs);
        this.#run(this.#leftMs);
      }
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #run(ms: number): void {
    this.#beganMs = performance.now();
    this.#timer = setTimeout(() => this.#tellOver(), Math.max(0, ms));
  }

  /** Milliseconds that it ran. */
  #stop(): number {
    clearTimeout(this.#timer);
    return performance.now() - this.#beganMs;
  }
}
