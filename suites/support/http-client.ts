import type { Metadata } from '../../adapters/adapter.js';
import type { Observation } from '../../adapters/observation.js';
import { LEGACY_REVISIONS } from '../../adapters/revision.js';
import type { HttpConnection, HttpExchange } from '../../adapters/streamable-http/endpoint.js';
import type { RequirementId } from '../requirements/index.js';
import type { BindingContext } from '../scenario.js';
import { CLIENT_INFO, getProbeMethod, makeRequest } from './compose.js';
import { readErrorCode, isResult } from '../../adapters/json-rpc.js';
import { isObject, type Json } from '../../adapters/json.js';
import { computeMirror } from '../../adapters/mirror.js';

export type HttpContext<R extends RequirementId = RequirementId> = BindingContext<'streamable-http', R>;

/** Milliseconds for the reply to one POST, stream included. */
const REPLY_MS = 5_000;
/** Milliseconds for a tool call: one that takes longer is no good for a look at the binding. */
const CALL_MS = 2_500;
/** Milliseconds that a GET stream is watched: it has no end of its own. */
export const GLANCE_MS = 1_000;

/** One POST as it is right; scenarios bend a copy of it. */
export interface Post {
  document: Json;
  headers: Metadata;
}

const POST_HEADERS: Metadata = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};
const FIRST_WITH_VERSION_HEADER = '2025-06-18';

/** A conversation of plain HTTP exchanges, so that every header is the scenario's own. */
export class HttpClient {
  readonly connection: HttpConnection;
  readonly modern: boolean;
  readonly revision: string;
  /** What `initialize` brought; absent in the modern era. */
  readonly handshakeReply: HttpExchange | undefined;
  readonly sessionId: string | undefined;
  /** Tool definitions by name, for mirrored parameters. */
  readonly tools = new Map<string, Json>();
  #lastId = 0;

  constructor(connection: HttpConnection, modern: boolean, revision: string, handshakeReply?: HttpExchange) {
    this.connection = connection;
    this.modern = modern;
    this.revision = revision;
    this.handshakeReply = handshakeReply;
    this.sessionId = handshakeReply?.header('mcp-session-id').value;
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

  post(
    post: Post,
    more: Partial<{ headers: Metadata; host: string; timeout: number }> = {},
  ): Promise<HttpExchange> {
    return this.connection.exchange({
      method: 'POST',
      headers: { ...post.headers, ...more.headers },
      body: JSON.stringify(post.document),
      timeout: more.timeout ?? (post.document['method'] === 'tools/call' ? CALL_MS : REPLY_MS),
      ...(more.host === undefined ? {} : { host: more.host }),
    });
  }

  /** Any other method of the endpoint, with the headers of the session. */
  ask(method: string, headers: Metadata = {}, body?: string | Uint8Array): Promise<HttpExchange> {
    return this.connection.exchange({
      method,
      headers: { ...(this.modern ? {} : this.sessionHeaders), ...headers },
      ...(body === undefined ? {} : { body }),
      timeout: method === 'GET' ? GLANCE_MS : REPLY_MS,
    });
  }

  /** Whether this very request is served; without that, a refusal of its bent twin proves nothing. */
  async serves(post: Post): Promise<boolean> {
    return isResult((await this.post(post)).json().value);
  }
}

/**
 * Opens a legacy session by hand, or needs to do nothing in the modern era. `undefined` where `initialize` was not
 * answered with a result; the requirements are then not verified.
 */
export async function greet<R extends RequirementId>(
  t: HttpContext<R>,
  requirements: readonly NoInfer<R>[],
  offer: string = t.revision,
): Promise<HttpClient | undefined> {
  const connection = await t.connect();
  if (t.era === 'modern') return new HttpClient(connection, true, t.revision);
  const handshakeReply = await sendInitialize(connection, offer);
  const version = readAgreedVersion(handshakeReply);
  if (version === undefined) {
    for (const id of requirements) t.notVerified(id, 'answer `initialize` with a result');
    return undefined;
  }
  const client = new HttpClient(connection, false, version, handshakeReply);
  // So that closing the connection ends the session.
  connection.settle({ revision: version, sessionId: client.sessionId ?? null });
  await client.post(client.notification('notifications/initialized', {}));
  return client;
}

/**
 * `greet`, and then the request that the scenario will bend, as it is right: where that is not served, a refusal of its
 * bent twin proves nothing, and the requirements are not verified. `missing` says what the target would have to do.
 */
export async function greetAndProbe<R extends RequirementId>(
  t: HttpContext<R>,
  requirements: readonly NoInfer<R>[],
  missing: string,
): Promise<HttpClient | undefined> {
  const client = await greet(t, requirements);
  if (client === undefined || (await client.serves(client.probe()))) return client;
  for (const id of requirements) t.notVerified(id, missing);
  return undefined;
}

/** One `initialize`, as a legacy client sends it. */
export function sendInitialize(
  connection: HttpConnection,
  protocolVersion: string,
  headers: Metadata = {},
): Promise<HttpExchange> {
  const params = { protocolVersion, capabilities: {}, clientInfo: CLIENT_INFO };
  return connection.exchange({
    method: 'POST',
    headers: { ...POST_HEADERS, ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: 'http-0', method: 'initialize', params }),
    timeout: REPLY_MS,
  });
}

