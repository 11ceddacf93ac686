import { once } from 'node:events';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Metadata, ServerCredentials, status } from '@grpc/grpc-js';
import { generate } from 'selfsigned';
import { ConnectError } from '../adapter.js';
import { awaitSoon } from '../testing/client.js';
import { measureGrowth, countOpenHandles, until } from '../contract/until.js';
import type { Json } from '../json.js';
import {
  makeAnswering,
  ask,
  makeFailing,
  cleanUpAfter,
  open,
  say,
  send,
  serve,
} from './server.test.support.js';

const BIG = 64 * 1024 * 1024;
const MIB = 1024 * 1024;
const TEXT = { content: [{ text: { text: 'done' } }] };
const DONE = { content: [{ type: 'text', text: 'done' }] };

describe('what a server says', () => {
  it('is progress and log messages first, then the answer', async () => {
    const { endpoint } = await serve((call, method) => {
      const progress = { progressToken: 't', progress: 0.5, total: 1 };
      say(call, method, {
        common: { progress, logMessage: { logLevel: 'LOG_LEVEL_INFO', data: { a: [1] } } },
      });
      say(call, method, { common: { progress: { progressToken: 't', progress: 1 } }, ...TEXT });
      say(call, method, { common: { progress: { progressToken: 't', progress: 2 } } });
      call.end();
    });
    const client = await open(endpoint);
    const documents = [await ask(client, 'tools/call', { name: 'a' })];
    while (documents.length < 5) documents.push((await client.frames.take()).json as Json);
    expect(documents.map(({ method, params, result }) => [method, params ?? result])).toEqual([
      ['notifications/progress', { progressToken: 't', progress: 0.5, total: 1 }],
      ['notifications/message', { level: 'info', data: { a: [1] } }],
      ['notifications/progress', { progressToken: 't', progress: 1 }],
      // Progress that came after the answer stands after it.
      [undefined, DONE],
      ['notifications/progress', { progressToken: 't', progress: 2 }],
    ]);
  });

  it('counts only with the status OK', async () => {
    const { endpoint } = await serve((call, method) => {
      say(call, method, TEXT);
      makeFailing(status.INTERNAL, 'on second thoughts')(call);
    });
    const client = await open(endpoint);
    const channel = send(client.connection, 'tools/call', { name: 'a' });
    expect((await client.frames.take()).json).toMatchObject({ error: { code: -32603 } });
    expect((await awaitSoon('the end', channel.ended)).how.value).toBe('INTERNAL (13): on second thoughts');
  });

  it('may be two answers to one request, which both are handed out', async () => {
    const { endpoint } = await serve((call, method) => {
      say(call, method, TEXT);
      makeAnswering(TEXT)(call, method);
    });
    const client = await open(endpoint);
    expect(await ask(client, 'tools/call', { name: 'a' })).toMatchObject({ id: 1, result: DONE });
    expect((await client.frames.take()).json).toMatchObject({ id: 1, result: DONE });
  });

  it('may be nothing', async () => {
    const { endpoint } = await serve((call) => call.end());
    const { connection } = await open(endpoint);
    const ended = await awaitSoon('the end', send(connection, 'tools/list').ended);
    expect([ended.by, ended.how.value]).toEqual(['peer', 'OK (0): OK']);
  });

  it('may be octets that are no such message', async () => {
    const octets = Buffer.from([0x0a, 0xff, 0xff, 0xff]);
    const { endpoint } = await serve((call) => {
      call.write(octets);
      call.end();
    });
    const { connection, frames } = await open(endpoint);
    send(connection, 'tools/list');
    const frame = await frames.take();
    expect('json' in frame).toBe(false);
    expect(Buffer.from(frame.bytes)).toEqual(octets);
  });
});

