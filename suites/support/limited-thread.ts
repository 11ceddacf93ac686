/** A worker thread for what a target may have made to never end: each job has so much time, and all of them so much memory. */
import { Worker } from 'node:worker_threads';

/** Milliseconds until a thread has loaded what it needs; a fifth of a second where nothing else runs. */
const LOAD_MS = 10_000;

/**
 * One thread for all jobs, one after the other, because loading it takes longer than a job. A job that is too much for it ends
 * it, and the next one has a new one. The file says anything once it is loaded, and answers each message with one.
 */
export class LimitedThread<Job, Answer> {
  readonly #file: URL;
  readonly #memoryMb: number;
  #ready: Promise<Worker> | undefined;
  /** Who comes while the thread is at work waits for it. */
  #turn: Promise<unknown> = Promise.resolve();

  /** `memoryMb`: mebibytes of heap. */
  constructor(file: URL, memoryMb: number) {
    this.#file = file;
    this.#memoryMb = memoryMb;
  }

  /** Settles with the answer; with nothing where it took more than `limitMs` milliseconds or too much memory. Never rejects. */
  run(job: Job, limitMs: number): Promise<Answer | undefined> {
    const mine = this.#turn.then(() => this.#runNow(job, limitMs));
    this.#turn = mine;
    return mine;
  }

  async #runNow(job: Job, limitMs: number): Promise<Answer | undefined> {
    this.#ready ??= this.#start();
    const worker = await this.#ready;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(job);
    const said = await nextMessage(worker, limitMs);
    if (said !== undefined) return said.value as Answer;
    this.#ready = undefined;
    await worker.terminate();
    return undefined;
  }

  async #start(): Promise<Worker> {
    const worker = new Worker(this.#file, { resourceLimits: { maxOldGenerationSizeMb: this.#memoryMb } });
    // It ends with the process, and holds up none that has nothing else to do.
    worker.unref();
    await nextMessage(worker, LOAD_MS);
    return worker;
  }
}

/** Nothing where the thread is too late, or ends: out of memory, or of a stack that a job blew. */
async function nextMessage(worker: Worker, limitMs: number): Promise<{ value: unknown } | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const said = await new Promise<{ value: unknown } | undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limitMs);
    worker.once('message', (value: unknown) => resolve({ value }));
    worker.once('error', () => resolve(undefined));
    worker.once('exit', () => resolve(undefined));
  });
  clearTimeout(timer);
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
  return said;
}
