/** Carries a hostile row over a transport: how each frames, floods, drips and breaks off. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createHttp2, type Http2Stream, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Duplex, Writable } from 'node:stream';
import { createInterface } from 'node:readline';
import { parseJson } from '../../../adapters/bytes.js';
import { Deframer } from '../../../adapters/grpc/deframer.js';
import { decodeGrpcFrame, encodeGrpcFrame, type Field } from '../../../adapters/grpc/frame.js';
import { REVISIONS } from '../../../adapters/revision.js';
import { encodeWebSocketFrame, OPCODE } from '../../../adapters/websocket/frames.js';
import { listenForUpgrades } from '../../../adapters/websocket/server/listener.js';
import { readAsked, type Line } from './line.js';
import type { HostileRow } from './messages.js';
import { pour } from './streams.js';

const DRIP_MS = 1_000;
const MOST = 64 * 1024 * 1024;
const EVENTS = { 'content-type': 'text/event-stream' };

/** How bytes are put around a message, and around the beginning of one that has no end. */
interface Framing {
  out: Writable;
  frame: (message: string | Uint8Array) => Uint8Array;
  /** Of a message of so many bytes at least. */
  open: (bytes: number) => Uint8Array;
  /** What keeps it going. */
  more?: (part: string) => Uint8Array;
  /** Nothing more comes. */
  leave: () => void;
}

function makeLine({ out, frame, open, more = (part) => Buffer.from(part), leave }: Framing): Line {
  return {
    say: (message) => void out.write(frame(message)),
    flood: (messages) => pour(out, '', Buffer.concat(messages.map((one) => frame(one)))),
    endless: (start, again) => pour(out, Buffer.concat([open(MOST), more(start)]), more(again)),
    drip(message) {
      out.write(open(message.length));
      let at = 0;
      const timer = setInterval(() => {
        if (out.destroyed || at >= message.length) clearInterval(timer);
        else out.write(more(message[at++] ?? ''));
      }, DRIP_MS);
    },
    cut: (half) => void out.write(Buffer.concat([open(half.length * 2), more(half)]), leave),
  };
}

const NOTHING = Buffer.alloc(0);

export function carryOverStdio({ answer }: HostileRow, out: Writable): void {
  const line = makeLine({
    out,
    frame: (message) => Buffer.concat([Buffer.from(message as string), Buffer.from('\n')]),
    open: () => NOTHING,
    leave: () => process.exit(1),
  });
  createInterface({ input: process.stdin })
    .on('line', (text) => {
      const asked = readAsked(text);
      if (asked !== undefined) answer(asked, line);
    })
    .on('close', () => process.exit(0));
}

const eventLine = (response: ServerResponse): Line =>
  makeLine({
    out: response,
    frame: (message) =>
      Buffer.concat([Buffer.from('data: '), Buffer.from(message as string), Buffer.from('\n\n')]),
    open: () => Buffer.from('data: '),
    leave: () => response.destroy(),
  });

/** Right in what is not its fault: no page of a stranger and no unknown revision is served. */
export function findRefusal({
  origin,
  'mcp-protocol-version': version,
}: IncomingHttpHeaders): number | undefined {
  if (origin !== undefined && !/^https?:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(origin)) return 403;
  return version === undefined || REVISIONS.some((one) => one === version) ? undefined : 400;
}

/** Each message of the client is a request; what only says something ends it. */
export async function carryOverHttp({ answer }: HostileRow, port: number): Promise<string> {
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    if (request.method !== 'POST') {
      response.writeHead(405, { allow: 'POST' }).end();
      return;
    }
    const refused = findRefusal(request.headers);
    if (refused !== undefined) {
      response.writeHead(refused).end();
      return;
    }
    const parts: Buffer[] = [];
    request.on('error', () => undefined).on('data', (chunk: Buffer) => parts.push(chunk));
    request.on('end', () => {
      const asked = readAsked(Buffer.concat(parts).toString());
      if (asked?.id === undefined) {
        response.writeHead(202).end();
        return;
      }
      const line = eventLine(response.writeHead(200, EVENTS));
      answer(asked, { ...line, say: (message) => (line.say(message), response.end()) });
    });
  });
  return `http://127.0.0.1:${await listen(server, port)}/mcp`;
}

