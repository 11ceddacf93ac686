/** Listens for WebSocket upgrades and refuses those with a wrong host, origin or path. */
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecure, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

const SUBPROTOCOL = 'mcp';
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const MAX_MESSAGE = 4 * 1024 * 1024;
const KEEP_ALIVE_MS = 30_000;

export interface WebSocketOptions {
  /** Address to listen on. */
  host?: string;
  /** 0 takes a free one. */
  port?: number;
  path?: string;
  /** Bytes of one message; a longer one ends the connection with 1009. */
  maxMessage?: number;
  /** Names, without a port, that `Host` and `Origin` may have beside those of loopback. */
  allowedHosts?: readonly string[];
  /** Whether pages of this origin may connect; by default those of the allowed hosts. Without `Origin` it is no page. */
  verifyOrigin?: (origin: string) => boolean;
  /** Milliseconds between pings; a client that answers none in between is dropped. 0 turns it off. */
  keepAliveMs?: number;
  /** Key and certificate: serves wss. */
  tls?: ServerOptions;
}

export interface UpgradeListener {
  readonly url: string;
  /** Stops listening at once, then waits for `end` and drops what is left. */
  close(end: () => Promise<unknown>): Promise<void>;
}

/** Listens, checks each upgrade, and hands on the sockets that it let in. */
export async function listenForUpgrades(
  options: WebSocketOptions,
  take: (client: WebSocket, upgrade: IncomingMessage) => void,
): Promise<UpgradeListener> {
  const { host = '127.0.0.1', port = 0, path = '/mcp', keepAliveMs = KEEP_ALIVE_MS, tls } = options;
  const http = tls === undefined ? createServer() : createSecure(tls);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxMessage ?? MAX_MESSAGE,
    perMessageDeflate: false,
    handleProtocols: (offered) => offered.has(SUBPROTOCOL) && SUBPROTOCOL,
  });
  http.on('request', (_request, response) => {
    response.writeHead(426, { connection: 'Upgrade', upgrade: 'websocket' }).end();
  });
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const no = refused(request, { ...options, host, path });
    if (no === undefined) sockets.handleUpgrade(request, socket, head, take);
    else socket.end(`HTTP/1.1 ${no}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  const stopPings = keepAlive(sockets.clients, keepAliveMs);
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject).listen(port, host, resolve);
  });
  const { port: taken } = http.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `${tls === undefined ? 'ws' : 'wss'}://${name}:${taken}${path}`,
    async close(end) {
      stopPings();
      http.close();
      await end();
      for (const client of sockets.clients) client.terminate();
      http.closeAllConnections();
    },
  };
}

/** The status line that an upgrade is refused with. What RFC 6455 asks of it, the library checks. */
function refused(
  { headers, url = '' }: IncomingMessage,
  { host = '', path, allowedHosts = [], verifyOrigin }: WebSocketOptions,
): string | undefined {
  const names = new Set([...LOOPBACK, host, ...allowedHosts]);
  const allowed = (origin: string): boolean => names.has(hostOf(origin));
  if (!allowed(`http://${headers.host ?? ''}`)) return '403 Forbidden';
  const { origin } = headers;
  if (origin !== undefined && !(verifyOrigin ?? allowed)(origin)) return '403 Forbidden';
  if (url.split('?')[0] !== path) return '404 Not Found';
  const offered = headers['sec-websocket-protocol'];
  const offers = offered?.split(',').map((each) => each.trim());
  return offers === undefined || offers.includes(SUBPROTOCOL) ? undefined : '400 Bad Request';
}

const hostOf = (origin: string): string => (URL.canParse(origin) ? new URL(origin).hostname : '');

/** Pings what is open, and drops what answered none since the last time. */
function keepAlive(clients: ReadonlySet<WebSocket>, everyMs: number): () => void {
  if (everyMs === 0) return () => {};
  const waiting = new WeakSet<WebSocket>();
  const timer = setInterval(() => {
    for (const client of clients) {
      // What is paused reads no pong either.
      if (client.isPaused || client.readyState !== client.OPEN) continue;
      if (waiting.has(client)) client.terminate();
      else {
        waiting.add(client);
        client.once('pong', () => waiting.delete(client));
        client.ping();
      }
    }
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