describe('the connection', () => {
  it('keeps many requests apart', async () => {
    const { endpoint } = await serve((call, method) => {
      const { request } = call;
      makeAnswering({ content: [{ text: { text: request.toString('hex') } }] })(call, method);
    });
    const { connection, frames } = await open(endpoint);
    const channels = Array.from({ length: 200 }, (_, id) =>
      send(connection, 'tools/call', { name: `tool-${id}` }, id),
    );
    for (let count = 200; count > 0; count--) {
      const { json, channel } = await frames.take();
      const { id, result } = json as { id: number; result: { content: { text: string }[] } };
      expect(channel).toBe(channels[id]);
      expect(Buffer.from(result.content[0]?.text ?? '', 'hex').toString()).toContain(`tool-${id}`);
    }
  });

  it('carries 64 MiB both ways unharmed, in bounded memory', async () => {
    const text = 'o'.repeat(BIG);
    const { endpoint, asked } = await serve(makeAnswering({ content: [{ text: { text } }] }));
    const client = await open(endpoint);
    const growth = await measureGrowth(async () => {
      const { result } = await ask(client, 'tools/call', { name: 'a', arguments: { text } });
      expect((result as { content: { text: string }[] }).content[0]?.text === text).toBe(true);
    });
    const request = asked[0]?.request['request'] as { arguments: { text: string } };
    expect(request.arguments.text === text).toBe(true);
    // Client and server are one process here: octets, message, text and JSON of two messages, on both sides.
    expect(growth).toBeLessThan(24 * 64);
    expect(client.transcript.entries.reduce((sum, entry) => sum + entry.text.length, 0)).toBeLessThan(MIB);
  });

  it('cuts off a message that is longer than allowed', async () => {
    const { endpoint } = await serve(makeAnswering({ content: [{ text: { text: 'x'.repeat(2 * MIB) } }] }));
    const { connection } = await open(endpoint, '2025-11-25', { maxMessage: MIB });
    const ended = await awaitSoon('the fault', send(connection, 'tools/call', { name: 'a' }).ended);
    expect([ended.by, ended.how.value]).toEqual(['fault', `a message of more than ${MIB} bytes`]);
  });

  it('tells the server of a cancellation, and goes on', async () => {
    const { endpoint, log } = await serve((call, method) => {
      if (method === 'tools/list') makeAnswering({})(call, method);
      else call.sendMetadata(new Metadata());
    });
    const client = await open(endpoint);
    const silent = send(client.connection, 'tools/call', { name: 'a' });
    await awaitSoon('the server to take it', silent.opened);
    silent.abandon();
    expect((await awaitSoon('the end', silent.ended)).by).toBe('us');
    await until('the server to see it', () => log.includes('cancelled'));
    expect(await ask(client, 'tools/list', {}, 2)).toMatchObject({ id: 2, result: { tools: [] } });
  });

  it('holds the server back while nobody reads, and loses nothing', async () => {
    const count = 4 * 1024;
    const message = 'f'.repeat(960);
    let sent = 0;
    const { endpoint } = await serve(async (call, method) => {
      for (; sent < count; sent++) {
        const logMessage = { logLevel: 'LOG_LEVEL_INFO', data: { n: sent, message } };
        if (!say(call, method, { common: { logMessage } })) await once(call, 'drain');
      }
      makeAnswering(TEXT)(call, method);
    });
    const { connection, frames } = await open(endpoint);
    send(connection, 'tools/call', { name: 'a' });
    await until('the flood to begin', () => sent >= 1024);
    let stuckAt = -1;
    let stuckSince = performance.now();
    await until('the server to be held back', () => {
      if (sent !== stuckAt) stuckSince = performance.now();
      stuckAt = sent;
      return performance.now() - stuckSince > 300;
    });
    expect(stuckAt).toBeLessThan(count);
    for (let n = 0; n < count; n++) {
      const { params } = (await frames.take()).json as { params: { data: { n: number } } };
      if (params.data.n !== n) expect(params.data.n).toBe(n);
    }
    expect((await frames.take()).json).toMatchObject({ id: 1, result: DONE });
  });

  it('reports a server that breaks off in the middle of a message', async () => {
    const server = createServer();
    server.on('stream', (stream: ServerHttp2Stream) => {
      stream.on('error', () => {});
      stream.respond({ ':status': 200, 'content-type': 'application/grpc+proto' });
      stream.write(Buffer.from([0, 0, 0, 1, 0, 0x12]), () => stream.session?.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUpAfter(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { connection } = await open({ address: `127.0.0.1:${port}`, metadata: {} });
    const ended = await awaitSoon('the end', send(connection, 'tools/list').ended);
    expect(ended.by).toBe('fault');
    expect(ended.how.value).toMatch(/UNAVAILABLE|CANCELLED|INTERNAL/);
  });

  it.each(['graceful', 'abrupt'] as const)(
    'closes %s: once, quickly, with every channel ended',
    async (how) => {
      const before = countOpenHandles();
      const { endpoint } = await serve((call) => call.sendMetadata(new Metadata()));
      const { connection, frames } = await open(endpoint);
      const silent = send(connection, 'tools/list');
      await awaitSoon('the server to take it', silent.opened);
      const [first, second] = await Promise.all([connection.close(how), connection.close('graceful')]);
      expect(second).toBe(first);
      expect(first.tookMs).toBeLessThan(1_000);
      expect((await awaitSoon('the end', silent.ended)).by).toBe('us');
      expect(await frames.next()).toBeUndefined();
      expect((await awaitSoon('the end', send(connection, 'tools/list').ended)).by).toBe('us');
      // The server of this test keeps its own socket and, until the client's is gone, one more.
      await until('the socket to be closed', () => countOpenHandles() <= before + 1, 2_000);
    },
  );

  it('goes away when its signal says so', async () => {
    const abort = new AbortController();
    const { endpoint } = await serve(() => {});
    const { connection, frames } = await open(endpoint, '2025-11-25', { signal: abort.signal });
    const channel = send(connection, 'tools/list');
    await turn();
    abort.abort();
    expect(await frames.next()).toBeUndefined();
    expect((await awaitSoon('the end', channel.ended)).by).toBe('us');
    await expect(open(endpoint, '2025-11-25', { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });

  it('says what to do where there is no server', async () => {
    const error: unknown = await open({ address: '127.0.0.1:1', metadata: {} }).catch(
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(ConnectError);
    expect((error as ConnectError).next).toMatch(/listens on/);
  });
});

it('speaks TLS, with a certificate of its own where the server wants one', async () => {
  const authority = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const { private: key, cert } = authority;
  const pair = { private_key: Buffer.from(key), cert_chain: Buffer.from(cert) };
  const credentials = ServerCredentials.createSsl(Buffer.from(cert), [pair], true);
  const { endpoint } = await serve(makeAnswering({}), { credentials });
  const client = await open({ ...endpoint, tls: { ca: cert, cert, key } });
  expect(await ask(client, 'tools/list')).toMatchObject({ result: { tools: [] } });
  await expect(open({ ...endpoint, tls: {} })).rejects.toThrow(ConnectError);
});
