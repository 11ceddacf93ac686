/** Reads server-sent events from a byte stream without changing a byte of their data. */
import { createParser, type EventSourceParser } from 'eventsource-parser';

export interface SseEvent {
  data: Buffer;
  id?: string;
  event?: string;
}

export interface SseListener {
  onEvent(event: SseEvent): void;
  onRetry(ms: number): void;
  /** A comment, or a line that the HTML standard tells a reader to ignore. */
  onAside(kind: 'comment' | 'ignored', text: string): void;
}

const CR = 13;
const LF = 10;
const BOM = Buffer.from('\ufeff');

const utf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');

/**
 * Server-sent events, byte for byte. The parser takes strings, so every byte goes through it as one character: a border
 * between chunks can split no character, and bytes that are not UTF-8 come out as they came in.
 */
export class SseReader {
  readonly #parser: EventSourceParser;
  #tooLong = false;
  #afterCr = false;
  /** The first bytes, until it is clear whether they are a byte order mark: the parser wants that in one piece. */
  #start: Buffer | undefined = Buffer.alloc(0);

  /** `limit` in bytes of one event. */
  constructor(limit: number, listener: SseListener) {
    this.#parser = createParser({
      maxBufferSize: limit,
      onEvent: ({ data, id, event }) =>
        listener.onEvent({
          data: Buffer.from(data, 'latin1'),
          ...(id === undefined ? {} : { id: utf8(id) }),
          ...(event === undefined ? {} : { event: utf8(event) }),
        }),
      onRetry: (ms) => listener.onRetry(ms),
      onComment: (comment) => listener.onAside('comment', utf8(comment)),
      onError: (error) => {
        if (error.type === 'max-buffer-size-exceeded') this.#tooLong = true;
        else listener.onAside('ignored', utf8(error.line ?? error.message));
      },
    });
  }

  /** Returns false once an event has grown past the limit; nothing may be fed after that. */
  feed(chunk: Buffer): boolean {
    if (this.#start !== undefined) {
      chunk = Buffer.concat([this.#start, chunk]);
      const undecided = chunk.length < BOM.length && chunk.equals(BOM.subarray(0, chunk.length));
      this.#start = undecided ? chunk : undefined;
      if (undecided) return true;
    }
    if (this.#afterCr && chunk[0] === LF) chunk = chunk.subarray(1);
    if (chunk.length === 0) return true;
    const text = chunk.toString('latin1');
    // A CR alone ends a line too, but the parser would wait for the next byte to see whether an LF follows.
    this.#afterCr = chunk[chunk.length - 1] === CR;
    this.#parser.feed(this.#afterCr ? `${text}\n` : text);
    return !this.#tooLong;
  }
}
