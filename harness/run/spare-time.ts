/** Whether there is time to spare for more work beside the present one: of the machine, and of this process. */
import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { readTimes, type Times } from '../../suites/support/busy.js';

/** Milliseconds from one look to the next: what the machine says of itself is counted in steps of ten. */
const LOOK_MS = 60;
/** Share of the processors that is left over, and of our own thread that is taken at most. */
const SPARE = 0.2;
const MAX_OWN = 0.8;
/** The same where next to nothing is done, as with a target far away; and how many more may begin then from one look to the next. */
const IDLE = 0.7;
const IDLE_OWN = 0.3;
const MORE = 4;

/** Looks now and then, and only while it is asked. The first look sees nothing: it takes two to see what was used between them. */
export class SpareTime {
  #lookedMs = -Infinity;
  #times: Times | undefined;
  #own: EventLoopUtilization | undefined;
  /** How many more may begin before the next look. */
  #left = 0;

  /** As seen at the last look: what more it makes of the machine is to be seen before the next one. */
  take(): boolean {
    this.#look();
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }

  #look(): void {
    const now = performance.now();
    if (now - this.#lookedMs < LOOK_MS) return;
    this.#lookedMs = now;
    const [times, own] = [readTimes(), performance.eventLoopUtilization()];
    this.#left =
      this.#times === undefined || this.#own === undefined
        ? 0
        : count(times, this.#times, performance.eventLoopUtilization(own, this.#own).utilization);
    [this.#times, this.#own] = [times, own];
  }
}

/** `own`: share of our own thread that was taken. */
function count(times: Times, before: Times, own: number): number {
  const all = times.all - before.all;
  if (all <= 0) return 0;
  const idle = (times.idle - before.idle) / all;
  if (idle >= IDLE && own <= IDLE_OWN) return MORE;
  return idle >= SPARE && own <= MAX_OWN ? 1 : 0;
}
