/** Free ports, attempts to connect, and waiting until a server accepts TCP connections. */
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { isSecure } from '../../adapters/index.js';

/** Milliseconds between two attempts to reach a starting server. */
const POLL = 20;
/** Milliseconds that one attempt may take. */
const ATTEMPT = 1_000;

/** A port of the loopback interface that nobody listens on right now. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Whether something accepts TCP connections there. */
export function acceptsConnections(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ATTEMPT });
    const done = (open: boolean) => () => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', done(true)).once('error', done(false)).once('timeout', done(false));
  });
}

/** Settles when something accepts connections; rejects with the signal's reason. The caller bounds it by the signal. */
export async function waitUntilAccepts(host: string, port: number, signal: AbortSignal): Promise<void> {
  while (!(await acceptsConnections(host, port))) {
    signal.throwIfAborted();
    await new Promise((resolve) => {
      setTimeout(resolve, POLL);
    });
  }
}

/** Host and port of a URL, as `net.connect` takes them. */
export function parseAddress(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isSecure(url) ? 443 : 80) : Number(port),
  };
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether a URL names this machine. */
export const isLoopback = (url: string): boolean => LOOPBACK.test(new URL(url).hostname);
