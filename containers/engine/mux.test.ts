import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { Mux } from './mux.js';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

async function listen(take: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    closing.push(() => socket.destroy());
    take(socket.on('error', () => undefined));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A port that leads through two ends of a pipe to another one. */
async function relayTo(port: number): Promise<number> {
  const [there, back] = [new PassThrough(), new PassThrough()];
  const near = new Mux(back, there);
  const far: Mux = new Mux(there, back, (id, inside) =>
    far.join(id, connect({ port: inside, host: '127.0.0.1', allowHalfOpen: true })),
  );
  return listen((socket) => near.open(socket, port));
}

async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => undefined);
  closing.push(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

async function read(socket: Socket): Promise<Buffer> {
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  await once(socket, 'end');
  return Buffer.concat(parts);
}

describe('a relay', () => {
  it('passes on what is large, both ways, and the end of each way', async () => {
    const large = Buffer.alloc(8 * 1024 * 1024, 'mcp');
    const port = await relayTo(await listen((socket) => socket.pipe(socket)));
    const socket = await dial(port);
    socket.end(large);
    expect((await read(socket)).equals(large)).toBe(true);
  });

  it('resets a connection to a port on which nobody listens', async () => {
    const socket = await dial(await relayTo(1));
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
  });

  it('tells a reset from an end', async () => {
    const port = await relayTo(await listen((socket) => socket.once('data', () => socket.resetAndDestroy())));
    const socket = await dial(port);
    socket.write('x');
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
  });

  it('lets nobody wait for a reader that is slow', async () => {
    const slow = await listen((socket) => socket.pause());
    const fast = await listen((socket) => socket.pipe(socket));
    let to = slow;
    const [there, back] = [new PassThrough(), new PassThrough()];
    const near = new Mux(back, there);
    const far: Mux = new Mux(there, back, (id, inside) =>
      far.join(id, connect({ port: inside, host: '127.0.0.1', allowHalfOpen: true })),
    );
    const port = await listen((socket) => near.open(socket, to));
    const stuck = await dial(port);
    // Far more than any buffer on the way takes.
    for (let part = 0; part < 64; part++) stuck.write(Buffer.alloc(1024 * 1024));
    to = fast;
    const socket = await dial(port);
    socket.end('hello');
    expect((await read(socket)).toString()).toBe('hello');
    expect(there.writableLength + back.writableLength).toBeLessThan(4 * 1024 * 1024);
  });
});
