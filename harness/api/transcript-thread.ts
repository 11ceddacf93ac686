/** Writes transcripts in a thread beside the run: to make a file takes longer than many a case. */
import { Worker } from 'node:worker_threads';

/** Characters that wait to be written; what would be more is left to whoever writes at the end. */
const MAX_WAITING = 8 * 1024 * 1024;
/** To wake the thread costs as much as to write a file: it is told of several at once, as soon as there are so many characters, … */
const BATCH = 256 * 1024;
/** … or after this long. */
const BATCH_MS = 100;

/** What the thread is told, some at a time, and what it answers to each. */
export interface Job {
  file: string;
  text: string;
}
export interface Done {
  file: string;
  /** Of what was written; absent where it could not be. */
  sha256?: string;
}

type Settle = (sha256: string | undefined) => void;

class TranscriptThread {
  readonly #worker = new Worker(new URL('./transcript-worker.js', import.meta.url));
  /** By file. */
  readonly #waiting = new Map<string, Settle>();
  #batch: Job[] = [];
  #size = 0;
  #timer: NodeJS.Timeout | undefined;

  /** It holds up nobody who waits for nothing. `gone`: it ended, and another is needed. */
  constructor(gone: (one: TranscriptThread) => void) {
    this.#worker.unref();
    this.#worker.on('message', (done: Done[]) => {
      for (const { file, sha256 } of done) this.#settle(file, sha256);
      if (this.#waiting.size === 0) this.#worker.unref();
    });
    this.#worker.on('error', () => undefined);
    this.#worker.once('exit', () => {
      gone(this);
      for (const file of this.#waiting.keys()) this.#settle(file, undefined);
    });
  }

  write(job: Job): Promise<string | undefined> {
    const written = new Promise<string | undefined>((settle) => this.#waiting.set(job.file, settle));
    this.#batch.push(job);
    this.#size += job.text.length;
    if (this.#size >= BATCH) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), BATCH_MS);
    return written;
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#batch.length === 0) return;
    this.#worker.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage(this.#batch);
    this.#batch = [];
    this.#size = 0;
  }

  #settle(file: string, sha256: string | undefined): void {
    this.#waiting.get(file)?.(sha256);
    this.#waiting.delete(file);
  }
}

/** One for all runs of this process. */
let thread: TranscriptThread | undefined;
let waiting = 0;

/** Starts the thread, where there is none: in a working folder that went away it could not start any more. */
export function startWriting(): void {
  thread ??= new TranscriptThread((gone) => {
    if (thread === gone) thread = undefined;
  });
}

/** Settles with the SHA-256 of a file that was written, with nothing where it was not. Never rejects. */
export async function writeBeside(job: Job): Promise<string | undefined> {
  const { length } = job.text;
  if (waiting + length > MAX_WAITING) return undefined;
  waiting += length;
  try {
    startWriting();
    return await thread?.write(job);
  } catch {
    // No thread is to be had.
    return undefined;
  } finally {
    waiting -= length;
  }
}

/** Lets the thread begin with what waits for company. */
export function hurryWriting(): void {
  thread?.flush();
}
