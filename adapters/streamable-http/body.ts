/** Turns response bodies into frames: an SSE stream, a JSON document, or anything else. */
import { readJson } from '../bytes.js';
import type { OwnChannel } from '../channel.js';
import type { Inbound } from '../inbound.js';
import type { Transcript } from '../transcript.js';
import { SseReader, type SseEvent } from './sse.js';

/** What the body of one response becomes. */
export interface Body {
  /** Returns false once it has grown past the limit; nothing may be fed after that. */
  feed(chunk: Buffer): boolean;
  /** `complete` is false where the response was cut off. */
  end(complete: boolean): void;
  lastEventId?: string;
  retryMs?: number;
  /** What was in excess of what we read, in words; nothing after it counts. */
  excess: string | undefined;
  /** Why there is no message in a body that should be one, in words. */
  readonly flaw?: string | undefined;
}

export interface BodyOptions {
  channel: OwnChannel;
  inbound: Inbound;
  transcript: Transcript;
  maxMessage: number;
}

/** Asides (comments, ignored lines, retries) that one stream may put into the transcript. */
const MAX_ASIDES = 100;
/** Events and comments without a message in between, from which on they are a flood. */
const EMPTY_FLOOD = 20_000;

/** An SSE stream: a frame for every event that carries data. */
export class StreamBody implements Body {
  lastEventId?: string;
  retryMs?: number;
  excess: string | undefined;
  readonly #options: BodyOptions;
  readonly #reader: SseReader;
  #asides = 0;
  #empty = 0;

  constructor(options: BodyOptions) {
    this.#options = options;
    this.#reader = new SseReader(options.maxMessage, {
      onEvent: (event) => this.#onEvent(event),
      onRetry: (ms) => {
        this.retryMs = ms;
        this.#aside('retry', String(ms));
      },
      onAside: (kind, text) => this.#aside(kind, text),
    });
  }

  feed(chunk: Buffer): boolean {
    return this.#reader.feed(chunk) && this.excess === undefined;
  }

  /** An event without its empty line is no event (HTML standard, section 9.2.6). */
  end(): void {}

  #onEvent({ data, id, event }: SseEvent): void {
    if (id !== undefined) this.lastEventId = id;
    this.#empty = data.length === 0 ? this.#empty : 0;
    if (data.length === 0 && this.#isFlooded()) return;
    const binding = { ...(id === undefined ? {} : { id }), ...(event === undefined ? {} : { event }) };
    if (this.excess !== undefined) return;
    const { excess } = pushFrame(this.#options, data, binding, {
      ...(id === undefined ? {} : { eventId: id }),
      ...(event === undefined ? {} : { eventName: event }),
    });
    this.excess = excess;
  }

  #isFlooded(): boolean {
    if (++this.#empty > EMPTY_FLOOD) this.excess ??= `a flood: ${EMPTY_FLOOD} events without a message`;
    return this.excess !== undefined;
  }

  #aside(kind: string, text: string): void {
    if (this.#isFlooded()) return;
    if (this.#asides++ >= MAX_ASIDES) return;
    const { transcript, channel } = this.#options;
    transcript.record({ direction: 'in', channel: channel.id, payload: text, binding: { sse: kind } });
  }
}

/** One JSON document: one frame, whether it parses or not; of an error response only if it does. */
export class DocumentBody implements Body {
  excess: string | undefined;
  flaw: string | undefined;
  readonly #options: BodyOptions & { refused: boolean };
  #parts: Buffer[] = [];
  #length = 0;

  constructor(options: BodyOptions & { refused: boolean }) {
    this.#options = options;
  }

  feed(chunk: Buffer): boolean {
    this.#length += chunk.length;
    if (this.#length > this.#options.maxMessage) {
      this.#parts = [];
      return false;
    }
    this.#parts.push(chunk);
    return true;
  }

  end(complete: boolean): void {
    const [first] = this.#parts;
    if (first === undefined) return;
    const bytes = this.#parts.length === 1 ? first : Buffer.concat(this.#parts);
    this.#parts = [];
    const { transcript, channel, refused } = this.#options;
    if (!complete)
      transcript.record({
        direction: 'in',
        channel: channel.id,
        payload: bytes,
        binding: { incomplete: 'true' },
      });
    else {
      const { excess, isJson } = pushFrame(this.#options, bytes, undefined, {}, refused);
      this.excess = excess;
      if (isJson === false && !refused) this.flaw = `its ${bytes.length} bytes are no JSON`;
    }
  }
}

/** Bytes of a body that is no message (an error page) that go into the transcript. */
const KEEP_OTHER = 64 * 1024;

/** Anything else: recorded, and no frame. */
export class OtherBody implements Body {
  readonly excess = undefined;
  readonly #options: BodyOptions;
  readonly #kept: Buffer[] = [];
  #length = 0;

  constructor(options: BodyOptions) {
    this.#options = options;
  }

  feed(chunk: Buffer): boolean {
    if (this.#length < KEEP_OTHER + this.#options.transcript.secrets.margin) this.#kept.push(chunk);
    this.#length += chunk.length;
    return this.#length <= this.#options.maxMessage;
  }

  end(complete: boolean): void {
    if (this.#length === 0) return;
    const { transcript, channel } = this.#options;
    const payload = transcript.secrets.slice(Buffer.concat(this.#kept), 0, KEEP_OTHER);
    transcript.record({
      direction: 'in',
      channel: channel.id,
      payload,
      binding: { bytes: String(this.#length), ...(complete ? {} : { incomplete: 'true' }) },
    });
  }
}

/** Makes a frame of a message, unless there is more in it than we read. */
function pushFrame(
  { channel, inbound, transcript }: BodyOptions,
  bytes: Buffer,
  binding: Record<string, string> | undefined,
  event: { eventId?: string; eventName?: string },
  jsonOnly = false,
): { excess?: string; isJson?: boolean } {
  const entry = transcript.record({
    direction: 'in',
    channel: channel.id,
    payload: bytes,
    ...(binding === undefined ? {} : { binding }),
  });
  // Without data an event only sets the id to resume from; there is no message in it.
  if (bytes.length === 0) return {};
  const { json, excess, cut } = readJson(bytes);
  if (excess !== undefined) return { excess };
  if (cut !== undefined) transcript.note(cut, channel.id);
  const isJson = json !== undefined;
  if (!isJson && jsonOnly) return { isJson };
  const whole = cut === undefined ? {} : ({ isCut: true } as const);
  const frame = { channel, entry, atMs: performance.now(), bytes, ...event, ...whole };
  // An event with a name of its own is not for a client of MCP, whatever it holds.
  const isForUs = (event.eventName ?? 'message') === 'message';
  inbound.push(!isJson || !isForUs ? frame : { ...frame, json });
  return { isJson };
}
