/** Servers that are hostile below the messages: in how they connect, in headers, and in the frames of HTTP/2. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { createServer as createTcp, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { parseJson } from '../../../adapters/bytes.js';
import { isObject } from '../../../adapters/json.js';
import { findRefusal, listen } from './carry.js';
import { answerRight, readAsked } from './line.js';
import { FILLER, pour } from './streams.js';

export interface ConnectionRow {
  /** Scheme of the address. */
  scheme: 'http' | 'https' | 'ws' | 'wss' | 'grpc' | 'grpcs';
  says: RegExp;
  listen(port: number): Promise<number>;
}

const DRIP_MS = 1_000;
const SILENT = /within|no answer|timed out/;

/** A TCP server that takes the client's first bytes, and then does as it likes. */
const tcp = (take: (socket: Socket) => void) => (port: number) =>
  listen(
    createTcp((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => {
        socket.resume();
        take(socket);
      });
    }),
    port,
  );

/** Begins, and goes on with one byte a second for ever. */
const dripping = (start: string | Uint8Array, byte: string | Uint8Array) =>
  tcp((socket) => {
    socket.write(start);
    const timer = setInterval(() => socket.write(byte), DRIP_MS);
    socket.on('close', () => clearInterval(timer));
  });

const pouring = (start: string | Uint8Array, again: string | Uint8Array) =>
  tcp((socket) => pour(socket, start, again));

const http = (answer: (response: ServerResponse, request: IncomingMessage) => void) => (port: number) =>
  listen(
    createServer((request, response) => {
      request.on('error', () => undefined).resume();
      response.on('error', () => undefined);
      answer(response, request);
    }),
    port,
  );

