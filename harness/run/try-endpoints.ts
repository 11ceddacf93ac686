/** Looks where else on the same origin an MCP server answers; nobody judges what comes. */
import type { HttpConnection, HttpEndpoint } from '../../adapters/streamable-http/endpoint.js';
import { connectPlain } from '../../adapters/streamable-http/connect.js';
import { LEGACY_REVISIONS } from '../../adapters/revision.js';
import { isResponse } from '../../adapters/json-rpc.js';
import { isJson, readMediaType } from '../../adapters/streamable-http/headers.js';
import { CLIENT_INFO } from '../../suites/support/compose.js';
import { Transcript } from '../../adapters/transcript.js';
import type { TransportTarget } from './transport-target.js';

/** Where servers usually have their endpoint. */
const PATHS = ['/mcp', '/mcp/', '/', '/api/mcp'];
const SSE_PATHS = ['/sse', '/mcp/sse'];
/** Milliseconds for one try. */
const TRY_MS = 1_500;
const REVISION = LEGACY_REVISIONS.at(-1) ?? '2025-11-25';

export interface Place {
  readonly target: TransportTarget;
  readonly endpoint: HttpEndpoint;
  readonly signal: AbortSignal;
}

export interface Tried {
  /** The path of an endpoint that answers as an MCP server does. */
  readonly path: string | undefined;
  /** The path where HTTP+SSE answers, the transport of 2024-11-05. */
  readonly sse: string | undefined;
  readonly paths: readonly string[];
}

const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: REVISION, capabilities: {}, clientInfo: CLIENT_INFO },
});
const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** Tries other paths than the one that was named, beside each other. */
export async function tryEndpoints({ target, endpoint, signal }: Place): Promise<Tried> {
  const own = new URL(endpoint.url).pathname;
  const transcript = new Transcript();
  const options = { era: 'legacy', revision: REVISION, signal, transcript, maxMessage: 1024 * 1024 } as const;
  const connection = (await target.adapter.open(endpoint, options)) as HttpConnection;
  const paths = PATHS.filter((path) => path !== own);
  try {
    const [posted, got] = await Promise.all([
      Promise.all(paths.map((path) => answers(connection, path, signal))),
      Promise.all([...new Set([own, ...SSE_PATHS])].map((path) => findSse(connection, path, signal))),
    ]);
    return {
      path: paths.find((_, at) => posted[at]),
      sse: got.find((path) => path !== undefined),
      paths: [...paths, ...SSE_PATHS],
    };
  } finally {
    await connection.close('abrupt');
  }
}

/** Whether an opening request is answered there by a JSON-RPC message. */
async function answers(connection: HttpConnection, path: string, signal: AbortSignal): Promise<boolean> {
  const request = { method: 'POST', headers: HEADERS, body: INITIALIZE, path, timeout: TRY_MS, signal };
  const done = await connection.exchange(request);
  const type = readMediaType(done.header('content-type').value);
  const document = done.json().value;
  const session = done.header('mcp-session-id').value;
  // A server that gives each client a session is told that this one is over.
  if (session !== undefined)
    await connection.exchange({
      method: 'DELETE',
      headers: { 'mcp-session-id': session },
      path,
      timeout: TRY_MS,
      signal,
    });
  const isRight = isJson(type) || type === 'text/event-stream';
  return isRight && isResponse(document) && document['jsonrpc'] === '2.0';
}

async function findSse(
  connection: HttpConnection,
  path: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const over = new AbortController();
  const headers = { accept: 'text/event-stream' };
  const patience = (event?: { event?: string | undefined }): undefined => {
    if (event !== undefined) over.abort();
  };
  const done = await connection.exchange({
    method: 'GET',
    headers,
    path,
    timeout: TRY_MS,
    patience,
    signal: AbortSignal.any([signal, over.signal]),
  });
  return done.events.some(({ event }) => event === 'endpoint') ? path : undefined;
}

/** Whether what listens at the address of an http: URL takes a TLS handshake, whatever its certificate. */
export async function speaksTls({ url }: HttpEndpoint, signal: AbortSignal): Promise<boolean> {
  const secure = new URL(url);
  if (secure.protocol !== 'http:') return false;
  const port = secure.port || '80';
  try {
    const socket = await connectPlain(
      new URL(`https://${secure.hostname}:${port}/`),
      { insecure: true },
      signal,
    );
    socket.destroy();
    return true;
  } catch {
    return false;
  }
}
