/** The HTTP proxy that puts faults between clients and a right server. */
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { startListeningUpstream } from './upstream.js';
import type {
  Upstream,
  Fault,
  RelayedAnswer,
  HttpHookContext,
  RelayedRequest,
  Message,
  RelayedEvent,
} from './fault.js';
import { MessageInterceptor, makeScope, type InterceptedChannel } from './interceptor.js';
import { readEvents, Sink } from './sse.js';

/** Bytes of one request. */
const MAX_BODY = 128 * 1024 * 1024;
/** Bytes of what a socket brought last that are kept: node:http trims header values before anybody sees them. */
const HEAD = 4_096;
const heads = new WeakMap<Socket, string>();
/** Headers that belong to one connection, or that change with the body. */
const NOT_PASSED = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date']);

interface Place {
  readonly fault: Fault;
  readonly interceptor: MessageInterceptor;
  /** Open GET streams. */
  readonly streams: Sink[];
}

/**
 * Stands between HTTP clients and one right server. Several faults can share it, each at a path of its own, because
 * starting a server costs more than a fault: `/FAULT-ID/mcp`, or `/FAULT-ID~NAME/mcp` for one with a memory of its own.
 * Resolves with the address without that path.
 */
export async function meddleOverHttp(
  faults: Readonly<Record<string, Fault>>,
  upstreamName: Upstream,
  port: number,
): Promise<string> {
  const upstream = await startListeningUpstream(upstreamName);
  const places = new Map<string, Place>();
  const placeAt = (name: string): Place | undefined => {
    const fault = faults[name.split('~')[0] ?? ''];
    if (fault === undefined) return undefined;
    const place = places.get(name) ?? {
      fault,
      interceptor: new MessageInterceptor(fault, 'streamable-http'),
      streams: [],
    };
    places.set(name, place);
    return place;
  };
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const [, id = '', path] = /^\/([^/]+)(\/.*)$/.exec(request.url ?? '') ?? [];
    const place = placeAt(id);
    if (!place || path === undefined) {
      response.writeHead(404).end();
      return;
    }
    request.url = path;
    meddle(place, upstream, request, response).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      response.destroy();
    });
  };
  const server = createServer(serve);
  server.on('connection', (socket) => {
    socket.on('data', (chunk: Buffer) => {
      const head = chunk.toString('latin1', 0, HEAD);
      if (/^[A-Z]+ \S+ HTTP\/1\.1\r\n/.test(head)) heads.set(socket, head);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  const [only, ...others] = Object.values(faults);
  if (others.length === 0 && only?.http?.alsoAt !== undefined)
    createServer(serve).listen(bound, only.http.alsoAt);
  return `http://127.0.0.1:${bound}`;
}

async function meddle(
  { fault, interceptor, streams }: Place,
  address: URL,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const hooks = fault.http ?? {};
  const request = await read(incoming);
  const sink = new Sink(response, request.headers['mcp-session-id']);
  const waiting: Message[] = [];
  const channel: InterceptedChannel = {
    scope: makeScope(),
    memory: {},
    say: (message) => {
      if (sink.streaming) sink.write({ event: 'message', data: JSON.stringify(message) });
      else waiting.push(message);
    },
  };
  const at: HttpHookContext = { memory: interceptor.memory, channel: channel.memory, streams };
  if (request.method === 'GET') track(streams, sink);

  const answer = hooks.request?.(request, at);
  if (answer) return finish(response, answer);
  const passed =
    request.document === undefined ? undefined : await interceptor.fromClient(request.document, channel);
  if (request.document !== undefined && passed === undefined) {
    // Kept from the server: what the fault has said instead is the answer; where it said nothing, silence is.
    if (waiting.length > 0) finish(response, document(waiting, 200));
    return;
  }
  if (passed !== undefined && passed !== request.document) request.body = Buffer.from(JSON.stringify(passed));

  const upstream = await forward(address, request, incoming, response, hooks.ignoresAbandon === true);
  if (!upstream) return void response.destroy();
  const headers = passedOn(upstream.headers);
  const type = headers['content-type'] ?? '';
  const status = upstream.statusCode ?? 502;

  if (type.startsWith('text/event-stream')) {
    const head: RelayedAnswer = { status, headers };
    hooks.response?.(head, request, at);
    sink.open(head.status, head.headers);
    for (const message of waiting) sink.write({ event: 'message', data: JSON.stringify(message) });
    await relay(fault, interceptor, channel, at, request, upstream, sink);
    if (!hooks.leavesOpen) response.end();
    return;
  }

  const text = (await bodyOf(upstream)).toString('utf8');
  const parsed = type.startsWith('application/json') ? parse(text) : undefined;
  if (parsed !== undefined && status === 200 && hooks.leavesOpen) {
    sink.open(200, { ...headers, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
    sink.write({ event: 'message', data: text });
    return;
  }
  let reply: RelayedAnswer = { status, headers, body: text };
  if (parsed !== undefined && (fault.message || waiting.length > 0)) {
    const messages = [...waiting, ...interceptor.fromServer(parsed, channel)];
    if (messages.length === 0) return;
    reply = document(messages, status, headers);
  }
  hooks.response?.(reply, request, at);
  finish(response, reply);
}

function track(streams: Sink[], sink: Sink): void {
  streams.push(sink);
  sink.response.on('close', () => streams.splice(streams.indexOf(sink), 1));
}

async function relay(
  fault: Fault,
  interceptor: MessageInterceptor,
  channel: InterceptedChannel,
  at: HttpHookContext,
  request: RelayedRequest,
  upstream: IncomingMessage,
  sink: Sink,
): Promise<void> {
  try {
    for await (const event of readEvents(upstream)) {
      const changed = fault.http?.event ? fault.http.event(event, at, request) : event;
      for (const each of [changed ?? []].flat()) tell(each, interceptor, channel, sink);
    }
  } catch {
    // The upstream server broke the stream off; so do we.
    sink.response.destroy();
  }
}

function tell(
  event: RelayedEvent,
  interceptor: MessageInterceptor,
  channel: InterceptedChannel,
  sink: Sink,
): void {
  const parsed = event.data === undefined || event.data === '' ? undefined : parse(event.data);
  if (parsed === undefined) return sink.write(event);
  const messages = interceptor.fromServer(parsed, channel);
  const { id: _, ...unnamed } = event;
  for (const [index, message] of messages.entries()) {
    const named = index === messages.length - 1 ? event : unnamed;
    sink.write({ ...named, data: JSON.stringify(message) });
  }
}

/** Several messages only fit into a stream. */
function document(
  messages: readonly unknown[],
  status: number,
  headers: Record<string, string> = {},
): RelayedAnswer {
  if (messages.length === 1) {
    return {
      status,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(messages[0]),
    };
  }
  const body = messages.map((message) => `event: message\ndata: ${JSON.stringify(message)}\n\n`).join('');
  const stream = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };
  return { status, headers: { ...headers, ...stream }, body };
}

function finish(response: ServerResponse, { status, headers, body, encoding = 'utf8' }: RelayedAnswer): void {
  response.writeHead(status, headers).end(body === '' ? undefined : body, encoding);
}

async function read(incoming: IncomingMessage): Promise<RelayedRequest> {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const body = await bodyOf(incoming);
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    rawHeaders: incoming.rawHeaders,
    raw: heads.get(incoming.socket) ?? '',
    headers,
    body,
    document: body.length > 0 ? parse(body.toString('utf8')) : undefined,
  };
}

/** Resolves with nothing where the upstream server gave no answer, or the client has gone. */
function forward(
  address: URL,
  { method, path, headers, body }: RelayedRequest,
  incoming: IncomingMessage,
  response: ServerResponse,
  ignoresAbandon: boolean,
): Promise<IncomingMessage | undefined> {
  return new Promise((resolve) => {
    const sent = Object.fromEntries(
      Object.entries(headers).filter(([name, value]) => value !== undefined && !NOT_PASSED.has(name)),
    ) as Record<string, string>;
    const own = headers['host'] === incoming.headers.host && isLocal(headers['host']);
    const outgoing = ask(
      {
        host: address.hostname,
        port: address.port,
        method,
        path,
        headers: { ...sent, ...(own ? { host: address.host } : {}) },
      },
      resolve,
    );
    outgoing.on('error', () => resolve(undefined));
    if (!ignoresAbandon) response.on('close', () => outgoing.destroy());
    outgoing.end(body);
  });
}

const isLocal = (host: string | undefined) => /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? '');

async function bodyOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    if ((size += chunk.length) > MAX_BODY) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function passedOn(headers: IncomingMessage['headers']): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !NOT_PASSED.has(name)) passed[name] = [value].flat().join(', ');
  }
  return passed;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
