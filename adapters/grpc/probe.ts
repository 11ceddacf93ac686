/** Tries one HTTP/2 connection to learn why a gRPC server cannot be reached. */
import { once } from 'node:events';
import { connect, type SecureClientSessionOptions } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { ConnectError, makeStall } from '../adapter.js';
import { Deadline } from '../deadline.js';
import type { TlsOptions } from '../tls.js';

/** Where a server is, and how it is spoken to. */
export interface Address {
  address: string;
  tls?: TlsOptions;
}

/** Host and port, as sockets want them. */
export function parseAddress({ address }: Address): { host: string; port: number } {
  const [, host = '', port] = /^\[?(.*?)\]?:(\d+)$/.exec(address) ?? [];
  return { host, port: Number(port) };
}

/** For a bare HTTP/2 connection to a gRPC server. */
export const formatOrigin = ({ address, tls }: Address): string =>
  `${tls === undefined ? 'http' : 'https'}://${address}`;

export const toHttp2Options = ({ ca, cert, key, insecure }: TlsOptions = {}): SecureClientSessionOptions => ({
  ...(ca === undefined ? {} : { ca }),
  ...(cert === undefined ? {} : { cert }),
  ...(key === undefined ? {} : { key }),
  rejectUnauthorized: insecure !== true,
});

/** Connects once over HTTP/2 and hangs up; rejects with what the socket, TLS or HTTP/2 complained of. `ms` until it gives up. */
export async function probe(at: Address, ms: number): Promise<void> {
  const to = parseAddress(at);
  // Of our own making, because an HTTP/2 session does not pass on every error of its socket.
  const socket =
    at.tls === undefined
      ? connectTcp(to)
      : connectTls({ ...toHttp2Options(at.tls), ...to, ALPNProtocols: ['h2'] });
  let isTaken = false;
  socket.once('connect', () => (isTaken = true));
  const session = connect(formatOrigin(at), { createConnection: () => socket });
  const limit = new Deadline(ms);
  const { signal } = limit;
  const failed = once(socket, 'error', { signal }).then(([error]: unknown[]) => {
    throw error;
  });
  // A server that wants TLS may hang up without a word.
  const hungUp = once(session, 'close', { signal }).then(() => {
    throw new Error('the server hung up before HTTP/2 began');
  });
  try {
    await Promise.race([once(session, 'remoteSettings', { signal }), failed, hungUp]);
  } catch (cause) {
    if (!limit.isLate) throw cause;
    const late = `no HTTP/2 connection within ${ms} ms`;
    throw isTaken ? makeStall(`${late}, although it took the TCP connection`) : new Error(late);
  } finally {
    limit.abort();
    // A late error of a connection that nobody needs any more.
    for (const each of [session, socket]) each.on('error', () => {}).destroy();
  }
}

export function toGrpcConnectError(at: Address, cause: unknown): ConnectError {
  // Several addresses of one name fail as an AggregateError without a message of its own.
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  const reason = first instanceof Error ? first.message : String(first);
  const code = (first as NodeJS.ErrnoException).code ?? '';
  return new ConnectError(`cannot connect to ${at.address}: ${reason}`, next(at, code), { cause });
}

function next({ address, tls }: Address, code: string): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `Check the host name in ${address}.`;
  if (code === 'ECONNREFUSED' || code === 'ETIMEDOUT' || code === 'EHOSTUNREACH')
    return `Start the server, and check that it listens on ${address}.`;
  if (/CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE/.test(code))
    return 'Give the certificate that the server asks for with --cert and --key.';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return 'Write a host name that the certificate is for, or pass --insecure for a test server.';
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code))
    return 'Name the certificate authority with --ca, or pass --insecure for a test server.';
  return tls === undefined
    ? `Check that a gRPC server listens on ${address} in plain text; if it wants TLS, write grpcs://.`
    : `Check that a gRPC server listens on ${address} with TLS; if it speaks plain text, write grpc://; if it asks for a certificate, give --cert and --key.`;
}
