/** Keeps the end of what a target writes to standard error, and records it within bounds. */
import { StringDecoder } from 'node:string_decoder';
import type { Transcript } from '../transcript.js';

/** Bytes of standard error that are kept for messages. */
const KEEP = 64 * 1024;
/** Characters of it that the transcript takes; a chatty target must not crowd out the conversation. */
const RECORD = 256 * 1024;
/** Characters of a line that has not ended which are held back. */
const HOLD = 32 * 1024;

/**
 * The last of what a process said on standard error, and a bounded record of it. That goes by whole lines: a secret that
 * comes in two chunks would be none in either.
 */
export class Stderr {
  readonly #transcript: Transcript;
  readonly #decoder = new StringDecoder('utf8');
  #tail: Buffer[] = [];
  #kept = 0;
  #recorded = 0;
  #held = '';

  constructor(transcript: Transcript) {
    this.#transcript = transcript;
  }

  add(chunk: Buffer): void {
    this.#tail.push(chunk);
    this.#kept += chunk.length;
    const keep = KEEP + this.#transcript.secrets.margin;
    // Twice the bound before anything is moved, so that small chunks cost nothing.
    if (this.#kept > 2 * keep) {
      this.#tail = [Buffer.from(Buffer.concat(this.#tail).subarray(-keep))];
      this.#kept = keep;
    }
    if (this.#recorded >= RECORD) return;
    this.#held += this.#decoder.write(chunk);
    const ended = this.#held.lastIndexOf('\n') + 1;
    if (ended > 0) this.#record(ended);
    if (this.#held.length > HOLD) this.#record(this.#transcript.secrets.border(this.#held));
  }

  /** Nothing comes any more: a line that has not ended is recorded as it is. */
  end(): void {
    if (this.#recorded < RECORD) this.#record(this.#held.length);
  }

  text(): string {
    return this.#transcript.secrets.slice(Buffer.concat(this.#tail), -KEEP);
  }

  #record(length: number): void {
    if (length === 0) return;
    const payload = this.#held.slice(0, length);
    this.#held = this.#held.slice(length);
    this.#recorded += length;
    this.#transcript.record({ direction: 'in', channel: 'stderr', payload });
    if (this.#recorded < RECORD) return;
    this.#held = '';
    this.#transcript.note(`more than ${RECORD} bytes; the rest is not recorded`, 'stderr');
  }
}
