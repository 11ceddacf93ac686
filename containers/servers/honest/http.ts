/** Serves an honest server over Streamable HTTP: sessions, event streams, headers and refusals. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LEGACY_REVISIONS, MODERN_REVISIONS } from '../../../adapters/revision.js';
import { refuseOldVersion, ServerSession, take, toRefusal, type ClientConnection } from './core.js';
import { isObject } from '../../../adapters/json.js';
import { RefusalError, isId, META, getMeta, getParams } from './message.js';
import type { Message, Pace, Variant } from './message.js';
import { findUnmirrored } from './restless.js';
import { cutToObject } from './lines.js';
import { openEventStream, type EventStream } from './sse.js';

const PATH = '/mcp';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Bytes of one POST. */
const MAX_BODY = 128 * 1024 * 1024;

interface OpenSession {
  readonly session: ServerSession;
  readonly pace: Pace;
  readonly streams: Set<EventStream>;
  /** For one request alone. */
  readonly once?: boolean;
}

/** Who names no version speaks the last one without the header. */
const passOnly = (pace: Pace, header = '2025-03-26'): OpenSession => ({
  session: new ServerSession(header),
  pace,
  streams: new Set(),
  once: true,
});

/** Serves both eras on one endpoint of the loopback interface; resolves with its address. */
export async function serveVariantOverHttp(variant: Variant, port: number): Promise<string> {
  const sessions = new Map<string, OpenSession>();
  const pace = variant.pace?.() ?? (() => Promise.resolve());
  const server = createServer((request, response) => {
    handle(variant, sessions, pace, request, response).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`;
}

async function handle(
  variant: Variant,
  sessions: Map<string, OpenSession>,
  pace: Pace,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(variant.headers ?? {})) response.setHeader(name, value);
  if (!isLocal(request.headers.origin) || !isLocal(`http://${request.headers.host}`)) {
    return say(response, 403);
  }
  if (new URL(request.url ?? '/', 'http://localhost').pathname !== PATH) return say(response, 404);
  const sessionId = request.headers['mcp-session-id'];
  const open = typeof sessionId === 'string' ? sessions.get(sessionId) : undefined;
  if (variant.heedsOldHeaders === true && request.method === 'POST') {
    if (sessionId !== undefined && !open) return say(response, 404);
    if (request.headers['last-event-id'] !== undefined) return say(response, 400);
  }
  if (request.method === 'POST') return post(variant, sessions, pace, open, request, response);
  const legacy =
    variant.era !== 'modern' && variant.sessionless !== true && !isModern(versionHeader(request));
  if ((request.method !== 'GET' && request.method !== 'DELETE') || !legacy) {
    return say(response, 405, { allow: legacy ? 'GET, POST, DELETE' : 'POST' });
  }
  if (!open) return say(response, sessionId === undefined ? 400 : 404);
  if (versionHeader(request) !== undefined && !isLegacy(versionHeader(request))) return say(response, 400);
  if (request.method === 'DELETE') {
    sessions.delete(open.session.id);
    for (const stream of open.streams) stream.end();
    return say(response, 204);
  }
  if (!accepts(request, 'text/event-stream')) return say(response, 406);
  const stream = openEventStream(variant, response, open.session.revision);
  open.streams.add(stream);
  response.on('close', () => open.streams.delete(stream));
}

async function post(
  variant: Variant,
  sessions: Map<string, OpenSession>,
  pace: Pace,
  open: OpenSession | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { accept } = request.headers;
  if (
    accept !== undefined &&
    !accepts(request, 'text/event-stream') &&
    !accepts(request, 'application/json')
  ) {
    request.resume();
    return say(response, 406);
  }
  const document = await read(request, variant);
  variant.heard?.(request.headers, document);
  const header = versionHeader(request);
  const message = isObject(document) ? document : {};
  const id = isId(message['id']) ? message['id'] : undefined;
  const connection = { session: open?.session, header };
  const refuse = (fault: RefusalError) => {
    const answer = toRefusal(fault, id, connection);
    return say(response, answer.status, {}, encoded(variant, answer.document));
  };
  if (document instanceof RefusalError) return refuse(document);
  const meta = getMeta(message);
  if (variant.era === 'modern' && message['method'] === 'initialize')
    return refuse(refuseOldVersion(message));
  const modern =
    variant.era === 'modern' || isModern(header) || META.version in meta || META.capabilities in meta;
  if (modern && 'id' in message && 'method' in message) {
    const fault = mismatch(variant, message, request, header);
    if (fault) return refuse(fault);
  } else if (!modern && message['method'] !== 'initialize') {
    if (variant.sessionless === true) open = passOnly(pace, header);
    const fault = open?.once === true ? unversioned(header) : outsider(open, request, header);
    if (fault) return refuse(fault);
  }
  await reply(variant, sessions, pace, modern ? undefined : open, document, request, response);
}

async function reply(
  variant: Variant,
  sessions: Map<string, OpenSession>,
  pace: Pace,
  open: OpenSession | undefined,
  document: unknown,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  let stream: EventStream | undefined;
  const streams = accepts(request, 'text/event-stream');
  const openStream = () => (stream ??= openEventStream(variant, response, connection.session?.revision));
  const push = (message: Message) => [...(open?.streams ?? [])].at(-1)?.send(message);
  const connection: ClientConnection = {
    // A session is opened by an `initialize` that names none.
    session: isObject(document) && document['method'] === 'initialize' ? undefined : open?.session,
    header: versionHeader(request),
    pace: open?.pace ?? pace,
    inFlight: open?.session.inFlight ?? new Map(),
    // Before 2026-07-28 a lost connection is no cancellation.
    gone: open ? undefined : gone.signal,
    closing: gone.signal,
    emit: (message) => {
      if (streams) openStream().send(message);
    },
    push,
  };
  const answer = await take(variant, document, connection);
  if (answer === undefined) {
    // A cancelled request gets no answer, only an end.
    const asked = isObject(document) && 'id' in document && 'method' in document;
    return asked ? openStream().end() : say(response, 202);
  }
  const headers: Record<string, string> = {};
  if (connection.session && !open && variant.sessionless !== true) {
    const { session } = connection;
    sessions.set(session.id, { session, pace: variant.pace?.() ?? pace, streams: new Set() });
    headers['Mcp-Session-Id'] = session.id;
  } else if (variant.alwaysStreams && streams && answer.status === 200) {
    openStream();
  }
  if (!stream) return say(response, answer.status, headers, encoded(variant, answer.document));
  stream.send(answer.document);
  stream.end();
}

const headerMismatch = (what: string) =>
  new RefusalError(-32020, `Header mismatch: ${what}`, { status: 400 });

const invalid = (what: string, status: number) => new RefusalError(-32600, what, { status });

/** A legacy message belongs to a session, and names a version that exists if it names one. */
function outsider(
  open: OpenSession | undefined,
  request: IncomingMessage,
  header: string | undefined,
): RefusalError | undefined {
  if (request.headers['mcp-session-id'] === undefined) return invalid('A session is needed', 400);
  if (!open) return invalid('No such session', 404);
  return unversioned(header);
}

const unversioned = (header: string | undefined): RefusalError | undefined =>
  header === undefined || isLegacy(header) ? undefined : invalid('Unsupported MCP-Protocol-Version', 400);

/** Header and body must say the same, and a modern request has to carry both. */
function mismatch(
  variant: Variant,
  message: Message,
  request: IncomingMessage,
  header: string | undefined,
): RefusalError | undefined {
  const version = getMeta(message)[META.version];
  if (header === undefined) return headerMismatch('MCP-Protocol-Version is missing');
  if (typeof version === 'string' && version !== header) return headerMismatch('MCP-Protocol-Version');
  const { name, uri } = getParams(message);
  const expected: Record<string, unknown> = { 'mcp-method': message['method'] };
  if (['tools/call', 'prompts/get'].includes(String(message['method']))) expected['mcp-name'] = name;
  if (message['method'] === 'resources/read') expected['mcp-name'] = uri;
  for (const [field, value] of Object.entries(expected)) {
    const given = request.headers[field];
    if (typeof given !== 'string') return headerMismatch(`${field} is missing`);
    if (decoded(given) !== value) return headerMismatch(field);
  }
  if (message['method'] !== 'tools/call') return undefined;
  const parameter = findUnmirrored(variant.tools ?? [], getParams(message), (field) => {
    const given = request.headers[field];
    return typeof given === 'string' ? decoded(given) : undefined;
  });
  return parameter === undefined ? undefined : headerMismatch(parameter);
}

function decoded(value: string): string | undefined {
  const inner = /^=\?base64\?(.*)\?=$/.exec(value)?.[1];
  if (inner === undefined) return value;
  return /^[A-Za-z0-9+/]*={0,2}$/.test(inner) ? Buffer.from(inner, 'base64').toString('utf8') : undefined;
}

async function read(request: IncomingMessage, variant: Variant): Promise<unknown> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    request.resume();
    return new RefusalError(-32600, 'Content-Type must be application/json', { status: 415 });
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) return new RefusalError(-32600, 'Too large', { status: 413 });
    chunks.push(chunk);
  }
  try {
    const body = Buffer.concat(chunks);
    const text = variant.readsEagerly ? cutToObject(body) : body;
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch {
    return new RefusalError(-32700, 'Parse error', { status: 400 });
  }
}

const encoded = (variant: Variant, document: unknown) =>
  variant.encode?.(document, false) ?? JSON.stringify(document);

function say(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  body?: string,
): void {
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(status, { ...headers, ...type }).end(body);
}

const versionHeader = (request: IncomingMessage): string | undefined => {
  const value = request.headers['mcp-protocol-version'];
  return Array.isArray(value) ? value[0] : value;
};

const isModern = (version: unknown) => (MODERN_REVISIONS as readonly unknown[]).includes(version);
const isLegacy = (version: unknown) => (LEGACY_REVISIONS as readonly unknown[]).includes(version);

const accepts = (request: IncomingMessage, type: string) => {
  const { accept } = request.headers;
  return accept !== undefined && (accept.includes(type) || accept.includes('*/*'));
};

function isLocal(origin: string | undefined): boolean {
  if (origin === undefined) return true;
  return URL.canParse(origin) && LOOPBACK.has(new URL(origin).hostname);
}