/**
 * The legacy revision that a server serves beside the modern ones, asked with an `initialize` of its own; `undefined` where
 * it has none. What the modern revision says of servers that support only it does not speak of the others.
 */
export async function findLegacyRevision(connection: HttpConnection): Promise<string | undefined> {
  const handshakeReply = await sendInitialize(connection, LEGACY_REVISIONS.at(-1) ?? '2025-11-25');
  await endSession(connection, handshakeReply);
  const version = readAgreedVersion(handshakeReply);
  return version !== undefined && (LEGACY_REVISIONS as readonly string[]).includes(version)
    ? version
    : undefined;
}

/** The revision that the answer to `initialize` names. */
export function readAgreedVersion(handshakeReply: HttpExchange): string | undefined {
  const document = handshakeReply.json().value;
  const result = isObject(document) && isObject(document['result']) ? document['result'] : {};
  const version = result['protocolVersion'];
  return typeof version === 'string' ? version : undefined;
}

/** Ends a session that was opened beside the conversation. */
export async function endSession(connection: HttpConnection, handshakeReply: HttpExchange): Promise<void> {
  const id = handshakeReply.header('mcp-session-id').value;
  if (id === undefined) return;
  await connection.exchange({ method: 'DELETE', headers: { 'mcp-session-id': id }, timeout: REPLY_MS });
}

/** The status, or what became of the exchange where there is none. */
export const observeOutcome = (exchange: HttpExchange): Observation =>
  exchange.status ?? exchange.failed ?? exchange.body;

export const isBetween =
  (from: number, to: number) =>
  (status: unknown): boolean =>
    typeof status === 'number' && status >= from && status <= to;

export const getMediaType = (exchange: HttpExchange): string =>
  exchange.header('content-type').value?.split(';', 1)[0]?.trim().toLowerCase() ?? '';

export const isStream = (exchange: HttpExchange): boolean => getMediaType(exchange) === 'text/event-stream';

/** Judges a refusal by status and JSON-RPC error code. */
export function judgeRefusal<R extends RequirementId>(
  t: HttpContext<R>,
  requirement: NoInfer<R>,
  exchange: HttpExchange,
  status: number,
  ...codes: number[]
): boolean {
  return (
    t.equal(requirement, observeOutcome(exchange), status) &&
    t.satisfies(
      requirement,
      exchange.json(),
      (document) => codes.some((code) => code === readErrorCode(document)),
      `a JSON-RPC error with code ${codes.join(' or ')}`,
    )
  );
}

/** A 405 that was seen anywhere has to say what is allowed instead. */
export function judgeAllow(t: HttpContext<'http.405-names-allowed-methods'>, exchange: HttpExchange): void {
  if (exchange.status?.value !== 405) {
    t.notApplicable('http.405-names-allowed-methods', 'no answer here has status 405');
    return;
  }
  t.satisfies(
    'http.405-names-allowed-methods',
    exchange.header('allow'),
    (allow) => allow !== undefined,
    'an `Allow` header',
  );
}

/** Judges that a request was answered with a result. `what` is said of it: `the same result as without the header`. */
export const judgeHttpServed = <R extends RequirementId>(
  t: HttpContext<R>,
  requirement: NoInfer<R>,
  exchange: HttpExchange,
  what: string,
): boolean => t.satisfies(requirement, exchange.failed ?? exchange.json(), isResult, what);

/** After an affront: the server is still there and answers. */
export async function judgeHttpSurvival<R extends RequirementId>(
  t: HttpContext<R>,
  requirement: NoInfer<R>,
  client: HttpClient,
): Promise<boolean> {
  const after = await client.post(client.probe());
  return judgeHttpServed(t, requirement, after, 'requests to be answered afterwards');
}
