/** A TCP relay on loopback that can send new connections to another server. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { parseAddress } from './ready.js';

/** One address of loopback before two servers. */
export interface Relay {
  /** The URL of the first server, with the address of the relay. */
  readonly url: string;
  /** Connections that are made from now on go to the other server; those that stand stay where they are. */
  turn(): void;
  /** Idempotent. */
  close(): Promise<void>;
}

/** Passes bytes on, both ways, to one of two servers. */
export async function startRelay(urls: readonly [string, string]): Promise<Relay> {
  let now = 0;
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ ...parseAddress(urls[now] as string), allowHalfOpen: true });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.once('close', () => {
        open.delete(socket);
        other.destroy();
      });
      // What broke shows as the end of both.
      socket.on('error', () => undefined);
      socket.pipe(other);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    for (const socket of open) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  const url = new URL(urls[0]);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    turn() {
      now = 1 - now;
    },
    close: () => (closing ??= close()),
  };
}
