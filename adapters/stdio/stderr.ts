import type { Transcript } from '../transcript.js';

/** Bytes of standard error that are kept for messages. */
const KEEP = 64 * 1024;
/** Bytes of it that the transcript takes; a chatty target must not crowd out the conversation. */
const RECORD = 256 * 1024;

/** The last of what a process said on standard error, and a bounded record of it. */
export class Stderr {
  readonly #transcript: Transcript;
  #tail: Buffer[] = [];
  #kept = 0;
  #recorded = 0;

  constructor(transcript: Transcript) {
    this.#transcript = transcript;
  }

  add(chunk: Buffer): void {
    this.#tail.push(chunk);
    this.#kept += chunk.length;
    // Twice the bound before anything is moved, so that small chunks cost nothing.
    if (this.#kept > 2 * KEEP) {
      this.#tail = [Buffer.from(Buffer.concat(this.#tail).subarray(-KEEP))];
      this.#kept = KEEP;
    }
    if (this.#recorded >= RECORD) return;
    this.#recorded += chunk.length;
    this.#transcript.record({ direction: 'in', channel: 'stderr', payload: chunk });
    if (this.#recorded >= RECORD)
      this.#transcript.note(`more than ${RECORD} bytes; the rest is not recorded`, 'stderr');
  }

  text(): string {
    return this.#transcript.redact(Buffer.concat(this.#tail).subarray(-KEEP).toString('utf8'));
  }
}
