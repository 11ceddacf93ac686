/** A client that makes single HTTP exchanges, so that scenarios control every header and body. */
import type { Metadata } from '../../adapters/adapter.js';
import { encodeEventId, PLAIN } from '../../adapters/streamable-http/headers.js';
import type { SseEvent } from '../../adapters/streamable-http/sse.js';
import { settledWithin } from '../../adapters/wait.js';
import { isResponseEvent } from './event-stream.js';
import { exchangePatiently } from './http-busy.js';
import type { HttpConnection, HttpExchange } from '../../adapters/streamable-http/endpoint.js';
import type { RequirementId } from '../requirements/index.js';
import type { BindingContext } from '../scenario.js';
import { getProbeMethod, makeRequest } from './compose.js';
import { isResult } from '../../adapters/json-rpc.js';
import type { Json } from '../../adapters/json.js';
import { computeMirror } from '../../adapters/mirror.js';

export type HttpContext<R extends RequirementId = RequirementId> = BindingContext<'streamable-http', R>;

/** One POST as it is right; scenarios bend a copy of it. */
export interface Post {
  document: Json;
  headers: Metadata;
}

/** The limits of a run for whatever is waited for. */
export type Bounds = Pick<HttpContext, 'requestTimeoutMs' | 'quietMs' | 'wait' | 'within'>;

/** Milliseconds that a GET stream is read at most, where work goes on beside it. */
const WATCHED_MS = 600_000;

export const POST_HEADERS: Metadata = {
  ...PLAIN,
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};
const FIRST_WITH_VERSION_HEADER = '2025-06-18';

/** What a handshake settled. */
interface OpenedSession {
  revision: string;
  handshakeReply: HttpExchange;
  sessionId: string;
}

/** A conversation of plain HTTP exchanges, so that every header is the scenario's own. */
export class HttpClient {
  readonly connection: HttpConnection;
  readonly modern: boolean;
  readonly bounds: Bounds;
  readonly revision: string;
  /** What `initialize` brought; absent in the modern era. */
  readonly handshakeReply: HttpExchange | undefined;
  readonly sessionId: string | undefined;
  /** Tool definitions by name, for mirrored parameters. */
  readonly tools = new Map<string, Json>();
  #lastId = 0;

  /** `session`: the one that a handshake opened, by hand or otherwise. */
  constructor(t: HttpContext, connection: HttpConnection, session: Partial<OpenedSession> = {}) {
    const { handshakeReply } = session;
    this.connection = connection;
    this.modern = t.era === 'modern';
    this.bounds = t;
    this.revision = session.revision ?? t.revision;
    this.handshakeReply = handshakeReply;
    this.sessionId = session.sessionId ?? handshakeReply?.header('mcp-session-id').value;
  }

  /** What every further request of the legacy session carries. */
  get sessionHeaders(): Metadata {
    return {
      ...(this.sessionId === undefined ? {} : { 'mcp-session-id': this.sessionId }),
      ...(this.revision >= FIRST_WITH_VERSION_HEADER ? { 'mcp-protocol-version': this.revision } : {}),
    };
  }

