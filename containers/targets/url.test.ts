import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { acceptsConnections, findFreePort } from './ready.js';
import { makeUrlHost } from './url.js';

const NEVER = new AbortController().signal;

it('waits for what begins to listen only later, where a time was named', async () => {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}/mcp`;
  const host = makeUrlHost({ url }, url, 30_000);
  const lease = host.lease('shared', NEVER);
  expect(await Promise.race([lease.then(() => 'leased'), acceptsConnections('127.0.0.1', port)])).toBe(false);
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  try {
    expect((await lease).endpoint).toEqual({ url });
    expect(host.firstAnswerMs).toBe(30_000);
  } finally {
    server.close();
  }
});

it('gives up after that time, and leaves it to the adapter to say why', async () => {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}/mcp`;
  const began = performance.now();
  await makeUrlHost({ url }, url, 200).lease('shared', NEVER);
  expect(performance.now() - began).toBeGreaterThan(150);
});

it('waits for nothing that nobody asked it to wait for', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  server.close();
  const host = makeUrlHost({ url }, url);
  expect((await host.lease('shared', NEVER)).endpoint).toEqual({ url });
  expect(host).not.toHaveProperty('firstAnswerMs');
});

it('stops waiting with the run', async () => {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}/mcp`;
  const stop = new AbortController();
  const lease = makeUrlHost({ url }, url, 30_000).lease('shared', stop.signal);
  stop.abort(new Error('stopped'));
  await expect(lease).rejects.toThrow('stopped');
});
