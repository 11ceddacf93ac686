/** Tells an answer that is late because the machine is busy from one that does not come. */
import { settledWithin } from '../../adapters/wait.js';
import { isBusy, readTimes } from '../../suites/support/busy.js';

/** Milliseconds before a limit at which the control is sent; where a server answers that in time, it answers. */
const AHEAD_MS = 500;
/** Limits that an answer may take in all where nothing is quick. */
const MAX_LIMITS = 3;
/** Milliseconds from one look at the machine to the next. */
const STEP_MS = 250;
/** From here on the answer to a control is late, in milliseconds, and the longest by which a short wait grows for it. */
const SLOW_MS = 100;
const MAX_MORE_MS = 1_000;
/** Milliseconds that are left to a case for saying what it saw. */
const MARGIN_MS = 500;

/** What can be seen beside a request that is waited for. */
export interface Beside {
  /** Sends a harmless request to the same server; settles as it is answered, or cannot be any more. Absent where nothing may be asked. */
  control(): Promise<unknown> | undefined;
  /** Requests that were answered on the connection so far. */
  answered(): number;
  /** Milliseconds of the quickest of these. */
  quickestMs(): number;
  /** When the case is over, on the clock of `performance.now`. */
  until(): number;
}

export class Patience {
  readonly #beside: Beside;
  #control: Control | undefined;

  constructor(beside: Beside) {
    this.#beside = beside;
  }

  /** When to begin to doubt a request that has so many milliseconds. */
  static begins(limitMs: number): number {
    return Math.max(limitMs / 2, limitMs - AHEAD_MS);
  }

  /**
   * Settles when a request has its end, or none is to be expected. Begun a moment before the limit. Goes on past it as long as
   * a control sent beside it is late too, the machine is busy and the server was seen to be quick; or other requests get their
   * answers. A server that is slow by nature is so on an idle machine too.
   */
  async outwait(end: Promise<unknown>, limitMs: number): Promise<void> {
    const beganMs = performance.now();
    const limitAt = beganMs + limitMs - Patience.begins(limitMs);
    const lastAt = Math.min(limitAt + limitMs * (MAX_LIMITS - 1), this.#beside.until() - MARGIN_MS);
    const isQuick = this.#beside.quickestMs() <= limitMs / 2;
    const control = this.#ask();
    let spare = readTimes();
    let answered = this.#beside.answered();
    if (await settledWithin(end, limitAt - beganMs)) return;
    while (performance.now() < lastAt) {
      const now = readTimes();
      const isFlowing = this.#beside.answered() - answered > (control?.isCounted() === true ? 1 : 0);
      const isUnanswered = control !== undefined && control.tookMs === undefined;
      const isLate = isQuick && isUnanswered && isBusy(spare, now);
      if (!isFlowing && !isLate) break;
      [spare, answered] = [now, this.#beside.answered()];
      if (await settledWithin(end, Math.min(STEP_MS, lastAt - performance.now()))) return;
    }
    // What is slow to answer the control may be as slow once more.
    const tookMs = control?.tookMs ?? 0;
    if (tookMs > AHEAD_MS) await settledWithin(end, Math.min(tookMs, lastAt - performance.now()));
  }

  /** A short wait that was in vain, measured by a control: settles at once where the server is quick. */
  async lookAgain(end: Promise<unknown>): Promise<void> {
    const control = this.#ask();
    if (control === undefined) return;
    await settledWithin(Promise.race([end, control.end]), MAX_MORE_MS);
    const tookMs = control.tookMs ?? 0;
    if (tookMs > SLOW_MS) await settledWithin(end, Math.min(tookMs, MAX_MORE_MS));
  }

  /** Requests that are doubted together are measured by one control. */
  #ask(): Control | undefined {
    if (this.#control !== undefined && this.#control.tookMs === undefined) return this.#control;
    const end = this.#beside.control();
    this.#control = end === undefined ? undefined : new Control(end);
    return this.#control;
  }
}

class Control {
  readonly end: Promise<unknown>;
  readonly #sentMs = performance.now();
  #isNew = false;
  tookMs: number | undefined;

  constructor(end: Promise<unknown>) {
    this.end = end.finally(() => {
      this.tookMs = performance.now() - this.#sentMs;
      this.#isNew = true;
    });
  }

  /** Whether its own answer is among those that were counted since the last time. */
  isCounted(): boolean {
    const isNew = this.#isNew;
    this.#isNew = false;
    return isNew;
  }
}
