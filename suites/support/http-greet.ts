/** Opens conversations of plain HTTP exchanges: the handshake by hand, where the era has one. */
import type { Metadata } from '../../adapters/adapter.js';
import { isObject } from '../../adapters/json.js';
import { LEGACY_REVISIONS } from '../../adapters/revision.js';
import type { HttpConnection, HttpExchange } from '../../adapters/streamable-http/endpoint.js';
import type { RequirementId } from '../requirements/index.js';
import { CLIENT_INFO } from './compose.js';
import { exchangePatiently } from './http-busy.js';
import { HttpClient, isAnswer, POST_HEADERS, type Bounds, type HttpContext } from './http-client.js';

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
  if (t.era === 'modern') return new HttpClient(t, connection);
  const handshakeReply = await sendInitialize(t, connection, offer);
  const version = readAgreedVersion(handshakeReply);
  if (version === undefined) {
    for (const id of requirements) t.notVerified(id, 'answer `initialize` with a result');
    return undefined;
  }
  const client = new HttpClient(t, connection, { handshakeReply, revision: version });
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
  bounds: Bounds,
  connection: HttpConnection,
  protocolVersion: string,
  headers: Metadata = {},
): Promise<HttpExchange> {
  const params = { protocolVersion, capabilities: {}, clientInfo: CLIENT_INFO };
  return exchangePatiently(bounds, connection, {
    method: 'POST',
    headers: { ...POST_HEADERS, ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: 'http-0', method: 'initialize', params }),
    timeout: bounds.requestTimeoutMs,
    patience: (event) => (isAnswer(event, 'http-0') ? bounds.quietMs : undefined),
  });
}

/**
 * The legacy revision that a server serves beside the modern ones, asked with an `initialize` of its own; `undefined` where
 * it has none. What the modern revision says of servers that support only it does not speak of the others.
 */
export async function findLegacyRevision({ bounds, connection }: HttpClient): Promise<string | undefined> {
  const handshakeReply = await sendInitialize(bounds, connection, LEGACY_REVISIONS.at(-1) ?? '2025-11-25');
  await endSession(bounds, connection, handshakeReply);
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
export async function endSession(
  { requestTimeoutMs }: Bounds,
  connection: HttpConnection,
  handshakeReply: HttpExchange,
): Promise<void> {
  const id = handshakeReply.header('mcp-session-id').value;
  if (id === undefined) return;
  await connection.exchange({
    method: 'DELETE',
    headers: { 'mcp-session-id': id },
    timeout: requestTimeoutMs,
  });
}
