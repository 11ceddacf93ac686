/** Whether there is time to spare for more work beside the present one: of the machine, and of this process. */
import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { readTimes, type Times } from '../../suites/support/busy.js';

/** Milliseconds from one look to the next: what the machine says of itself is counted in steps of ten. */
const LOOK_MS = 60;
/** Share of the processors that is left over, and of our own thread that is taken at most. */
const SPARE = 0.2;
const MAX_OWN = 0.8;

/** Looks now and then, and only while it is asked. The first look sees nothing: it takes two to see what was used between them. */
export class SpareTime {
  #lookedMs = -Infinity;
  #times: Times | undefined;
  #own: EventLoopUtilization | undefined;
  #has = false;

  /** As seen at a look that nobody took advantage of yet: what more it makes of the machine is to be seen before the next one. */
  take(): boolean {
    const has = this.#look();
    this.#has = false;
    return has;
  }

  #look(): boolean {
    const now = performance.now();
    if (now - this.#lookedMs < LOOK_MS) return this.#has;
    this.#lookedMs = now;
    const [times, own] = [readTimes(), performance.eventLoopUtilization()];
    this.#has =
      this.#times !== undefined &&
      this.#own !== undefined &&
      times.all > this.#times.all &&
      (times.idle - this.#times.idle) / (times.all - this.#times.all) >= SPARE &&
      performance.eventLoopUtilization(own, this.#own).utilization <= MAX_OWN;
    [this.#times, this.#own] = [times, own];
    return this.#has;
  }
}
