import { describe, expect, it } from '@jest/globals';
import type { Server } from 'node:http';
import { generate } from 'selfsigned';
import { ConnectError } from '../adapter.js';
import { makeCall, openBundledClient, awaitSoon } from '../testing/client.js';
import { echo, makeHttpCases } from '../testing/http-cases.js';
import { sendJson, startTestServer } from '../testing/server.js';
import { until } from '../contract/until.js';
import type { HttpEndpoint } from './endpoint.js';

const { start, cleanups } = makeHttpCases();

describe('headers', () => {
  it.each([
    ['2025-03-26', undefined],
    ['2025-06-18', '2025-06-18'],
    ['2025-11-25', '2025-11-25'],
  ] as const)('of %s: none before the handshake, then version %s and session', async (revision, version) => {
    const { server, connection, frames } = await start(echo, revision);
    connection.send({ body: makeCall(1, 'initialize') });
    await frames.take();
    connection.settle({ revision, sessionId: 'session-1' });
    connection.send({ body: makeCall(2, 'ping') });
    await frames.take();
    connection.settle({ revision, sessionId: null });
    connection.send({ body: makeCall(3, 'ping') });
    await frames.take();
    const [first, second, third] = server.seen.map(({ headers }) => headers);
    expect(first).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    });
    expect(first).not.toHaveProperty('mcp-protocol-version');
    expect(first).not.toHaveProperty('mcp-session-id');
    expect(second?.['mcp-protocol-version']).toBe(version);
    expect(second?.['mcp-session-id']).toBe('session-1');
    expect(third).not.toHaveProperty('mcp-session-id');
  });

  it('carry the version from the first message on in the modern era, and what the session mirrors', async () => {
    const { server, connection, frames } = await start(echo, '2026-07-28');
    connection.send({
      body: makeCall(1, 'tools/call'),
      mirror: { 'mcp-method': 'tools/call', 'mcp-name': 'x' },
    });
    await frames.take();
    expect(server.seen[0]?.headers).toMatchObject({
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'x',
    });
  });

  it('can be replaced and left out, and those of the user stay out of the transcript', async () => {
    const own = { 'X-Api-Key': 'a secret value' };
    const { server, connection, frames, transcript } = await start(echo, '2025-11-25', own);
    connection.settle({ revision: '2025-11-25', sessionId: 's' });
    const envelope = {
      accept: 'text/html',
      'content-type': null,
      'mcp-session-id': null,
      origin: 'http://x',
    };
    connection.send({ body: makeCall(1, 'ping'), envelope });
    await frames.take();
    const headers = server.seen[0]?.headers;
    expect(headers).toMatchObject({ accept: 'text/html', origin: 'http://x', 'x-api-key': 'a secret value' });
    expect(headers).not.toHaveProperty('content-type');
    expect(headers).not.toHaveProperty('mcp-session-id');
    expect(JSON.stringify(transcript.entries)).not.toContain('a secret value');
  });
});

describe('answers', () => {
  it('that are accepted have no frame', async () => {
    const { connection, frames } = await start((response, { body }) =>
      body.includes('"id"') ? sendJson(response, {}) : response.writeHead(202).end(),
    );
    const channel = connection.send({ body: { jsonrpc: '2.0', method: 'notifications/initialized' } });
    const opened = await awaitSoon('the answer', channel.opened);
    expect(opened).toMatchObject({ refused: false, streaming: false, status: { value: 202 } });
    expect((await awaitSoon('the end', channel.ended)).by).toBe('peer');
    connection.send({ body: makeCall(1, 'ping') });
    expect((await frames.take()).channel.id).toBe('post-2');
  });

  it('that refuse carry a frame only where they carry JSON', async () => {
    const { connection, frames, transcript } = await start((response, { body }) => {
      if (body.includes('document')) sendJson(response, { error: { code: -32600 } }, 400);
      else if (body.includes('broken'))
        response.writeHead(400, { 'content-type': 'application/json' }).end('{');
      else response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not here</h1>');
    });
    const answered = [];
    for (const what of ['document', 'broken', 'page'])
      answered.push(connection.send({ body: makeCall(1, what) }));
    for (const channel of answered) {
      const opened = await awaitSoon('the answer', channel.opened);
      expect(opened.refused).toBe(true);
      if (channel !== answered[0]) await awaitSoon('the end', channel.ended);
    }
    const frame = await frames.take();
    expect(frame.channel).toBe(answered[0]);
    expect(frame.json).toEqual({ error: { code: -32600 } });
    await connection.close('abrupt');
    expect(await frames.next()).toBeUndefined();
    const page = transcript.entries.find(({ text }) => text === '<h1>Not here</h1>');
    expect(page).toMatchObject({ direction: 'in', channel: 'post-3' });
  });

  it('that redirect are reported and not followed', async () => {
    const { server, connection } = await start((response) =>
      response.writeHead(307, { location: '/elsewhere' }).end(),
    );
    const opened = await awaitSoon('the answer', connection.send({ body: makeCall(1, 'ping') }).opened);
    expect(opened.status?.value).toBe(307);
    expect(opened.header('Location')?.value).toBe('/elsewhere');
    expect(server.seen).toHaveLength(1);
  });

  it('that are streams give their events with ids, and what to resume from', async () => {
    const { server, connection, frames, transcript } = await start((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      response.write(': hello\nid: a-1\nretry: 50\ndata:\n\n');
      response.end('id: a-2\nevent: message\ndata: {"x":1}\n\nid: a-3\ndata: {"cut"');
    });
    const channel = connection.send({ body: makeCall(1, 'ping') });
    const frame = await frames.take();
    expect(frame).toMatchObject({ json: { x: 1 }, eventId: 'a-2', eventName: 'message' });
    const ended = await awaitSoon('the end', channel.ended);
    expect(ended).toMatchObject({ by: 'peer', lastEventId: 'a-2', retryMs: 50 });
    expect(transcript.entries.map(({ binding }) => binding)).toContainEqual({ id: 'a-1' });
    const resumed = connection.listen({ lastEventId: 'a-2', headers: { 'x-more': 'y' } });
    await frames.take();
    expect(resumed).toMatchObject({ id: 'get-1', resumes: 'a-2' });
    expect(server.seen[1]).toMatchObject({
      method: 'GET',
      headers: { accept: 'text/event-stream', 'last-event-id': 'a-2', 'x-more': 'y' },
    });
  });

  it('that are no HTTP, or too much header, are faults', async () => {
    const { connection } = await start((response, { body }) => {
      if (body.includes('header')) response.writeHead(200, { 'x-long': 'h'.repeat(100_000) }).end();
      else response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n\r\n');
    });
    for (const what of ['header', 'ssh']) {
      const channel = connection.send({ body: makeCall(1, what) });
      expect((await awaitSoon('the end', channel.ended)).by).toBe('fault');
      const opened = await channel.opened;
      expect(opened).toMatchObject({ refused: true });
      expect(opened.status).toBeUndefined();
    }
  });
});

