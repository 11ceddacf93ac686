/** A signal that aborts with another one or after a time, whichever comes first. */

/**
 * Not `AbortSignal.any` with `AbortSignal.timeout`: Node 20 may collect that as garbage, and then it never aborts. Whoever makes one
 * ends it.
 */
export class Deadline {
  readonly #over = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout;
  #isLate = false;

  /** `ms` milliseconds from now on. */
  constructor(ms: number, outer?: AbortSignal) {
    this.#outer = outer;
    this.#timer = setTimeout(() => {
      this.#isLate = true;
      this.abort();
    }, ms);
    outer?.addEventListener('abort', this.#stop, { once: true });
    if (outer?.aborted === true) this.abort();
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** It was the time that ran out. */
  get isLate(): boolean {
    return this.#isLate;
  }

  /** Nothing aborts it any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener('abort', this.#stop);
  }

  /** Aborts it before its time. */
  abort(): void {
    this.end();
    this.#over.abort();
  }

  readonly #stop = (): void => this.abort();
}
