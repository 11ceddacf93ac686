import { randomUUID } from 'node:crypto';
import { LEGACY_REVISIONS, MODERN_REVISIONS, type Era } from '../../../adapters/revision.js';
import { isObject } from '../../../adapters/json.js';
import { Fault, isId, LEVELS, META, metaOf, paramsOf } from './message.js';
import type { Id, Message, Oddity } from './message.js';

/** A legacy session: the process over stdio, a session id over HTTP. */
export class Session {
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
export interface Link {
  session: Session | undefined;
  /** Which era the first request was of, where that decides. */
  pinned?: Era;
  /** `MCP-Protocol-Version`, where there are headers. */
  readonly header?: string | undefined;
  readonly pace: () => Promise<void>;
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

export interface Answer {
  document: unknown;
  /** What HTTP says with it. */
  status: number;
}

const SERVER_INFO = { name: 'honest', version: '1.0.0' };

/** Whether a request is served without a session: it says so in `_meta` or its header, or nothing was opened. */
function eraOfRequest(oddity: Oddity, message: Message, link: Link): Era {
  if (oddity.era !== undefined) return oddity.era;
  const era = link.pinned ?? eraByLooks(message, link);
  if (oddity.pinsEra === true) link.pinned = era;
  return era;
}

function eraByLooks(message: Message, link: Link): Era {
  const meta = metaOf(message);
  if (META.version in meta || META.capabilities in meta) return 'modern';
  if (link.session !== undefined || message['method'] === 'initialize') return 'legacy';
  return message['method'] === 'ping' && link.header === undefined ? 'legacy' : 'modern';
}

/** One document in, at most one out. Batches exist at 2025-03-26 only. */
export async function take(oddity: Oddity, document: unknown, link: Link): Promise<Answer | undefined> {
  if (!Array.isArray(document)) return takeOne(oddity, document, link);
  if (link.session?.revision !== '2025-03-26' || document.length === 0) {
    return refused(new Fault(-32600, 'No batches at this revision', { status: 400 }), undefined, link);
  }
  const answers = await Promise.all(document.map((item) => takeOne(oddity, item, link)));
  const documents = answers.flatMap((answer) => (answer === undefined ? [] : [answer.document]));
  return documents.length === 0 ? undefined : { document: documents, status: 200 };
}

async function takeOne(oddity: Oddity, message: unknown, link: Link): Promise<Answer | undefined> {
  const id = isObject(message) && isId(message['id']) ? message['id'] : undefined;
  if (isObject(message) && message['jsonrpc'] === '2.0') {
    const { method } = message;
    if (method === undefined && ('result' in message || 'error' in message)) return undefined;
    if (typeof method === 'string' && !('id' in message)) return noted(message, link);
    if (
      typeof method === 'string' &&
      id !== undefined &&
      (!('params' in message) || isObject(message['params']))
    )
      return request(oddity, message, method, id, link);
  }
  return refused(new Fault(-32600, 'Invalid request', { status: 400 }), id, link);
}

function noted(message: Message, link: Link): undefined {
  if (message['method'] === 'notifications/initialized' && link.session) link.session.ready = true;
  if (message['method'] === 'notifications/cancelled') {
    const { requestId } = paramsOf(message);
    if (isId(requestId)) link.inFlight.get(requestId)?.abort();
  }
}

async function request(oddity: Oddity, message: Message, method: string, id: Id, link: Link) {
  const cancelled = new AbortController();
  // A client must not cancel `initialize`, so there is nothing to remember for it.
  if (method !== 'initialize') link.inFlight.set(id, cancelled);
  const era = eraOfRequest(oddity, message, link);
  const gone = () => cancelled.signal.aborted || link.gone?.aborted === true;
  try {
    const result = era === 'modern' ? modern(oddity, message, method) : legacy(oddity, message, method, link);
    if (method === 'subscriptions/listen') return await listen(id, link, cancelled.signal);
    if (method !== 'initialize') await link.pace();
    if (gone()) return undefined;
    if (method !== 'initialize') {
      for (const aside of oddity.asides?.(message, era, levelFor(message, era, link)) ?? []) link.emit(aside);
    }
    if (era === 'legacy' && oddity.pings && link.session?.ready) {
      link.push?.({ jsonrpc: '2.0', id: `ping-${randomUUID()}`, method: 'ping' });
    }
    const plain = method === 'ping' || method === 'logging/setLevel';
    const full = plain ? result : (oddity.embellish?.(method, result) ?? result);
    return { document: { jsonrpc: '2.0', id, result: full }, status: 200 };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return refused(error, id, link);
  } finally {
    link.inFlight.delete(id);
  }
}

export function refused(fault: Fault, id: Id | undefined, link: Pick<Link, 'session'>): Answer {
  const old = link.session !== undefined && link.session.revision < '2025-11-25';
  return { document: fault.document(id ?? (old ? null : undefined)), status: fault.status };
}

function levelFor(message: Message, era: Era, link: Link): string | undefined {
  return era === 'legacy' ? link.session?.level : (metaOf(message)[META.logLevel] as string | undefined);
}

/** To a client of the legacy era, where there is none: what it could speak instead. */
export const tooOld = (message: Message): Fault => {
  const data = { supported: MODERN_REVISIONS, requested: paramsOf(message)['protocolVersion'] ?? '' };
  return new Fault(-32022, 'Only 2026-07-28 is served', { status: 400, data });
};

function modern(oddity: Oddity, message: Message, method: string): Message {
  if (method === 'initialize' && oddity.era === 'modern') throw tooOld(message);
  const meta = metaOf(message);
  const version = meta[META.version];
  if (typeof version !== 'string') throw malformed(META.version);
  if (!(MODERN_REVISIONS as readonly string[]).includes(version)) {
    const data = { supported: MODERN_REVISIONS, requested: version };
    throw new Fault(-32022, 'Unsupported protocol version', { status: 400, data });
  }
  if (!isObject(meta[META.capabilities])) throw malformed(META.capabilities);
  const level = meta[META.logLevel];
  if (level !== undefined && !LEVELS.includes(level as string)) throw new Fault(-32602, 'Unknown log level');
  const cached = { ttlMs: 60_000, cacheScope: 'public' };
  switch (method) {
    case 'server/discover':
      return complete({ supportedVersions: MODERN_REVISIONS, capabilities: oddity.capabilities, ...cached });
    case 'subscriptions/listen':
      if (isObject(paramsOf(message)['notifications'])) return {};
      throw new Fault(-32602, 'A subscription needs a filter');
    case 'tools/list':
      return complete({ ...list(oddity, message, 404), ...cached });
    case 'tools/call':
      return complete(call(oddity, message, 'modern', 404));
    default:
      throw unknown(method, 404);
  }
}

function legacy(oddity: Oddity, message: Message, method: string, link: Link): Message {
  const params = paramsOf(message);
  switch (method) {
    case 'initialize': {
      if (typeof params['protocolVersion'] !== 'string') throw new Fault(-32602, 'No protocolVersion');
      if (link.session !== undefined) throw new Fault(-32600, 'Already initialized');
      const known = LEGACY_REVISIONS.find((revision) => revision === params['protocolVersion']);
      const protocolVersion = known ?? LEGACY_REVISIONS.at(-1)!;
      link.session = new Session(protocolVersion);
      return { protocolVersion, capabilities: oddity.capabilities, serverInfo: SERVER_INFO };
    }
    case 'ping':
      return {};
    case 'logging/setLevel': {
      if (!('logging' in oddity.capabilities) || !link.session) throw unknown(method, 200);
      if (!LEVELS.includes(params['level'] as string)) throw new Fault(-32602, 'Unknown log level');
      link.session.level = params['level'] as string;
      return {};
    }
    case 'tools/list':
      return list(oddity, message, 200);
    case 'tools/call':
      return call(oddity, message, 'legacy', 200);
    default:
      throw unknown(method, 200);
  }
}

const malformed = (what: string) => new Fault(-32602, `Missing or malformed ${what}`, { status: 400 });

const complete = (fields: Message): Message => ({
  resultType: 'complete',
  ...fields,
  _meta: { [META.serverInfo]: SERVER_INFO },
});

const unknown = (method: string, status: number) =>
  new Fault(-32601, `Unknown method: ${method}`, { status });

function list(oddity: Oddity, message: Message, status: number): Message {
  if (!oddity.tools) throw unknown('tools/list', status);
  if ('cursor' in paramsOf(message)) throw new Fault(-32602, 'Unknown cursor');
  return { tools: oddity.tools.map((tool) => tool.definition) };
}

function call(oddity: Oddity, message: Message, era: Era, status: number): Message {
  if (!oddity.tools) throw unknown('tools/call', status);
  const { name, arguments: args } = paramsOf(message);
  const tool = oddity.tools.find(({ definition }) => definition.name === name);
  if (!tool) throw new Fault(-32602, `Unknown tool: ${String(name)}`);
  if (args !== undefined && !isObject(args)) throw new Fault(-32602, 'Arguments must be an object');
  return tool.call(args ?? {}, era);
}

/** Nothing here ever changes, so the honoured subset is empty; the stream stays open until the client drops it. */
async function listen(id: Id, link: Link, cancelled: AbortSignal): Promise<undefined> {
  const params = { _meta: { [META.subscription]: id }, notifications: {} };
  link.emit({ jsonrpc: '2.0', method: 'notifications/subscriptions/acknowledged', params });
  const over = AbortSignal.any([cancelled, link.closing]);
  if (!over.aborted) await new Promise((resolve) => over.addEventListener('abort', resolve, { once: true }));
}