describe('the end', () => {
  it('deletes the session of a legacy connection, and says so', async () => {
    const { server, connection, frames, transcript } = await start((response, request) =>
      request.method === 'DELETE' ? sendJson(response, { error: {} }, 405) : echo(response, request),
    );
    connection.settle({ revision: '2025-11-25', sessionId: 'session-9' });
    expect((await connection.close('graceful')).tookMs).toBeLessThan(1_000);
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({
      method: 'DELETE',
      headers: { 'mcp-session-id': 'session-9', 'mcp-protocol-version': '2025-11-25' },
    });
    expect(await frames.next()).toBeUndefined();
    expect(transcript.entries.some(({ channel }) => channel === 'delete-1')).toBe(true);
    await until('the sockets to close', () => server.sockets() === 0, 2_000);
  });

  it('sends nothing where there is no session', async () => {
    for (const revision of ['2025-11-25', '2026-07-28'] as const) {
      const { server, connection } = await start(echo, revision);
      if (revision === '2026-07-28') connection.settle({ revision, sessionId: 'x' });
      await connection.close('graceful');
      expect(server.seen).toEqual([]);
    }
  });

  it('of a modern connection has nothing to listen to', async () => {
    const { server, connection } = await start(echo, '2026-07-28');
    const channel = connection.listen();
    expect((await awaitSoon('the answer', channel.opened)).refused).toBe(true);
    expect((await awaitSoon('the end', channel.ended)).by).toBe('us');
    expect(server.seen).toEqual([]);
  });
});

describe('sockets', () => {
  it('are used again, and dropped alone', async () => {
    const { server, connection, frames } = await start((response, request) => {
      if (!request.body.includes('silent')) echo(response, request);
    });
    await until('the first look at the server to be over', () => server.sockets() === 0);
    for (let id = 0; id < 10; id++) {
      connection.send({ body: makeCall(id, 'ping') });
      await frames.take();
    }
    // Two, because undici lets a socket rest for one turn of the event loop, and we are faster than that.
    expect(server.sockets()).toBeLessThanOrEqual(2);
    const silent = connection.send({ body: makeCall(10, 'silent') });
    await until('the request to arrive', () => server.seen.length === 11);
    silent.abandon();
    const ended = await awaitSoon('the end', silent.ended);
    expect(ended).toMatchObject({ by: 'us', how: { value: 'dropped by the client' } });
    connection.send({ body: makeCall(11, 'ping') });
    expect((await frames.take()).json).toMatchObject({ id: 11 });
  });

  it('are given up soon, however long the server would keep them', async () => {
    const { server, connection, frames } = await start((response, request) => {
      const { server: listening } = response.socket as unknown as { server: Server };
      listening.keepAliveTimeout = 60_000;
      echo(response, request);
    });
    // What the server says of the next ones.
    for (let id = 0; id < 3; id++) {
      connection.send({ body: makeCall(id, 'ping') });
      await frames.take();
    }
    await until('the idle socket to be closed', () => server.sockets() === 0);
  });

  it('speak TLS to a server that is trusted, and say what to do about one that is not', async () => {
    const altNames = [{ type: 7 as const, ip: '127.0.0.1' }];
    const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      extensions: [{ name: 'subjectAltName', altNames }],
    });
    const server = await startTestServer(echo, { cert, key });
    cleanups.push(() => server.stop());
    const open = (tls: HttpEndpoint['tls'], url = server.url) =>
      openBundledClient('streamable-http', { url, headers: {}, ...(tls && { tls }) }, '2026-07-28');
    for (const tls of [{ ca: cert }, { insecure: true }]) {
      const { connection, frames } = await open(tls);
      cleanups.push(() => connection.close('abrupt'));
      connection.send({ body: makeCall(1, 'ping') });
      expect((await frames.take()).json).toMatchObject({ id: 1 });
    }
    const untrusted: unknown = await open(undefined).catch((error: unknown) => error);
    expect(untrusted).toBeInstanceOf(ConnectError);
    expect((untrusted as ConnectError).next).toMatch(/--ca/);
    const plain = await start(echo);
    const noTls: unknown = await open({}, plain.server.url.replace('http', 'https')).catch(
      (error: unknown) => error,
    );
    expect((noTls as ConnectError).next).toMatch(/TLS/);
    await expect(open({}, 'ftp://127.0.0.1/')).rejects.toThrow(/no http/);
  });
});
