/** The bounded queue of frames that arrived and were not read yet, with back-pressure. */
import type { Frame } from './adapter.js';
import type { OwnFrame } from './channel.js';

/** Past either, sources stop reading until the consumer has caught up. One more chunk may still come in. */
const MAX_FRAMES = 1024;
const MAX_BYTES = 1024 * 1024;

/**
 * What arrived and was not taken yet: bounded, in order, for one consumer. Calling `next` again while one call waits
 * gives the same promise, so that a consumer may race it against a timer without losing a frame.
 */
export class Inbound implements AsyncIterable<Frame> {
  #frames: OwnFrame[] = [];
  #head = 0;
  #bytes = 0;
  #waiting: Promise<IteratorResult<Frame>> | undefined;
  #wake: ((result: IteratorResult<Frame>) => void) | undefined;
  #resume = new Set<() => void>();
  #closing = false;
  #over = false;
  #discarded = 0;

  push(frame: OwnFrame): void {
    if (this.#over || (this.#closing && this.#isFull())) {
      this.#discarded++;
      return;
    }
    const wake = this.#wake;
    if (wake !== undefined) {
      this.#wake = this.#waiting = undefined;
      wake({ done: false, value: frame });
      return;
    }
    frame.channel.queued();
    this.#frames.push(frame);
    this.#bytes += frame.bytes.length;
  }

  /** Sources must stop reading now, and leave a callback with `whenDrained`. */
  get full(): boolean {
    return !this.#closing && this.#isFull();
  }

  whenDrained(resume: () => void): void {
    this.#resume.add(resume);
  }

  /** From now on nothing is held back, so that a target can end; what does not fit is counted and dropped. */
  close(): void {
    this.#closing = true;
    this.#drained();
  }

  /** No frame comes after those that wait. Returns how many were dropped while closing. */
  end(): number {
    this.close();
    this.#over = true;
    this.#wake?.({ done: true, value: undefined });
    this.#wake = this.#waiting = undefined;
    return this.#discarded;
  }

  /** `end`, where perhaps nobody reads on: what waits can still be taken, but holds up no channel's end. */
  dispose(): number {
    for (const frame of this.#frames.slice(this.#head)) frame.channel.release();
    return this.end();
  }

  [Symbol.asyncIterator](): AsyncIterator<Frame> {
    // No `return`: a consumer may leave its loop and come back later.
    return { next: () => this.#next() };
  }

  #next(): Promise<IteratorResult<Frame>> {
    const frame = this.#frames[this.#head];
    if (frame !== undefined) return Promise.resolve({ done: false, value: this.#take(frame) });
    if (this.#over) return Promise.resolve({ done: true, value: undefined });
    return (this.#waiting ??= new Promise((resolve) => (this.#wake = resolve)));
  }

  #take(frame: OwnFrame): OwnFrame {
    this.#head++;
    this.#bytes -= frame.bytes.length;
    if (this.#head === this.#frames.length || this.#head === MAX_FRAMES) {
      this.#frames = this.#frames.slice(this.#head);
      this.#head = 0;
    }
    frame.channel.taken();
    // Half empty rather than just below the mark: a source is not paused and resumed for every frame.
    if (this.#resume.size > 0 && this.#waitingFrames() <= MAX_FRAMES / 2 && this.#bytes <= MAX_BYTES / 2)
      this.#drained();
    return frame;
  }

  #waitingFrames(): number {
    return this.#frames.length - this.#head;
  }

  #isFull(): boolean {
    return this.#waitingFrames() >= MAX_FRAMES || this.#bytes >= MAX_BYTES;
  }

  #drained(): void {
    const resume = this.#resume;
    this.#resume = new Set();
    for (const each of resume) each();
  }
}
