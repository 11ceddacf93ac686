/** A worker thread for what a target may have made to never end: each job has so much time, and all of them so much memory. */
import { Worker } from 'node:worker_threads';

/** Milliseconds until a thread has loaded what it needs; a fifth of a second where nothing else runs. */
const LOAD_MS = 60_000;
/** On a busy machine a job may wait for a processor: so many times its limit, and no longer. */
const MAX_WAITS = 20;

/**
 * One thread for all jobs, one after the other, because loading it takes longer than a job. A job that is too much for it ends
 * it, and the next one has a new one. The file says anything once it is loaded, and answers each message with one.
 */
export class LimitedThread<Job, Answer> {
  readonly #file: URL;
  readonly #memoryMb: number;
  #ready: Promise<Worker | undefined> | undefined;
  /** Who comes while the thread is at work waits for it. */
  #turn: Promise<unknown> = Promise.resolve();

  /** `memoryMb`: mebibytes of heap. */
  constructor(file: URL, memoryMb: number) {
    this.#file = file;
    this.#memoryMb = memoryMb;
  }

  /**
   * Settles with the answer; with nothing where the job took more than `limitMs` milliseconds of a processor, or too much memory.
   * Never rejects.
   */
  run(job: Job, limitMs: number): Promise<Answer | undefined> {
    const mine = this.#turn.then(() => this.#runNow(job, limitMs));
    this.#turn = mine;
    return mine;
  }

  async #runNow(job: Job, limitMs: number): Promise<Answer | undefined> {
    this.#ready ??= this.#start();
    const worker = await this.#ready;
    if (worker === undefined) {
      this.#ready = undefined;
      return undefined;
    }
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(job);
    const said = await nextMessage(worker, limitMs * MAX_WAITS, makeClock(limitMs));
    if (said !== undefined) return said.value as Answer;
    this.#ready = undefined;
    await worker.terminate();
    return undefined;
  }

  /** A thread that is loaded; nothing where it is not in time, because what it says late would pass for an answer. */
  async #start(): Promise<Worker | undefined> {
    const worker = new Worker(this.#file, { resourceLimits: { maxOldGenerationSizeMb: this.#memoryMb } });
    // It ends with the process, and holds up none that has nothing else to do.
    worker.unref();
    if ((await nextMessage(worker, LOAD_MS)) !== undefined) return worker;
    await worker.terminate();
    return undefined;
  }
}

/** When to look, and whether the time is up. */
interface Clock {
  everyMs: number;
  isOver(): boolean;
}

/**
 * Over once other threads than this one have had so much of a processor since now. As long as this thread was at work at all, it
 * may have had one: what is taken off is as much as it can have been, so that no verdict turns with the load.
 */
function makeClock(limitMs: number): Clock {
  const begun = process.cpuUsage();
  const idle = performance.eventLoopUtilization();
  return {
    everyMs: Math.ceil(limitMs / 10),
    isOver() {
      const { user, system } = process.cpuUsage(begun);
      return (user + system) / 1_000 - performance.eventLoopUtilization(idle).active >= limitMs;
    },
  };
}

/** Nothing where the thread is too late, or ends: out of memory, or of a stack that a job blew. */
async function nextMessage(
  worker: Worker,
  maxMs: number,
  clock?: Clock,
): Promise<{ value: unknown } | undefined> {
  const timers: NodeJS.Timeout[] = [];
  const said = await new Promise<{ value: unknown } | undefined>((resolve) => {
    const giveUp = () => resolve(undefined);
    timers.push(setTimeout(giveUp, maxMs));
    if (clock !== undefined) timers.push(setInterval(() => clock.isOver() && giveUp(), clock.everyMs));
    worker.once('message', (value: unknown) => resolve({ value }));
    worker.once('error', giveUp);
    worker.once('exit', giveUp);
  });
  timers.forEach((timer) => clearInterval(timer));
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
  return said;
}
