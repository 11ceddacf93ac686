import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openBundledClient, Frames, awaitSoon } from '../../testing/client.js';
import { until } from '../../contract/until.js';
import type { GrpcCallTransport, GrpcSessionTransport } from './tunnel.js';
import { serveGrpc, type GrpcHandlers, type GrpcListening } from './serve.js';

type Message = { id?: number; method?: string };

const LEGACY = '2025-11-25';
const MODERN = '2026-07-28';
const BIG = 64 * 1024;

let server: GrpcListening;
let open: { close: (how: 'abrupt') => Promise<unknown> }[] = [];

/** Answers every request with its method, and remembers what became of its transports. */
const closed: string[] = [];
const echo =
  (kind: string) =>
  async (transport: GrpcSessionTransport | GrpcCallTransport): Promise<void> => {
    transport.onclose = () => closed.push(kind);
    transport.onmessage = (message: object) => {
      const { id, method } = message as Message;
      if (id === undefined || method === 'wait') return;
      const notes = Array.from({ length: method === 'many' ? 100 : 0 }, () =>
        transport.send({ jsonrpc: '2.0', method: 'n', params: { pad: 'x'.repeat(BIG) } }),
      );
      void Promise.all(notes).then(() => transport.send({ jsonrpc: '2.0', id, result: { method } }));
    };
    await transport.start();
  };

const handlers: GrpcHandlers = { session: echo('session'), call: echo('call') };

async function client(revision: typeof LEGACY | typeof MODERN) {
  const at = { address: new URL(server.url).host, metadata: {}, preset: 'tunnel' };
  const opened = await openBundledClient('grpc', at, revision);
  open.push(opened.connection);
  return opened;
}

/** A modern request, and the metadata that repeats it. */
const request = (id: number, method: string) => ({
  body: {
    jsonrpc: '2.0',
    id,
    method,
    params: { _meta: { 'io.modelcontextprotocol/protocolVersion': MODERN } },
  },
  mirror: { 'mcp-method': method },
});

beforeEach(async () => {
  closed.length = 0;
  open = [];
  server = await serveGrpc({ host: '127.0.0.1', port: 0, maxMessage: 1024 * 1024 }, handlers);
});
afterEach(async () => {
  await Promise.all(open.map((connection) => connection.close('abrupt')));
  await server.close();
});

describe('a session transport', () => {
  it('carries messages both ways until the client half-closes', async () => {
    const { connection, frames } = await client(LEGACY);
    connection.send({ body: { jsonrpc: '2.0', id: 1, method: 'hello' } });
    expect((await frames.take()).json).toMatchObject({ id: 1, result: { method: 'hello' } });
    expect(await connection.close('graceful')).toMatchObject({ grpcStatus: { value: 0 }, forced: false });
    expect(closed).toEqual(['session']);
  });

  it('answers what is no JSON and no message, and goes on', async () => {
    const { connection, frames } = await client(LEGACY);
    connection.send({ body: Buffer.from('{') });
    connection.send({ body: { id: 2, method: 'x' } });
    connection.send({ body: { jsonrpc: '2.0', id: 3, method: 'hello' } });
    const refused = (await frames.take()).json;
    expect(refused).toMatchObject({ error: { code: -32700 } });
    // Which request it was is not known, and before a handshake neither is the word for that.
    expect(refused).not.toHaveProperty('id');
    expect((await frames.take()).json).toMatchObject({ id: 2, error: { code: -32600 } });
    expect((await frames.take()).json).toMatchObject({ id: 3, result: {} });
  });

  it('waits for a client that does not read, and loses nothing', async () => {
    const { connection, frames } = await client(LEGACY);
    connection.send({ body: { jsonrpc: '2.0', id: 1, method: 'many' } });
    for (let count = 0; count < 100; count++)
      expect((await frames.take()).json).toMatchObject({ method: 'n' });
    expect((await frames.take()).json).toMatchObject({ id: 1 });
  });

  it('is told when its client has gone', async () => {
    const { connection } = await client(LEGACY);
    await connection.close('abrupt');
    await until('the server to see it', () => closed.includes('session'));
  });
});