const JSON_TYPE = { 'content-type': 'application/json' };
const EVENTS = { 'content-type': 'text/event-stream' };
/** The beginning of a TLS record that holds a handshake of 16 KiB. */
const TLS_RECORD = Buffer.from([0x16, 0x03, 0x03, 0x40, 0x00, 0x02, 0x00, 0x3f, 0xfc]);
const OK = 'HTTP/1.1 200 OK\r\n';
const SWITCHING = 'HTTP/1.1 101 Switching Protocols\r\n';
/** A whole answer to the preface of HTTP/2: empty settings. */
const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
const PING = Buffer.from([0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
const GOAWAY = Buffer.from([0, 0, 8, 7, 0, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
const many = (one: Uint8Array): Buffer => Buffer.concat(Array.from({ length: 256 }, () => one));
/** A hundred megabytes of blanks in as many kilobytes. */
const makeBomb = (): Buffer => gzipSync(Buffer.alloc(100 * 1024 * 1024, ' '));

const GRPC_HEADERS = { ':status': 200, 'content-type': 'application/grpc' };

const http2 = (take: (stream: ServerHttp2Stream, session: ServerHttp2Session) => void) => (port: number) => {
  const server = createHttp2();
  server.on('session', (session) => session.on('error', () => undefined));
  server.on('stream', (stream) => {
    stream.on('error', () => undefined).resume();
    take(stream, stream.session as ServerHttp2Session);
  });
  return listen(server, port);
};

/** Does something over and over while the session stands. */
const again = (session: ServerHttp2Session, act: () => void): void => {
  const more = (): void => {
    if (session.closed || session.destroyed) return;
    for (let count = 0; count < 32; count++) act();
    setImmediate(more);
  };
  more();
};

export const ofConnections = {
  'http-dripping-headers': { scheme: 'http', says: SILENT, listen: dripping(`${OK}X: `, 'a') },
  'http-endless-headers': { scheme: 'http', says: /header/i, listen: pouring(OK, `X: ${FILLER}\r\n`) },
  'http-dripping-body': {
    scheme: 'http',
    says: SILENT,
    listen: dripping(
      `${OK}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
      '1\r\n \r\n',
    ),
  },
  'http-empty-events': {
    scheme: 'http',
    says: /flood|no reply|within/,
    listen: http((response) => pour(response.writeHead(200, EVENTS), '', 'data:\n\n'.repeat(1_000))),
  },
  'http-comments': {
    scheme: 'http',
    says: /flood|no reply|within/,
    listen: http((response) => pour(response.writeHead(200, EVENTS), '', ': still here\n\n'.repeat(1_000))),
  },
  'http-redirects': {
    scheme: 'http',
    says: /30[0-9]|redirect/,
    listen: http((response) => void response.writeHead(307, { location: '/mcp' }).end()),
  },
  'http-bomb': {
    scheme: 'http',
    says: /JSON|more than|encoding|reply/,
    listen: http(
      (response) =>
        void response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(makeBomb()),
    ),
  },
  'http-hanging-notifications': {
    scheme: 'http',
    says: /notification|no reply|within|202/,
    listen: hangingNotifications,
  },
  'https-dripping-handshake': { scheme: 'https', says: SILENT, listen: dripping(TLS_RECORD, '\0') },
  'ws-dripping-upgrade': { scheme: 'ws', says: SILENT, listen: dripping(`${SWITCHING}X: `, 'a') },
  'ws-endless-upgrade': {
    scheme: 'ws',
    says: /header|upgrade/i,
    listen: pouring(SWITCHING, `X: ${FILLER}\r\n`),
  },
  'ws-silent-upgrade': { scheme: 'ws', says: SILENT, listen: tcp(() => undefined) },
  'wss-dripping-handshake': { scheme: 'wss', says: SILENT, listen: dripping(TLS_RECORD, '\0') },
  'grpc-dripping-settings': { scheme: 'grpc', says: SILENT, listen: dripping(SETTINGS.subarray(0, 3), '\0') },
  'grpc-ping-storm': {
    scheme: 'grpc',
    says: /flood|within|reply|HTTP\/2/,
    listen: pouring(SETTINGS, many(PING)),
  },
  'grpc-settings-storm': {
    scheme: 'grpc',
    says: /flood|within|reply|HTTP\/2/,
    listen: pouring(SETTINGS, many(SETTINGS)),
  },
  'grpc-goaway-storm': {
    scheme: 'grpc',
    says: /flood|GOAWAY|within|reply|HTTP\/2/i,
    listen: pouring(SETTINGS, many(GOAWAY)),
  },
  'grpc-pings-in-calls': {
    scheme: 'grpc',
    says: /flood|within|reply/,
    listen: http2((stream, session) => {
      stream.respond(GRPC_HEADERS);
      again(session, () => void session.ping(PING.subarray(9), () => undefined));
    }),
  },
  'grpc-endless-metadata': {
    scheme: 'grpc',
    says: /metadata|header|reply|ended|RST|status/i,
    listen: http2((stream) =>
      stream.respond({
        ...GRPC_HEADERS,
        ...Object.fromEntries(Array.from({ length: 900 }, (_, n) => [`x-${n}`, FILLER.slice(0, 60)])),
      }),
    ),
  },
  'grpcs-dripping-handshake': { scheme: 'grpcs', says: SILENT, listen: dripping(TLS_RECORD, '\0') },
} as const satisfies Record<string, ConnectionRow>;

/** Right, but that it never answers the POST of a notification. */
function hangingNotifications(port: number): Promise<number> {
  return listen(
    createServer((request, response) => {
      const parts: Buffer[] = [];
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
      request.on('error', () => undefined).on('data', (chunk: Buffer) => parts.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(parts);
        const asked = readAsked(body.toString());
        const answer = asked === undefined ? undefined : answerRight(asked);
        if (answer !== undefined) response.writeHead(200, JSON_TYPE).end(answer);
        // A response of ours is taken, and what is no message is not.
        else if (asked === undefined) response.writeHead(isObject(parseJson(body)) ? 202 : 400).end();
      });
    }),
    port,
  );
}