const { text, continuation } = OPCODE;
const UNSUPPORTED_DATA = 1003;
const frame = (opcode: number, payload: string | Uint8Array, fin = true): Buffer =>
  encodeWebSocketFrame({ opcode, payload, fin, masked: false });

const socketLine = (out: Duplex): Line =>
  makeLine({
    out,
    frame: (message) => frame(text, message),
    open: () => frame(text, '', false),
    more: (part) => frame(continuation, part, false),
    leave: () => out.destroy(),
  });

export async function carryOverWebSocket({ answer }: HostileRow, port: number): Promise<string> {
  const { url } = await listenForUpgrades({ port, keepAliveMs: 0 }, (client, { socket }) => {
    client.on('error', () => client.terminate());
    const line = socketLine(socket);
    client.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) return client.close(UNSUPPORTED_DATA);
      const asked = readAsked(data.toString());
      if (asked !== undefined) answer(asked, line);
    });
  });
  return url;
}

const FIELD: Field = { number: 1, type: 'bytes' };
const SESSION = '/mcp.tunnel.v1.McpTunnel/Session';
const INVALID_ARGUMENT = 3;
const DEADLINE_EXCEEDED = 4;
const RESOURCE_EXHAUSTED = 8;
const UNIMPLEMENTED = 12;
const HEADERS = { ':status': 200, 'content-type': 'application/grpc' };

const prefix = (bytes: number): Buffer => {
  const made = Buffer.alloc(5);
  made.writeUInt32BE(bytes, 1);
  return made;
};

function frameGrpc(message: string | Uint8Array): Buffer {
  const framed = encodeGrpcFrame(FIELD, Buffer.from(message as string));
  return Buffer.concat([prefix(framed.length), framed]);
}

const streamLine = (out: ServerHttp2Stream): Line =>
  makeLine({
    out,
    frame: frameGrpc,
    open: (bytes) => prefix(bytes + 16),
    leave: () => (out as Http2Stream).close(2),
  });

const UNITS: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 };
/** Milliseconds: past them no run goes on. */
const NO_TIMEOUT = 3_600_000;

/** Milliseconds that the client gives a call. */
function readTimeout(header: unknown): number {
  const [, value, unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(String(header)) ?? [];
  return value === undefined ? NO_TIMEOUT : Math.min(NO_TIMEOUT, Number(value) * (UNITS[unit] ?? 1));
}

/** The stream that is a session; there is no other method. */
export async function carryOverGrpc({ answer }: HostileRow, port: number): Promise<string> {
  const server = createHttp2();
  server.on('session', (session) => session.on('error', () => undefined));
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    if (headers[':path'] !== SESSION) {
      stream.respond({ ...HEADERS, 'grpc-status': '12' }, { endStream: true });
      return;
    }
    let status = 0;
    const end = (code: number): void => {
      status = code;
      stream.end();
    };
    stream.respond(HEADERS, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(status) }));
    stream.on('end', () => end(0));
    const timer = setTimeout(() => end(DEADLINE_EXCEEDED), readTimeout(headers['grpc-timeout']));
    stream.on('close', () => clearTimeout(timer));
    const line = streamLine(stream);
    const deframer = new Deframer(MOST, (bytes, compressed) => {
      const { json, notes } = decodeGrpcFrame(FIELD, bytes);
      const asked = notes === undefined ? readAsked(json.toString()) : undefined;
      if (compressed) end(UNIMPLEMENTED);
      else if (asked !== undefined) answer(asked, line);
      else if (notes !== undefined || parseJson(json) === undefined) end(INVALID_ARGUMENT);
    });
    stream.on('data', (chunk: Buffer) => {
      if (!deframer.feed(chunk)) end(RESOURCE_EXHAUSTED);
    });
  });
  return `grpc://127.0.0.1:${await listen(server, port)}`;
}

interface Listens {
  once(event: 'error', handler: (error: Error) => void): this;
  listen(port: number, host: string, done: () => void): unknown;
  address(): unknown;
}

/** Resolves with the port that was taken. */
export async function listen(server: Listens, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}
