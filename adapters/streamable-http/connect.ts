/** Plain TCP and TLS connections to the host of a URL, and errors that say why they failed. */
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { ConnectError, makeStall } from '../adapter.js';
import { Deadline } from '../deadline.js';
import type { TlsOptions } from '../tls.js';
import type { HttpEndpoint } from './endpoint.js';

/** Milliseconds for the TCP (and TLS) handshake. */
export const CONNECT_MS = 5_000;

export const toTlsOptions = ({ ca, cert, key, insecure }: TlsOptions): ConnectionOptions => ({
  ...(ca === undefined ? {} : { ca }),
  ...(cert === undefined ? {} : { cert }),
  ...(key === undefined ? {} : { key }),
  rejectUnauthorized: insecure !== true,
});

/** Connects once and hangs up, so that an absent server is told apart from one that answers badly. */
export async function checkReachable(endpoint: HttpEndpoint, signal: AbortSignal): Promise<void> {
  const socket = await connectPlain(parse(endpoint.url), endpoint.tls, signal);
  socket.on('error', () => {});
  socket.destroy();
}

/** A bare socket to the host of the URL, over TLS where its scheme says so. Rejects with `ConnectError`. */
export async function connectPlain(url: URL, tls: TlsOptions = {}, signal: AbortSignal): Promise<Socket> {
  const secure = /^(https|wss):$/.test(url.protocol);
  const to = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (secure ? 443 : 80)),
  };
  const socket = secure ? connectTls({ ...toTlsOptions(tls), ...to }) : connectTcp(to);
  const limit = new Deadline(CONNECT_MS, signal);
  let isTaken = false;
  socket.once('connect', () => (isTaken = true));
  try {
    await once(socket, secure ? 'secureConnect' : 'connect', { signal: limit.signal });
    return socket;
  } catch (cause) {
    // A late error of a socket that nobody needs any more.
    socket.on('error', () => {});
    socket.destroy();
    signal.throwIfAborted();
    if (!limit.isLate) throw toHttpConnectError(url, cause);
    const late = `no answer within ${CONNECT_MS} ms`;
    throw toHttpConnectError(
      url,
      isTaken ? makeStall(`${late}, although it took the connection`) : new Error(late),
    );
  } finally {
    limit.end();
  }
}

function parse(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new ConnectError(`${text} is no http or https URL`, 'Write it as http://HOST:PORT/PATH.');
}

export function toHttpConnectError(url: URL, cause: unknown): ConnectError {
  // Several addresses of one name fail as an AggregateError without a message of its own.
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  const code = (first as NodeJS.ErrnoException).code ?? '';
  // The library tells this by the lines of its own source.
  const isPlain = code === 'ERR_SSL_WRONG_VERSION_NUMBER';
  const told = first instanceof Error ? first.message : String(first);
  const reason = isPlain ? 'what answers on this port speaks no TLS' : told;
  return new ConnectError(`cannot connect to ${url.origin}: ${reason}`, next(url, code), { cause });
}

function next(url: URL, code: string): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `Check the host name ${url.hostname}.`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return 'Write a host name that the certificate is for, or pass --insecure for a test server.';
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code))
    return 'Name the certificate authority with --ca, or pass --insecure for a test server.';
  if (code.startsWith('ERR_SSL') || code === 'EPROTO')
    return `Check that the server speaks TLS on this port, or write ${url.protocol.replace('s:', ':')}//${url.host}.`;
  return `Start the server, and check that it listens on ${url.host}.`;
}