  request(method: string, params: Json = {}, capabilities?: Json): Post {
    const id = `http-${++this.#lastId}`;
    return this.#dress(
      makeRequest({ modern: this.modern, revision: this.revision, id }, method, params, capabilities),
    );
  }

  notification(method: string, params: Json): Post {
    return this.#dress({ jsonrpc: '2.0', method, params });
  }

  response(id: string): Post {
    return this.#dress({ jsonrpc: '2.0', id, result: {} });
  }

  /** Harmless, and every server of the era must answer it. */
  probe(params?: Json): Post {
    return this.request(getProbeMethod(this.modern), params);
  }

  #dress(document: Json): Post {
    // Headers of a modern notification are left open by the specification; the version does no harm.
    const own: Metadata = this.modern
      ? { 'mcp-protocol-version': this.revision, ...computeMirror(document, this.tools) }
      : this.sessionHeaders;
    return { document, headers: { ...POST_HEADERS, ...own } };
  }

  /**
   * Once the response is there, its stream has `endMs` left for its end; by default the time of any silence. `openMs`: what a
   * stream that need not answer has from its opening on.
   */
  post(
    post: Post,
    more: Partial<{
      headers: Metadata;
      host: string;
      endMs: number;
      openMs: number;
      bodyAfter: Promise<unknown>;
    }> = {},
  ): Promise<HttpExchange> {
    const { endMs = this.bounds.quietMs, openMs, host, bodyAfter } = more;
    const { id, method = 'a response' } = post.document;
    const exchange = (timeout: number): Promise<HttpExchange> =>
      exchangePatiently(this.bounds, this.connection, {
        method: 'POST',
        headers: { ...post.headers, ...more.headers },
        body: JSON.stringify(post.document),
        timeout,
        patience: (event) => (event === undefined ? openMs : isAnswer(event, id) ? endMs : undefined),
        ...(host === undefined ? {} : { host }),
        ...(bodyAfter === undefined ? {} : { bodyAfter }),
      });
    const kind = `POST ${String(method)}`;
    return this.bounds.within(
      kind,
      this.bounds.requestTimeoutMs,
      exchange,
      ({ status }) => status !== undefined,
    );
  }

  /**
   * Posts one after another, as long as all of them together have not taken as long as one may: who is slow is not asked
   * for everything.
   */
  async postInTurn(posts: readonly Post[]): Promise<HttpExchange[]> {
    const until = performance.now() + this.bounds.requestTimeoutMs;
    const exchanges: HttpExchange[] = [];
    for (const post of posts) if (performance.now() < until) exchanges.push(await this.post(post));
    return exchanges;
  }

  /** Any other method of the endpoint, with the headers of the session. A stream that opens is only glanced at. */
  ask(method: string, headers: Metadata = {}, body?: string | Uint8Array): Promise<HttpExchange> {
    return exchangePatiently(this.bounds, this.connection, {
      method,
      headers: { ...PLAIN, ...(this.modern ? {} : this.sessionHeaders), ...headers },
      ...(body === undefined ? {} : { body }),
      timeout: this.bounds.requestTimeoutMs,
      patience: (event) => (event === undefined ? this.bounds.quietMs : undefined),
    });
  }

  /**
   * Resumes a stream, and reads until the event that `isLast`, or for `withinMs`. `undefined` where the id is none that a
   * header can carry.
   */
  async resume(
    lastEventId: string,
    isLast: (event: SseEvent) => boolean,
    withinMs: number,
  ): Promise<HttpExchange | undefined> {
    const encoded = encodeEventId(lastEventId);
    if (encoded === undefined) return undefined;
    return exchangePatiently(this.bounds, this.connection, {
      method: 'GET',
      headers: {
        ...PLAIN,
        ...this.sessionHeaders,
        accept: 'text/event-stream',
        'last-event-id': encoded,
      },
      timeout: this.bounds.requestTimeoutMs,
      patience: (event) => (event === undefined ? withinMs : isLast(event) ? this.bounds.quietMs : undefined),
    });
  }

  /** Opens the GET stream and reads it for as long as `work` takes. Work begins once the server took or refused it. */
  async watch<T>(work: () => Promise<T>): Promise<{ stream: HttpExchange; brought: T }> {
    const over = new AbortController();
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    const stream = this.connection.exchange({
      method: 'GET',
      headers: { ...PLAIN, ...this.sessionHeaders, accept: 'text/event-stream' },
      timeout: this.bounds.requestTimeoutMs,
      patience: (event) => {
        if (event !== undefined) return undefined;
        open();
        return WATCHED_MS;
      },
      signal: over.signal,
    });
    await this.bounds.wait(Promise.race([opened, stream]));
    const brought = await work();
    // What the work set off may come a moment later.
    await this.bounds.wait(settledWithin(stream, this.bounds.quietMs));
    over.abort();
    return { stream: await stream, brought };
  }

  /** Whether this very request is served; without that, a refusal of its bent twin proves nothing. */
  async serves(post: Post): Promise<boolean> {
    return isResult((await this.post(post)).json().value);
  }
}

export const isAnswer = (event: SseEvent | undefined, id: unknown): boolean =>
  event !== undefined && isResponseEvent(event, id);
