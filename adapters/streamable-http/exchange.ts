/** Makes one HTTP request outside the MCP conversation, bounded in time and size. */
import { Readable } from 'node:stream';
import type { Agent, Dispatcher } from 'undici';
import { toBuffer, parseJson } from '../bytes.js';
import { observe, type Observation } from '../observation.js';
import type { Transcript } from '../transcript.js';
import type { HttpExchange, HttpRequest } from './endpoint.js';
import { flattenHeaders, hideHeaders, readMediaType, mergeHeaders, respell } from './headers.js';
import { SseReader, type SseEvent } from './sse.js';

/** Milliseconds until headers, and again until the end of the body. */
const TIMEOUT_MS = 10_000;
/** Bytes of a body that are kept; the rest is not read. */
const MAX_BODY = 1024 * 1024;
/** Events of one stream, from which on they are a flood. */
const MAX_EVENTS = 5_000;

interface Via {
  agent: Agent;
  origin: string;
  path: string;
  /** The user's headers. */
  own: Readonly<Record<string, string>>;
  transcript: Transcript;
  channel: string;
}

/** One HTTP request outside the conversation. Never rejects. */
export async function makeExchange(request: HttpRequest, via: Via): Promise<HttpExchange> {
  const { transcript, channel } = via;
  const host = request.host === undefined ? undefined : { host: request.host };
  const merged = mergeHeaders(via.own, request.headers, host);
  const headers = respell(merged, request.headers);
  const path = request.path ?? via.path;
  const body = typeof request.body === 'string' ? Buffer.from(request.body) : request.body;
  const binding = {
    ':method': request.method,
    ':path': path,
    ...respell(hideHeaders(merged, via.own), request.headers),
  };
  transcript.record({ direction: 'out', channel, payload: body ?? '', binding });

  const ms = request.timeout ?? TIMEOUT_MS;
  const clock = new Clock(ms, request.signal);
  try {
    const { origin } = via;
    const method = request.method;
    const { signal } = clock;
    const { bodyAfter } = request;
    const sent =
      body === undefined || bodyAfter === undefined
        ? { headers, body: body ?? null }
        : { headers: { ...headers, 'content-length': String(body.length) }, body: inTwo(body, bodyAfter) };
    const response = await via.agent.request({ origin, path, method, signal, ...sent });
    clock.allow(ms);
    return await received(response, clock, request.patience, via);
  } catch (error) {
    const how = clock.over ? `no headers ${clock.words}` : reason(error);
    return failed(observe(how, 'failure', [transcript.note(how, channel)]), clock.over);
  } finally {
    clock.clear();
  }
}

function inTwo(body: Uint8Array, after: Promise<unknown>): Readable {
  return Readable.from(
    (async function* () {
      yield body.subarray(0, 1);
      await after;
      yield body.subarray(1);
    })(),
  );
}

async function received(
  response: Dispatcher.ResponseData,
  clock: Clock,
  patience: HttpRequest['patience'],
  { transcript, channel }: Via,
): Promise<HttpExchange> {
  const headers = flattenHeaders(response.headers);
  const streaming = readMediaType(headers['content-type']) === 'text/event-stream';
  const stream = new Stream((event) => clock.allow(patience?.(event)));
  if (streaming) clock.allow(patience?.());
  const parts: Buffer[] = [];
  let length = 0;
  let cut: string | undefined;
  try {
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      parts.push(chunk);
      length += chunk.length;
      if (streaming) stream.feed(chunk);
      // A little further, so that a secret that lies across the cut is known for one.
      if (stream.isFlood || length > MAX_BODY + transcript.secrets.margin) break;
    }
  } catch (error) {
    cut = clock.over ? `no end ${clock.words}` : reason(error);
  }
  const whole = Buffer.concat(parts);
  const bytes = whole.subarray(0, MAX_BODY);
  if (length > MAX_BODY) cut = `longer than ${MAX_BODY} bytes`;
  else if (stream.isFlood) cut = `a flood: ${MAX_EVENTS} events without an end`;
  const payload = length > MAX_BODY ? transcript.secrets.slice(whole, 0, MAX_BODY) : bytes;
  const binding = {
    ':status': String(response.statusCode),
    ...headers,
    ...(cut === undefined ? {} : { cut }),
  };
  const entries = [transcript.record({ direction: 'in', channel, payload, binding })];
  return {
    status: observe(response.statusCode, 'HTTP status', entries),
    failed: undefined,
    header: (name) => observe(headers[name.toLowerCase()], `header ${name.toLowerCase()}`, entries),
    body: observe(bytes.toString('utf8'), 'body', entries),
    bytes,
    events: stream.events,
    retryMs: stream.retryMs,
    json: () => observe(parseJson(streaming ? stream.last : bytes), 'body', entries),
    complete: cut === undefined,
    cutByUs: cut !== undefined && (clock.over || length > MAX_BODY || stream.isFlood),
  };
}

function failed(failure: Observation<string>, cutByUs: boolean): HttpExchange {
  return {
    status: undefined,
    failed: failure,
    header: (name) => observe(undefined, `header ${name.toLowerCase()}`, failure.entries),
    body: observe('', 'body', failure.entries),
    bytes: Buffer.alloc(0),
    events: [],
    retryMs: undefined,
    json: () => observe(undefined, 'body', failure.entries),
    complete: false,
    cutByUs,
  };
}

/** The events of a body, as they come. */
class Stream {
  readonly events: SseEvent[] = [];
  retryMs: number | undefined;
  readonly #reader: SseReader;
  #full = false;

  constructor(onEvent: (event: SseEvent) => void) {
    this.#reader = new SseReader(MAX_BODY, {
      onEvent: (event) => {
        this.events.push(event);
        onEvent(event);
      },
      onRetry: (ms) => (this.retryMs = ms),
      onAside: () => {},
    });
  }

  /** More came than anybody asked for. */
  get isFlood(): boolean {
    return this.events.length >= MAX_EVENTS;
  }

  /** The data of the last event that has any. */
  get last(): Buffer {
    return this.events.findLast(({ data }) => data.length > 0)?.data ?? Buffer.alloc(0);
  }

  feed(chunk: Buffer): void {
    if (!this.#full) this.#full = !this.#reader.feed(toBuffer(chunk));
  }
}

const reason = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error.message : `${code}: ${error.message}`;
};

/** The time that an exchange has left, until it is over or somebody ends it. */
class Clock {
  /** Says why it is over: `within 500 ms`. */
  words = '';
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number, outer: AbortSignal | undefined) {
    this.#outer = outer;
    this.allow(ms);
    outer?.addEventListener('abort', this.#onAbort, { once: true });
    if (outer?.aborted === true) this.#onAbort();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get over(): boolean {
    return this.signal.aborted;
  }

  /** From now on; `undefined` leaves the time that it has. */
  allow(ms: number | undefined): void {
    if (ms === undefined || this.over) return;
    clearTimeout(this.#timer);
    this.words = `within ${ms} ms`;
    this.#timer = setTimeout(() => this.#controller.abort(), ms);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => {
    clearTimeout(this.#timer);
    this.words = 'until we stopped reading';
    this.#controller.abort();
  };
}
