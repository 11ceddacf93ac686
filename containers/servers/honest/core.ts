/** The protocol logic of the honest servers: sessions, both eras, and the answer to each message. */
import { randomUUID } from 'node:crypto';
import { LEGACY_REVISIONS, MODERN_REVISIONS, type Era } from '../../../adapters/revision.js';
import { isObject } from '../../../adapters/json.js';
import { RefusalError, isId, LEVELS, META, getMeta, getParams } from './message.js';
import type { Id, Message, Pace, Variant } from './message.js';

/** A legacy session: the process over stdio, a session id over HTTP. */
export class ServerSession {
  readonly id = randomUUID();
  readonly revision: string;
  level = 'info';
  ready = false;
  readonly inFlight = new Map<Id, AbortController>();
  constructor(revision: string) {
    this.revision = revision;
  }
}

/** Where a message came from, and where what it causes may go. */
export interface ClientConnection {
  session: ServerSession | undefined;
  /** Which era the first request was of, where that decides. */
  pinned?: Era;
  /** `MCP-Protocol-Version`, where there are headers. */
  readonly header?: string | undefined;
  readonly pace: Pace;
  /** Requests of this link that can be cancelled by notification. */
  readonly inFlight: Map<Id, AbortController>;
  /** The requester has gone, and wants no answer any more. */
  readonly gone?: AbortSignal | undefined;
  /** Nothing more will be asked on this link: subscriptions end. */
  readonly closing: AbortSignal;
  /** On the request's own channel. */
  emit(message: Message): void;
  /** On a channel that belongs to no request, where there is one. */
  push?: ((message: Message) => void) | undefined;
}

export interface ServerAnswer {
  document: unknown;
  /** What HTTP says with it. */
  status: number;
}

const SERVER_INFO = { name: 'honest', version: '1.0.0' };

/** Whether a request is served without a session: it says so in `_meta` or its header, or nothing was opened. */
function eraOfRequest(variant: Variant, message: Message, connection: ClientConnection): Era {
  if (variant.era !== undefined) return variant.era;
  const era = connection.pinned ?? eraByLooks(message, connection);
  if (variant.pinsEra === true) connection.pinned = era;
  return era;
}

function eraByLooks(message: Message, connection: ClientConnection): Era {
  const meta = getMeta(message);
  if (META.version in meta || META.capabilities in meta) return 'modern';
  if (connection.session !== undefined || message['method'] === 'initialize') return 'legacy';
  return message['method'] === 'ping' && connection.header === undefined ? 'legacy' : 'modern';
}

/** One document in, at most one out. Batches exist at 2025-03-26 only. */
export async function take(
  variant: Variant,
  document: unknown,
  connection: ClientConnection,
): Promise<ServerAnswer | undefined> {
  if (!Array.isArray(document)) return takeOne(variant, document, connection);
  if (connection.session?.revision !== '2025-03-26' || document.length === 0) {
    return toRefusal(
      new RefusalError(-32600, 'No batches at this revision', { status: 400 }),
      undefined,
      connection,
    );
  }
  const answers = await Promise.all(document.map((item) => takeOne(variant, item, connection)));
  const documents = answers.flatMap((answer) => (answer === undefined ? [] : [answer.document]));
  return documents.length === 0 ? undefined : { document: documents, status: 200 };
}

async function takeOne(
  variant: Variant,
  message: unknown,
  connection: ClientConnection,
): Promise<ServerAnswer | undefined> {
  const id = isObject(message) && isId(message['id']) ? message['id'] : undefined;
  if (isObject(message) && message['jsonrpc'] === '2.0') {
    const { method } = message;
    if (method === undefined && ('result' in message || 'error' in message)) return undefined;
    if (typeof method === 'string' && !('id' in message)) return noted(message, connection);
    if (
      typeof method === 'string' &&
      id !== undefined &&
      (!('params' in message) || isObject(message['params']))
    )
      return request(variant, message, method, id, connection);
  }
  return toRefusal(new RefusalError(-32600, 'Invalid request', { status: 400 }), id, connection);
}

function noted(message: Message, connection: ClientConnection): undefined {
  if (message['method'] === 'notifications/initialized' && connection.session)
    connection.session.ready = true;
  if (message['method'] === 'notifications/cancelled') {
    const { requestId } = getParams(message);
    if (isId(requestId)) connection.inFlight.get(requestId)?.abort();
  }
}

async function request(
  variant: Variant,
  message: Message,
  method: string,
  id: Id,
  connection: ClientConnection,
) {
  const cancelled = new AbortController();
  // A client must not cancel `initialize`, so there is nothing to remember for it.
  if (method !== 'initialize') connection.inFlight.set(id, cancelled);
  const era = eraOfRequest(variant, message, connection);
  const gone = () => cancelled.signal.aborted || connection.gone?.aborted === true;
  try {
    const result =
      era === 'modern' ? modern(variant, message, method) : legacy(variant, message, method, connection);
    if (method === 'subscriptions/listen') return await listen(id, connection, cancelled.signal);
    if (method !== 'initialize') await connection.pace(method);
    if (gone()) return undefined;
    if (method !== 'initialize') {
      for (const aside of variant.asides?.(message, era, levelFor(message, era, connection)) ?? [])
        connection.emit(aside);
    }
    if (era === 'legacy' && variant.pings && connection.session?.ready) {
      connection.push?.({ jsonrpc: '2.0', id: `ping-${randomUUID()}`, method: 'ping' });
    }
    const plain = method === 'ping' || method === 'logging/setLevel';
    const full = plain ? result : (variant.embellish?.(method, result) ?? result);
    return { document: { jsonrpc: '2.0', id, result: full }, status: 200 };
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    return toRefusal(error, id, connection);
  } finally {
    connection.inFlight.delete(id);
  }
}

