/** A Streamable HTTP connection: POST for each message, the GET stream, and the session. */
import { Agent } from 'undici';
import type { Channel, Closing, Metadata, OpenOptions, Outgoing, Traits } from '../adapter.js';
import { encode } from '../bytes.js';
import { NEVER_OPENED, OwnChannel } from '../channel.js';
import { Inbound } from '../inbound.js';
import { observe } from '../observation.js';
import type { Era } from '../revision.js';
import { settledWithin } from '../wait.js';
import type { HttpConnection, HttpEndpoint, HttpExchange, HttpRequest } from './endpoint.js';
import { makeExchange } from './exchange.js';
import { encodeEventId, hideHeaders, mergeHeaders, PLAIN } from './headers.js';
import { CONNECT_MS, toTlsOptions } from './connect.js';
import { HttpReply } from './reply.js';

const BASE: Omit<Traits, 'serverChannel' | 'abandonCancels'> = { channelPerRequest: true, raw: true };

export const HTTP_TRAITS: Record<Era, Traits> = {
  legacy: { ...BASE, abandonCancels: false, serverChannel: 'opened' },
  modern: { ...BASE, abandonCancels: true, serverChannel: 'none' },
};

/** The first revision whose requests name it in a header. */
const FIRST_WITH_HEADER = '2025-06-18';
/** Milliseconds for the DELETE of a session, and for sockets to close. */
const DELETE_MS = 2_000;
const DESTROY_MS = 1_000;
/** Milliseconds that an idle socket is kept, whatever the server says: on a busy machine one that closes its own may meet a request of ours. */
const IDLE_MS = 1_000;
const MAX_HEADER_BYTES = 64 * 1024;
const CLOSED = 'the connection was closed';

const POST_HEADERS = {
  ...PLAIN,
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};
const GET_HEADERS = { ...PLAIN, accept: 'text/event-stream' };

export class StreamableHttpConnection implements HttpConnection {
  readonly traits: Traits;
  readonly inbound = new Inbound();
  readonly url: string;
  readonly #endpoint: HttpEndpoint;
  readonly #options: OpenOptions;
  readonly #origin: string;
  readonly #path: string;
  readonly #agent: Agent;
  readonly #replies = new Set<HttpReply>();
  readonly #hurry = new AbortController();
  #posts = 0;
  #gets = 0;
  #exchanges = 0;
  #state: Metadata = {};
  #sessionId: string | null = null;
  #closing: Promise<Closing> | undefined;
  #over = false;

  constructor(endpoint: HttpEndpoint, options: OpenOptions) {
    const url = new URL(endpoint.url);
    this.traits = HTTP_TRAITS[options.era];
    this.#endpoint = endpoint;
    this.#options = options;
    this.#origin = url.origin;
    this.#path = url.pathname + url.search;
    this.url = url.origin + url.pathname;
    this.#agent = new Agent({
      connect: { ...toTlsOptions(endpoint.tls ?? {}), timeout: CONNECT_MS },
      // How long a reply may take is for the session to say, and a stream may be silent for as long as it likes.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    });
    if (options.era === 'modern') this.settle({ revision: options.revision });
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
    if (options.signal.aborted) this.#onAbort();
  }

  send({ body, mirror, envelope }: Outgoing): Channel {
    const headers = mergeHeaders(POST_HEADERS, this.#endpoint.headers, this.#state, mirror, envelope);
    return this.#request('POST', `post-${++this.#posts}`, headers, encode(body), this.inbound).channel;
  }

  settle({ revision, sessionId }: { revision: string; sessionId?: string | null }): void {
    if (sessionId !== undefined) this.#sessionId = sessionId;
    this.#state = {
      'mcp-protocol-version': revision >= FIRST_WITH_HEADER ? revision : null,
      'mcp-session-id': this.#sessionId,
    };
  }

  listen(options: { lastEventId?: string; headers?: Metadata } = {}): Channel {
    const id = `get-${++this.#gets}`;
    if (this.traits.serverChannel === 'none') return this.#absent(id);
    const { lastEventId } = options;
    const resume: Metadata = {
      'last-event-id': lastEventId === undefined ? null : (encodeEventId(lastEventId) ?? lastEventId),
    };
    const own = this.#endpoint.headers;
    const headers = mergeHeaders(GET_HEADERS, own, this.#state, resume, options.headers);
    return this.#request('GET', id, headers, null, this.inbound, lastEventId).channel;
  }

  exchange(request: HttpRequest): Promise<HttpExchange> {
    return makeExchange(request, {
      agent: this.#agent,
      origin: this.#originAt(request.address),
      path: this.#path,
      own: this.#endpoint.headers,
      transcript: this.#options.transcript,
      channel: `exchange-${++this.#exchanges}`,
    });
  }

  #originAt(address: string | undefined): string {
    if (address === undefined) return this.#origin;
    const url = new URL(this.#origin);
    url.hostname = address;
    return url.origin;
  }

  close(how: 'graceful' | 'abrupt'): Promise<Closing> {
    if (how === 'abrupt') this.#hurry.abort();
    this.#closing ??= this.#close(how);
    return this.#closing;
  }

  async #close(how: 'graceful' | 'abrupt'): Promise<Closing> {
    const startedAt = performance.now();
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    this.inbound.close();
    if (how === 'graceful' && this.#sessionId !== null && this.#options.era === 'legacy') {
      const headers = mergeHeaders(this.#endpoint.headers, this.#state);
      // An error document in reply to it is no message of the conversation.
      const nowhere = new Inbound();
      nowhere.end();
      const reply = this.#request('DELETE', 'delete-1', headers, null, nowhere);
      await settledWithin(reply.channel.ended, DELETE_MS, this.#hurry.signal);
    }
    this.#over = true;
    for (const reply of this.#replies) reply.drop('us', CLOSED);
    const dropped = this.inbound.dispose();
    if (dropped > 0) this.#options.transcript.note(`${dropped} messages came while closing and were dropped`);
    await settledWithin(this.#agent.destroy(), DESTROY_MS);
    return { forced: false, tookMs: Math.round(performance.now() - startedAt) };
  }

  readonly #onAbort = (): void => void this.close('abrupt');

  #request(
    method: 'POST' | 'GET' | 'DELETE',
    id: string,
    headers: Record<string, string>,
    body: Buffer | null,
    inbound: Inbound,
    resumes?: string,
  ): HttpReply {
    const { transcript, maxMessage } = this.#options;
    const channel: OwnChannel = new OwnChannel(id, () => reply.drop('us', 'dropped by the client'), resumes);
    const reply = new HttpReply({ channel, inbound, transcript, maxMessage }, () =>
      this.#replies.delete(reply),
    );
    if (this.#over) {
      reply.drop('us', CLOSED);
      return reply;
    }
    this.#replies.add(reply);
    const binding = { ':method': method, ...hideHeaders(headers, this.#endpoint.headers) };
    transcript.record({ direction: 'out', channel: id, payload: body ?? '', binding });
    try {
      this.#agent.dispatch({ origin: this.#origin, path: this.#path, method, headers, body }, reply);
    } catch (error) {
      reply.drop('fault', `cannot be sent: ${error instanceof Error ? error.message : String(error)}`);
    }
    return reply;
  }

  /** The modern era has no channel for the server alone: nothing is sent, and the channel says so. */
  #absent(id: string): Channel {
    const channel = new OwnChannel(id);
    const how = 'this revision has no stream that is opened with GET';
    const entry = this.#options.transcript.note(how, id);
    channel.open(NEVER_OPENED);
    channel.end({ by: 'us', how: observe(how, 'end of the channel', [entry]) });
    return channel;
  }
}
