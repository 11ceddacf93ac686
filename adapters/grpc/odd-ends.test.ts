import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { constants, createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { awaitSoon, makeCall, openBundledClient } from '../testing/client.js';
import { prefixWithLength } from './deframer.js';
import { encodeGrpcFrame } from './frame.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

type Answer = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

/** A server below gRPC, which does what no library would. */
async function serve(answer: Answer) {
  const server = createServer().on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => {});
    answer(stream, headers);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  cleanups.push(() => server.close());
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { address, metadata: {}, preset: 'tunnel' };
}

async function send(answer: Answer) {
  const client = await openBundledClient('grpc', await serve(answer), '2026-07-28');
  cleanups.push(() => client.connection.close('abrupt'));
  const channel = client.connection.send({ body: makeCall(1, 'x') });
  return { opened: channel.opened, end: await awaitSoon('the end', channel.ended) };
}

function respond(
  stream: ServerHttp2Stream,
  trailers: Record<string, string>,
  bytes: Buffer = Buffer.alloc(0),
): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.once('wantTrailers', () => stream.sendTrailers(trailers));
  stream.end(bytes);
}

describe('ends that no gRPC library would make', () => {
  it('survives a message that is compressed with what no header names', async () => {
    const { end } = await send((stream) =>
      respond(stream, { 'grpc-status': '0' }, Buffer.from([1, 0, 0, 0, 1, 65])),
    );
    expect(end.how.value).toBe('INTERNAL (13): a message says that it is compressed, and no header says how');
    expect(end.by).toBe('fault');
  });

  it.each(['Deadline exceeded', 'Connection dropped', 'Received message larger than max (9 vs 4)'])(
    'holds "%s" for the words of the server, where they are in its trailers',
    async (words) => {
      const { end } = await send((stream) =>
        respond(stream, { 'grpc-status': '4', 'grpc-message': encodeURIComponent(words) }),
      );
      expect(end.how.value).toBe(`DEADLINE_EXCEEDED (4): ${words}`);
      expect(end.by).toBe('peer');
    },
  );

  it('holds the end of a stream without a status for none of the server', async () => {
    const { end } = await send((stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
      setImmediate(() => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
    });
    expect(end.by).toBe('fault');
  });

  it('takes a stream that was refused below gRPC for "not now"', async () => {
    const { opened, end } = await send((stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM));
    expect((await opened).refusal).toMatchObject({ busy: true });
    expect(end.by).toBe('peer');
  });

  it('names the typed service where that is what the server lists', async () => {
    const list = Buffer.from('model_context_protocol.Mcp');
    const service = encodeGrpcFrame({ number: 1, type: 'string' }, list);
    const response = encodeGrpcFrame(
      { number: 6, type: 'bytes' },
      encodeGrpcFrame({ number: 1, type: 'bytes' }, service),
    );
    const endpoint = await serve((stream, { ':path': path }) => {
      if (String(path).includes('Reflection'))
        respond(stream, { 'grpc-status': '0' }, prefixWithLength(response, false));
      else
        stream.respond(
          { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '12' },
          { endStream: true },
        );
    });
    await expect(openBundledClient('grpc', endpoint, '2025-11-25')).rejects.toMatchObject({
      next: 'It lists the typed service model_context_protocol.Mcp: --set grpc.profile=google.',
    });
  });
});
