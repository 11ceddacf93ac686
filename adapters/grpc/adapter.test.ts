import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Metadata,
  Server,
  ServerCredentials,
  status,
  type ServerDuplexStream,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { generate } from 'selfsigned';
import { ConnectError, type OpenOptions } from '../adapter.js';
import type { Revision } from '../revision.js';
import { makeCall, openBundledClient, awaitSoon } from '../testing/client.js';
import { Transcript } from '../transcript.js';
import type { GrpcEndpoint } from './endpoint.js';
import { decodeGrpcFrame, encodeGrpcFrame, type Field } from './frame.js';

type Calls = ServerWritableStream<Buffer, Buffer>;
type Streams = ServerDuplexStream<Buffer, Buffer>;

const FIELD: Field = { number: 1, type: 'bytes' };
const LEGACY = '2025-11-25';
const MODERN = '2026-07-28';
const asIs = (bytes: Buffer): Buffer => bytes;
const codec = {
  requestSerialize: asIs,
  requestDeserialize: asIs,
  responseSerialize: asIs,
  responseDeserialize: asIs,
  responseStream: true,
};

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const text = (document: object): Buffer => encodeGrpcFrame(FIELD, Buffer.from(JSON.stringify(document)));

/** A gRPC server with the two RPCs of the tunnel, as a test wants them. */
async function serve(
  handlers: { call?: (call: Calls) => void; session?: (stream: Streams) => void },
  credentials = ServerCredentials.createInsecure(),
): Promise<GrpcEndpoint> {
  const server = new Server();
  const path = '/mcp.tunnel.v1.McpTunnel';
  server.addService(
    {
      ...(handlers.call && { Call: { ...codec, path: `${path}/Call`, requestStream: false } }),
      ...(handlers.session && { Session: { ...codec, path: `${path}/Session`, requestStream: true } }),
    },
    { Call: handlers.call ?? (() => {}), Session: handlers.session ?? (() => {}) },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  cleanups.push(() => server.forceShutdown());
  return { address: `127.0.0.1:${port}`, metadata: {}, preset: 'tunnel' };
}

/** Something on a port that is no gRPC server. */
async function listen(onSocket: (socket: Socket) => void): Promise<string> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    onSocket(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function open(endpoint: GrpcEndpoint, revision: Revision, options?: Partial<OpenOptions>) {
  const client = await openBundledClient('grpc', endpoint, revision, options);
  cleanups.push(() => client.connection.close('abrupt'));
  return client;
}

const failure = (code: status, details: string) => ({ code, details, metadata: new Metadata() });

describe('a call', () => {
  it('shows headers, trailers and status as they were', async () => {
    const endpoint = await serve({
      call(stream) {
        const headers = new Metadata();
        headers.set('x-first', 'word');
        stream.sendMetadata(headers);
        stream.write(text({ jsonrpc: '2.0', id: 1, result: {} }));
        const trailers = new Metadata();
        trailers.set('x-last', 'word');
        stream.end(trailers);
      },
    });
    const { connection, frames, transcript } = await open(endpoint, MODERN);
    const channel = connection.send({ body: makeCall(1, 'x') });
    await frames.take();
    const opened = await channel.opened;
    expect(opened.header('x-first')?.value).toBe('word');
    expect((await awaitSoon('the end', channel.ended)).how.value).toMatch(/^OK \(0\)/);
    expect(transcript.entries.map(({ binding }) => binding?.['x-last']).filter(Boolean)).toEqual(['word']);
    expect(transcript.entries.map(({ binding }) => binding?.['grpc-status']).filter(Boolean)).toEqual(['0']);
  });

  it('sends what is mirrored, and keeps the values of the user to itself', async () => {
    let seen = new Metadata();
    const endpoint = await serve({
      call(stream) {
        seen = stream.metadata;
        stream.end();
      },
    });
    const secret = 'a-key-of-the-user';
    const { connection, transcript } = await open({ ...endpoint, metadata: { 'X-Key': secret } }, MODERN);
    const mirror = { 'mcp-method': 'tools/list', 'mcp-protocol-version': null };
    await awaitSoon('the end', connection.send({ body: makeCall(1, 'x'), mirror }).ended);
    expect(seen.get('x-key')).toEqual([secret]);
    expect(seen.get('mcp-method')).toEqual(['tools/list']);
    expect(seen.get('mcp-protocol-version')).toEqual([]);
    expect(JSON.stringify(transcript.entries)).not.toContain(secret);
  });

  it.each([
    ['UNAUTHENTICATED', status.UNAUTHENTICATED, false],
    ['UNAVAILABLE', status.UNAVAILABLE, true],
    ['RESOURCE_EXHAUSTED', status.RESOURCE_EXHAUSTED, true],
  ])('that is refused with %s says so, and whether to come back', async (name, code, busy) => {
    const endpoint = await serve({
      call: (stream) => void stream.emit('error', failure(code, 'no, thanks')),
    });
    const { connection } = await open(endpoint, MODERN);
    const channel = connection.send({ body: makeCall(1, 'x') });
    const opened = await awaitSoon('the refusal', channel.opened);
    expect(opened.refused).toBe(true);
    expect(opened.status?.value).toBe(code);
    expect(opened.refusal).toEqual({ text: `${name} (${code}): no, thanks`, busy });
    expect((await awaitSoon('the end', channel.ended)).by).toBe('peer');
  });

  it('that cannot be sent is a fault, without the value in words', async () => {
    const endpoint = await serve({ call: (stream) => stream.end() });
    const { connection } = await open(endpoint, MODERN);
    const ended = await connection.send({ body: makeCall(1, 'x'), envelope: { 'x-bad': 'line\nbreak' } })
      .ended;
    expect(ended.by).toBe('fault');
    expect(ended.how.value).toMatch(/metadata "x-bad" cannot be sent/);
    expect(ended.how.value).not.toContain('break');
  });
});

describe('a session', () => {
  it('ends with the status of the server', async () => {
    const endpoint = await serve({
      session(stream) {
        stream.sendMetadata(new Metadata());
        stream.on('data', () => {});
        stream.on('end', () => stream.emit('error', failure(status.ABORTED, 'in the middle of something')));
      },
    });
    const { connection } = await open(endpoint, LEGACY);
    const closing = await connection.close('graceful');
    expect(closing).toMatchObject({ forced: false, grpcStatus: { value: status.ABORTED } });
  });

  it('says that metadata of a message cannot be sent', async () => {
    const endpoint = await serve({ session: (stream) => stream.on('data', () => {}) });
    const { connection, transcript } = await open(endpoint, LEGACY);
    connection.send({ body: makeCall(1, 'x'), envelope: { 'x-later': 'word' } });
    expect(
      transcript.entries.some(({ text: words }) => /metadata x-later.*at its start only/.test(words)),
    ).toBe(true);
  });

  it('takes a server that says nothing at first', async () => {
    const endpoint = await serve({
      session: (stream) =>
        stream.on('data', (bytes: Buffer) => {
          const { id } = JSON.parse(decodeGrpcFrame(FIELD, bytes).json.toString()) as { id: number };
          stream.write(text({ jsonrpc: '2.0', id, result: {} }));
        }),
    });
    const { connection, frames } = await open(endpoint, LEGACY);
    connection.send({ body: makeCall(7, 'x') });
    expect((await frames.take()).json).toMatchObject({ id: 7 });
  });

  it('names the method path and the presets where the server has no such method', async () => {
    const endpoint = await serve({ call: (stream) => stream.end() });
    const error: unknown = await open(endpoint, LEGACY).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ConnectError);
    expect((error as ConnectError).message).toMatch(/no method \/mcp\.tunnel\.v1\.McpTunnel\/Session/);
    expect((error as ConnectError).next).toMatch(/grpc\.method.*grpc\.profile.*mcpkit/);
  });
});

describe('a connection', () => {
  const pems = async () => {
    const ca = await generate([{ name: 'commonName', value: 'test CA' }], {
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'keyUsage', keyCertSign: true },
      ],
    });
    const subject = [{ name: 'commonName', value: '127.0.0.1' }];
    const altNames = [{ type: 7, ip: '127.0.0.1' } as const];
    const extensions = [{ name: 'subjectAltName' as const, altNames }];
    const signed = { ca: { key: ca.private, cert: ca.cert } };
    const server = await generate(subject, { ...signed, extensions });
    const client = await generate([{ name: 'commonName', value: 'client' }], signed);
    return { ca: ca.cert, server, client };
  };

  it('is made with TLS on both sides, and not without the certificate that is asked for', async () => {
    const { ca, server, client } = await pems();
    const pair = { private_key: Buffer.from(server.private), cert_chain: Buffer.from(server.cert) };
    const credentials = ServerCredentials.createSsl(Buffer.from(ca), [pair], true);
    const endpoint = await serve({ call: (stream) => stream.end() }, credentials);

    const tls = { ca, cert: client.cert, key: client.private };
    const { connection } = await open({ ...endpoint, tls }, MODERN);
    expect((await awaitSoon('the end', connection.send({ body: makeCall(1, 'x') }).ended)).by).toBe('peer');
    await awaitSoon('a raw call', connection.call({ messages: [] }).ended);

    await expect(open({ ...endpoint, tls: { ca } }, MODERN)).rejects.toMatchObject({
      next: expect.stringMatching(/--cert and --key/),
    });
    await expect(open({ ...endpoint, tls: {} }, MODERN)).rejects.toMatchObject({
      next: expect.stringMatching(/--ca/),
    });
    await expect(open(endpoint, MODERN)).rejects.toMatchObject({ next: expect.stringMatching(/grpcs:\/\//) });
  });

  it('is not made with TLS where there is none, nor with what speaks no HTTP/2', async () => {
    const endpoint = await serve({ call: (stream) => stream.end() });
    await expect(open({ ...endpoint, tls: {} }, MODERN)).rejects.toMatchObject({
      next: expect.stringMatching(/grpc:\/\//),
    });

    const address = await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await expect(open({ ...endpoint, address }, MODERN)).rejects.toBeInstanceOf(ConnectError);
    await expect(open({ ...endpoint, metadata: { 'x-key': 'no\nway' } }, MODERN)).rejects.toMatchObject({
      message: expect.not.stringContaining('way'),
      next: 'Change its name or its value.',
    });
    await expect(open({ ...endpoint, address: 'nowhere' }, MODERN)).rejects.toMatchObject({
      next: 'Write it as grpc://HOST:PORT.',
    });
  });

  it('gives up at once when its signal says so while it waits', async () => {
    const address = await listen(() => {});
    const startedAt = performance.now();
    const signal = AbortSignal.timeout(100);
    const transcript = new Transcript();
    const options = { signal, transcript };
    await expect(open({ address, metadata: {}, preset: 'tunnel' }, MODERN, options)).rejects.toThrow(
      /abort|timeout/i,
    );
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
