/** Makes one HTTP request outside the MCP conversation, bounded in time and size. */
import type { Agent, Dispatcher } from 'undici';
import { toBuffer, parseJson } from '../bytes.js';
import { observe, type Observation } from '../observation.js';
import type { Transcript } from '../transcript.js';
import type { HttpExchange, HttpRequest } from './endpoint.js';
import { flattenHeaders, hideHeaders, readMediaType, mergeHeaders, respell } from './headers.js';
import { SseReader } from './sse.js';

/** Milliseconds until headers, and again until the end of the body. */
const TIMEOUT_MS = 10_000;
/** Bytes of a body that are kept; the rest is not read. */
const MAX_BODY = 1024 * 1024;

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

  const timeout = new Timeout(request.timeout ?? TIMEOUT_MS);
  try {
    const { origin } = via;
    const method = request.method;
    const { signal } = timeout;
    const response = await via.agent.request({ origin, path, method, headers, body: body ?? null, signal });
    timeout.restart();
    return await received(response, timeout, via);
  } catch (error) {
    const how = timeout.signal.aborted ? `no headers within ${timeout.ms} ms` : reason(error);
    return failed(observe(how, 'failure', [transcript.note(how, channel)]));
  } finally {
    timeout.clear();
  }
}

async function received(
  response: Dispatcher.ResponseData,
  timeout: Timeout,
  { transcript, channel }: Via,
): Promise<HttpExchange> {
  const headers = flattenHeaders(response.headers);
  const parts: Buffer[] = [];
  let length = 0;
  let cut: string | undefined;
  try {
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      parts.push(chunk);
      length += chunk.length;
      // A little further, so that a secret that lies across the cut is known for one.
      if (length > MAX_BODY + transcript.secrets.margin) break;
    }
  } catch (error) {
    cut = timeout.signal.aborted ? `no end within ${timeout.ms} ms` : reason(error);
  }
  const whole = Buffer.concat(parts);
  const bytes = whole.subarray(0, MAX_BODY);
  if (length > MAX_BODY) cut = `longer than ${MAX_BODY} bytes`;
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
    json: () => {
      const stream = readMediaType(headers['content-type']) === 'text/event-stream';
      return observe(parseJson(stream ? lastData(bytes) : bytes), 'body', entries);
    },
    complete: cut === undefined,
  };
}

function failed(failure: Observation<string>): HttpExchange {
  return {
    status: undefined,
    failed: failure,
    header: (name) => observe(undefined, `header ${name.toLowerCase()}`, failure.entries),
    body: observe('', 'body', failure.entries),
    json: () => observe(undefined, 'body', failure.entries),
    complete: false,
  };
}

const nothing = (): void => {};

/** Of the events of a stream, the data of the last one that has any. */
function lastData(bytes: Buffer): Buffer {
  let last: Buffer = Buffer.alloc(0);
  const onEvent = ({ data }: { data: Buffer }) => {
    if (data.length > 0) last = data;
  };
  new SseReader(bytes.length, { onEvent, onRetry: nothing, onAside: nothing }).feed(toBuffer(bytes));
  return last;
}

const reason = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error.message : `${code}: ${error.message}`;
};

class Timeout {
  readonly ms: number;
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout;

  constructor(ms: number) {
    this.ms = ms;
    this.#timer = this.#start();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    this.clear();
    this.#timer = this.#start();
  }

  clear(): void {
    clearTimeout(this.#timer);
  }

  #start(): NodeJS.Timeout {
    return setTimeout(() => this.#controller.abort(), this.ms);
  }
}
