import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, connect, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Transcript } from '../transcript.js';
import { prefixWithLength } from './deframer.js';
import { RawCall } from './exchange.js';
import { encodeGrpcFrame } from './frame.js';
import { awaitSoon } from '../testing/client.js';

const FIELD = { number: 1, type: 'bytes' } as const;
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** One call to a server that answers as it is told; the sending side stays open. */
async function call(answer: (stream: ServerHttp2Stream) => void): Promise<RawCall> {
  const server: Http2Server = createServer().on('stream', (stream: ServerHttp2Stream) => {
    stream.on('error', () => {});
    answer(stream);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  cleanups.push(
    () => session.destroy(),
    () => server.close(),
  );
  const transcript = new Transcript();
  const via = {
    session,
    path: '/a.B/C',
    own: {},
    field: FIELD,
    transcript,
    channel: 'rpc',
    maxMessage: 1_024,
  };
  return new RawCall(via, { messages: [{}], open: true });
}

describe('an RPC by hand', () => {
  it('reads a page of HTTP as one, and as gRPC clients do', async () => {
    const rpc = await call((stream) => {
      stream.respond({ ':status': 404, 'content-type': 'text/plain' });
      stream.end('404 page not found\n');
    });
    await awaitSoon('the end', rpc.ended);
    expect(rpc.status).toBeUndefined();
    expect(rpc.mapped?.value).toBe(12);
    expect(rpc.how?.value).toBe('HTTP 404 with text/plain and no gRPC status: 404 page not found');
    expect(rpc.messages).toEqual([]);
  });

  it('reads a page without a body, and one with status 200', async () => {
    const empty = await call((stream) => stream.respond({ ':status': 503 }, { endStream: true }));
    await awaitSoon('the end', empty.ended);
    expect(empty.mapped?.value).toBe(14);
    const login = await call((stream) => {
      stream.respond({ ':status': 200, 'content-type': 'text/html' });
      stream.end('<!doctype html>');
    });
    await awaitSoon('the end', login.ended);
    expect(login.mapped?.value).toBe(2);
    expect(login.how?.value).toMatch(/^HTTP 200 with text\/html and no gRPC status/);
  });

  it('believes a gRPC status whatever the HTTP status is', async () => {
    const rpc = await call((stream) =>
      stream.respond({ ':status': 404, 'grpc-status': '5' }, { endStream: true }),
    );
    await awaitSoon('the end', rpc.ended);
    expect([rpc.status?.value, rpc.mapped]).toEqual([5, undefined]);
  });

  it('is over with its status, though we have not half-closed', async () => {
    const rpc = await call((stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '4' }));
      stream.end(prefixWithLength(encodeGrpcFrame(FIELD, Buffer.from('{}')), false));
    });
    await awaitSoon('the end', rpc.ended);
    expect([rpc.messages.length, rpc.status?.value, rpc.ours]).toEqual([1, 4, false]);
    expect(rpc.tookMs).toBeGreaterThan(0);
  });

  it('says that nothing came, and whose doing the end was', async () => {
    const rpc = await call(() => {});
    expect(rpc.stillOpen().value).toMatch(/^no end of the call within \d+ ms$/);
    rpc.cancel();
    await awaitSoon('the end', rpc.ended);
    expect([rpc.ours, rpc.how?.value]).toEqual([true, 'cancelled by the client']);
  });
});