export function toRefusal(
  refusal: RefusalError,
  id: Id | undefined,
  connection: Pick<ClientConnection, 'session'>,
): ServerAnswer {
  const old = connection.session !== undefined && connection.session.revision < '2025-11-25';
  return { document: refusal.document(id ?? (old ? null : undefined)), status: refusal.status };
}

function levelFor(message: Message, era: Era, connection: ClientConnection): string | undefined {
  return era === 'legacy'
    ? connection.session?.level
    : (getMeta(message)[META.logLevel] as string | undefined);
}

/** To a client of the legacy era, where there is none: what it could speak instead. */
export const refuseOldVersion = (message: Message): RefusalError => {
  const data = { supported: MODERN_REVISIONS, requested: getParams(message)['protocolVersion'] ?? '' };
  return new RefusalError(-32022, 'Only 2026-07-28 is served', { status: 400, data });
};

function modern(variant: Variant, message: Message, method: string): Message {
  if (method === 'initialize' && variant.era === 'modern') throw refuseOldVersion(message);
  const meta = getMeta(message);
  const version = meta[META.version];
  if (typeof version !== 'string') throw malformed(META.version);
  if (!(MODERN_REVISIONS as readonly string[]).includes(version)) {
    const data = { supported: MODERN_REVISIONS, requested: version };
    throw new RefusalError(-32022, 'Unsupported protocol version', { status: 400, data });
  }
  if (!isObject(meta[META.capabilities])) throw malformed(META.capabilities);
  const level = meta[META.logLevel];
  if (level !== undefined && !LEVELS.includes(level as string))
    throw new RefusalError(-32602, 'Unknown log level');
  const cached = { ttlMs: 60_000, cacheScope: 'public' };
  switch (method) {
    case 'server/discover':
      return complete({ supportedVersions: MODERN_REVISIONS, capabilities: variant.capabilities, ...cached });
    case 'subscriptions/listen':
      if (variant.refusesSubscriptions) throw new RefusalError(-32603, 'No more subscriptions');
      if (isObject(getParams(message)['notifications'])) return {};
      throw new RefusalError(-32602, 'A subscription needs a filter');
    case 'tools/list':
      return complete({ ...list(variant, message, 404), ...cached });
    case 'tools/call':
      return complete(call(variant, message, 'modern', 404));
    case 'completion/complete':
      return complete(completed(variant, 404));
    default:
      throw unknown(method, 404);
  }
}

function legacy(variant: Variant, message: Message, method: string, connection: ClientConnection): Message {
  const params = getParams(message);
  switch (method) {
    case 'initialize': {
      if (typeof params['protocolVersion'] !== 'string') throw new RefusalError(-32602, 'No protocolVersion');
      if (connection.session !== undefined) throw new RefusalError(-32600, 'Already initialized');
      const known = LEGACY_REVISIONS.find((revision) => revision === params['protocolVersion']);
      const protocolVersion = known ?? LEGACY_REVISIONS.at(-1)!;
      connection.session = new ServerSession(protocolVersion);
      return { protocolVersion, capabilities: variant.capabilities, serverInfo: SERVER_INFO };
    }
    case 'ping':
      return {};
    case 'logging/setLevel': {
      if (!('logging' in variant.capabilities) || !connection.session) throw unknown(method, 200);
      if (!LEVELS.includes(params['level'] as string)) throw new RefusalError(-32602, 'Unknown log level');
      connection.session.level = params['level'] as string;
      return {};
    }
    case 'tools/list':
      return list(variant, message, 200);
    case 'tools/call':
      return call(variant, message, 'legacy', 200);
    case 'completion/complete':
      return completed(variant, 200);
    default:
      throw unknown(method, 200);
  }
}

const malformed = (what: string) => new RefusalError(-32602, `Missing or malformed ${what}`, { status: 400 });

const complete = (fields: Message): Message => ({
  resultType: 'complete',
  ...fields,
  _meta: { [META.serverInfo]: SERVER_INFO },
});

const unknown = (method: string, status: number) =>
  new RefusalError(-32601, `Unknown method: ${method}`, { status });

/** There is nothing here that has arguments to complete. */
function completed(variant: Variant, status: number): never {
  if (!('completions' in variant.capabilities)) throw unknown('completion/complete', status);
  throw new RefusalError(-32602, 'Nothing has this name');
}

function list(variant: Variant, message: Message, status: number): Message {
  if (!variant.tools) throw unknown('tools/list', status);
  if ('cursor' in getParams(message)) throw new RefusalError(-32602, 'Unknown cursor');
  return { tools: variant.tools.map((tool) => tool.definition) };
}

function call(variant: Variant, message: Message, era: Era, status: number): Message {
  if (!variant.tools) throw unknown('tools/call', status);
  const { name, arguments: args } = getParams(message);
  const tool = variant.tools.find(({ definition }) => definition.name === name);
  if (!tool) throw new RefusalError(-32602, `Unknown tool: ${String(name)}`);
  if (args !== undefined && !isObject(args)) throw new RefusalError(-32602, 'Arguments must be an object');
  return tool.call(args ?? {}, era, getParams(message));
}

/** Nothing here ever changes, so the honoured subset is empty; the stream stays open until the client drops it. */
async function listen(id: Id, connection: ClientConnection, cancelled: AbortSignal): Promise<undefined> {
  const params = { _meta: { [META.subscription]: id }, notifications: {} };
  connection.emit({ jsonrpc: '2.0', method: 'notifications/subscriptions/acknowledged', params });
  const over = AbortSignal.any([cancelled, connection.closing]);
  if (!over.aborted) await new Promise((resolve) => over.addEventListener('abort', resolve, { once: true }));
}
