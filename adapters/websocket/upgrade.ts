/** The WebSocket upgrade: which subprotocols are offered, and what the server answered. */
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { ConnectError, makeStall, type Opened, type OpenOptions } from '../adapter.js';
import { observe } from '../observation.js';
import { flattenHeaders, hideHeaders, mergeHeaders } from '../streamable-http/headers.js';
import { toTlsOptions, toHttpConnectError } from '../streamable-http/connect.js';
import type { WebSocketEndpoint } from './endpoint.js';

/** Milliseconds for TCP, TLS and the upgrade. */
const HANDSHAKE_MS = 10_000;
/** Pieces of one message: 64 MiB in pieces of 256 bytes. */
const MAX_FRAGMENTS = 256 * 1024;

export interface Upgraded {
  socket: WebSocket;
  opened: Opened;
}

/** What the client offers: the user's own list, or the profile's. */
export function listOffers(
  { profile, subprotocols }: WebSocketEndpoint,
  revision: string,
): readonly string[] {
  if (subprotocols !== undefined) return subprotocols;
  if (profile === 'plain') return [];
  return profile === 'mcp' ? ['mcp'] : ['mcp', `mcp.version.${revision}`];
}

/** Opens the connection; the socket is paused, so that nothing is missed until somebody listens. */
export async function upgrade(
  endpoint: WebSocketEndpoint,
  offers: readonly string[],
  { signal, transcript, maxMessage }: OpenOptions,
): Promise<Upgraded> {
  const url = parse(endpoint.url);
  const { headers, origin } = endpoint;
  const shown = {
    ...hideHeaders(mergeHeaders(headers), headers),
    ...(origin === undefined ? {} : { origin }),
    ...(offers.length === 0 ? {} : { 'sec-websocket-protocol': offers.join(', ') }),
  };
  const binding = { ':method': 'GET', ...shown };
  transcript.record({ direction: 'out', channel: 'upgrade', payload: '', binding });

  let isTaken = false;
  const socket = new WebSocket(url, [...offers], {
    ...toTlsOptions(endpoint.tls ?? {}),
    headers: { ...headers },
    ...(origin === undefined ? {} : { origin }),
    // Not `handshakeTimeout`, which starts anew with each byte.
    finishRequest: (request) => {
      request.once('socket', (tcp) => tcp.once('connect', () => (isTaken = true)));
      request.end();
    },
    maxPayload: maxMessage,
    maxFragments: MAX_FRAGMENTS,
    perMessageDeflate: false,
    // By itself the library hangs up on who pings faster than pongs leave.
    autoPong: false,
    // Bytes that are no UTF-8 are for checks to see, not for the library to hide.
    skipUTF8Validation: true,
  });
  let answer: { response: IncomingMessage; opened: Opened } | undefined;
  const seen = (response: IncomingMessage): void => {
    const flat = flattenHeaders(response.headers);
    const status = response.statusCode ?? 0;
    const payload = `HTTP ${status}`;
    const entry = transcript.record({ direction: 'in', channel: 'upgrade', payload, binding: flat });
    const opened = {
      refused: status !== 101,
      status: observe(status, 'status', [entry]),
      header: (name: string) => observe(flat[name.toLowerCase()], `header ${name}`, [entry]),
      streaming: true,
    };
    answer = { response, opened };
  };
  return new Promise((resolve, reject) => {
    const abort = (): void => socket.terminate();
    const limit = setTimeout(() => {
      const late = `no answer to the upgrade within ${HANDSHAKE_MS} ms`;
      fail(isTaken ? makeStall(`${late}, although it took the connection`) : new Error(late));
    }, HANDSHAKE_MS);
    const fail = (cause: unknown): void => {
      clearTimeout(limit);
      signal.removeEventListener('abort', abort);
      // A late error of a socket that nobody needs any more.
      socket.on('error', () => {});
      socket.terminate();
      reject(signal.aborted ? (signal.reason as Error) : refusal(url, cause, answer?.response));
    };
    signal.addEventListener('abort', abort, { once: true });
    socket.on('upgrade', (response) => {
      seen(response);
      const name = 'sec-websocket-protocol';
      // The library insists on an echo: what the server left out is put there before it looks.
      if (endpoint.tolerateMissingEcho === true && offers.length > 0) response.headers[name] ??= offers[0]!;
    });
    socket.once('unexpected-response', (request, response) => {
      seen(response);
      request.destroy();
      fail(new Error(`the upgrade was answered with HTTP ${response.statusCode}`));
    });
    socket.once('error', fail);
    socket.once('open', () => {
      clearTimeout(limit);
      socket.pause();
      socket.off('error', fail);
      signal.removeEventListener('abort', abort);
      resolve({ socket, opened: answer!.opened });
    });
  });
}

function parse(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'ws:' || url?.protocol === 'wss:') {
    url.hash = '';
    return url;
  }
  throw new ConnectError(`${text} is no ws or wss URL`, 'Write it as ws://HOST:PORT/PATH.');
}

function refusal(url: URL, cause: unknown, response: IncomingMessage | undefined): ConnectError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (response === undefined) return toHttpConnectError(url, cause);
  const message = `cannot open a WebSocket at ${url.origin}${url.pathname}: ${reason}`;
  return new ConnectError(message, next(response.statusCode ?? 0, reason), { cause });
}

function next(status: number, reason: string): string {
  if (/no subprotocol/.test(reason))
    return 'The server names no subprotocol in its answer: set websocket.tolerateMissingEcho=true, or websocket.profile=plain to offer none.';
  if (/subprotocol/.test(reason))
    return 'Name the subprotocols that the server speaks in websocket.subprotocols, or set websocket.profile=plain.';
  if (status === 101)
    return 'Its answer to the upgrade is no right WebSocket handshake; look at the transcript.';
  if (status === 401 || status === 403)
    return 'Pass what the server wants of the upgrade with --header or --bearer-env; with 403, look at its rules on Origin too.';
  if (status === 404) return 'Check the path of the URL.';
  if (status >= 300 && status < 400) return 'Write the address that it redirects to.';
  return 'Check that this URL serves WebSocket, and which subprotocol it wants (websocket.subprotocols, or websocket.profile=plain).';
}