describe('a call transport', () => {
  it('ends with the response', async () => {
    const { connection, frames } = await client(MODERN);
    const channel = connection.send(request(1, 'hello'));
    expect((await frames.take()).json).toMatchObject({ id: 1, result: { method: 'hello' } });
    expect((await awaitSoon('the end', channel.ended)).how.value).toBe('OK (0): OK');
    await until('the server to close it', () => closed.includes('call'));
  });

  it('is told when its client cancels', async () => {
    const { connection } = await client(MODERN);
    const channel = connection.send(request(1, 'wait'));
    await awaitSoon('the call to be taken', channel.opened);
    channel.abandon();
    await until('the server to see it', () => closed.includes('call'));
  });

  it.each([
    ['a missing method', { 'mcp-method': null }],
    ['another method', { 'mcp-method': 'Hello' }],
    ['another version', { 'mcp-protocol-version': LEGACY }],
    ['a name that the body has not', { 'mcp-name': 'x' }],
  ])('refuses metadata with %s', async (_, envelope) => {
    const { connection, frames } = await client(MODERN);
    connection.send({ ...request(1, 'hello'), envelope });
    expect((await frames.take()).json).toMatchObject({ id: 1, error: { code: -32020 } });
  });

  it('takes metadata in its Base64 form', async () => {
    const { connection, frames } = await client(MODERN);
    const envelope = { 'mcp-method': `=?base64?${Buffer.from('hello').toString('base64')}?=` };
    connection.send({ ...request(1, 'hello'), envelope });
    expect((await frames.take()).json).toMatchObject({ id: 1, result: {} });
  });

  it('refuses a response, and says nothing to a notification', async () => {
    const { connection, frames } = await client(MODERN);
    connection.send({ body: { jsonrpc: '2.0', id: 1, result: {} } });
    expect((await frames.take()).json).toMatchObject({ error: { code: -32600 } });
    const channel = connection.send({ body: { jsonrpc: '2.0', method: 'x' } });
    expect((await awaitSoon('the end', channel.ended)).how.value).toBe('OK (0): OK');
  });
});

describe('the server', () => {
  it('answers for its health and lists what it serves', async () => {
    const { connection } = await client(MODERN);
    expect((await connection.health()).value?.value).toBe(1);
    expect((await connection.health('mcp.tunnel.v1.McpTunnel')).value?.value).toBe(1);
    expect((await connection.health('unknown')).status.value).toBe(5);
    expect((await connection.services()).value?.value).toEqual([
      'mcp.tunnel.v1.McpTunnel',
      'grpc.health.v1.Health',
      'grpc.reflection.v1.ServerReflection',
    ]);
  });

  it('refuses a message that is too long, and no other call', async () => {
    const { connection, frames } = await client(MODERN);
    const long = { ...request(1, 'hello').body, pad: 'x'.repeat(1024 * 1024) };
    const channel = connection.send({ ...request(1, 'hello'), body: long });
    expect((await awaitSoon('the refusal', channel.opened)).status?.value).toBe(8);
    connection.send(request(2, 'hello'));
    expect((await frames.take()).json).toMatchObject({ id: 2 });
  });

  it('has no RPC for an era that nobody serves', async () => {
    await server.close();
    server = await serveGrpc({ host: '127.0.0.1', port: 0 }, { session: echo('session') });
    const { connection } = await client(MODERN);
    const channel = connection.send(request(1, 'hello'));
    expect((await awaitSoon('the refusal', channel.opened)).status?.value).toBe(12);
  });

  it('ends what is open when it stops', async () => {
    const { connection } = await client(LEGACY);
    const ended = connection.listen().ended;
    const frames = new Frames(connection);
    await server.close();
    expect((await awaitSoon('the end', ended)).how.value).toBe('OK (0): OK');
    expect(await frames.next()).toBeUndefined();
  });
});
