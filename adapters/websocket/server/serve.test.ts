import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket, type ClientOptions } from 'ws';
import { waitUntilStill } from '../../contract/until.js';
import { serveWebSocket, type Accept, type WebSocketOptions } from './serve.js';
import type { WebSocketServerTransport } from './transport.js';

const MIB = 1024 * 1024;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** Answers every request with its params, but for `silent`. */
const echo: Accept = async (transport) => {
  transport.onmessage = ({ id, method, params }) => {
    if (id === undefined || method === 'silent') return;
    transport.send({ jsonrpc: '2.0', id, result: params ?? {} }).catch(() => {});
  };
  await transport.start();
};

async function serve(options: WebSocketOptions = {}, accept: Accept = echo) {
  const transports: WebSocketServerTransport[] = [];
  const server = await serveWebSocket(options, (transport, upgrade) => {
    transports.push(transport);
    return accept(transport, upgrade);
  });
  cleanups.push(() => server.close());
  return { ...server, transports };
}

/** A client that keeps what it is told. */
async function join(url: string, protocols: string | string[] = 'mcp', options: ClientOptions = {}) {
  const socket = new WebSocket(url, protocols, options);
  cleanups.push(() => socket.terminate());
  const closed = once(socket, 'close').then(([code, reason]) => ({
    code: Number(code),
    reason: String(reason),
  }));
  closed.catch(() => {});
  const documents: unknown[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (data: Buffer) => {
    documents.push(JSON.parse(data.toString()));
    waiting.shift()?.();
  });
  await once(socket, 'open');
  const next = async (): Promise<unknown> => {
    if (documents.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    return documents.shift();
  };
  const say = (document: unknown): void => socket.send(JSON.stringify(document));
  return { socket, closed, next, say };
}

const request = (id: unknown, method = 'echo', params: object = {}) => ({
  jsonrpc: '2.0',
  id,
  method,
  params,
});
const initialized = (version: string) => request(0, 'initialize', { protocolVersion: version });

describe('what is no message', () => {
  it.each([
    ['{bad', { error: { code: -32700 } }, false],
    ['{"jsonrpc":"2.0","id":"x"}', { id: 'x', error: { code: -32600 } }, true],
    ['{"jsonrpc":"2.0","id":null,"method":"m"}', { error: { code: -32600 } }, false],
    ['{"jsonrpc":"2.0","id":7,"method":"m","params":[]}', { id: 7, error: { code: -32600 } }, true],
    ['{"jsonrpc":"2.0","id":7,"result":{},"error":{}}', { error: { code: -32600 } }, false],
    ['[]', { error: { code: -32600 } }, false],
    ['[{"jsonrpc":"2.0","id":1,"method":"m"}]', { error: { code: -32600 } }, false],
  ])('%s is refused, and the connection goes on', async (text, refusal, named) => {
    const { socket, next, say } = await join((await serve()).url);
    socket.send(text);
    const said = await next();
    expect(said).toMatchObject(refusal);
    expect('id' in (said as object)).toBe(named);
    say(request(1));
    expect(await next()).toMatchObject({ id: 1, result: {} });
  });

  it('is refused with `id: null` where the revision has no other way', async () => {
    const { socket, next, say } = await join((await serve()).url);
    say(initialized('2025-06-18'));
    await next();
    socket.send('{bad');
    expect(await next()).toMatchObject({ id: null, error: { code: -32700 } });
  });

  it('ends the connection where it is binary', async () => {
    const { socket, closed } = await join((await serve()).url);
    socket.send(Buffer.from('{}'));
    expect((await closed).code).toBe(1003);
  });

  it('ends the connection where it is too long', async () => {
    const { socket, closed, next, say } = await join((await serve({ maxMessage: 1024 })).url);
    const around = JSON.stringify(request(1, 'echo', { pad: '' })).length;
    say(request(1, 'echo', { pad: 'p'.repeat(1024 - around) }));
    expect(await next()).toMatchObject({ id: 1 });
    socket.send('x'.repeat(1025));
    expect((await closed).code).toBe(1009);
  });
});

describe('batches at 2025-03-26', () => {
  it('are answered in one, with what was wrong in them', async () => {
    const { next, say } = await join((await serve()).url);
    say(initialized('2025-03-26'));
    await next();
    say([request(1), 5, { jsonrpc: '2.0', method: 'note' }, request(2)]);
    const ids = ((await next()) as { id: unknown }[]).map(({ id }) => id);
    expect(ids).toEqual([null, 1, 2]);
    say([{ jsonrpc: '2.0', method: 'note' }]);
    say([5]);
    expect(await next()).toMatchObject([{ id: null, error: { code: -32600 } }]);
  });

  it('do not wait for what the client cancelled', async () => {
    const { next, say } = await join((await serve()).url);
    say(initialized('2025-03-26'));
    await next();
    say([request(1), request(2, 'silent')]);
    say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } });
    expect(await next()).toMatchObject([{ id: 1 }]);
  });
});

describe('the upgrade', () => {
  const status = async (url: string, protocols: string | string[], options: ClientOptions = {}) => {
    const socket = new WebSocket(url, protocols, options);
    socket.on('error', () => {});
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    socket.terminate();
    return response.statusCode;
  };

  it('is for those who speak mcp, or say nothing of it', async () => {
    const { url } = await serve();
    expect((await join(url, ['chat', 'mcp'])).socket.protocol).toBe('mcp');
    expect((await join(url, [])).socket.protocol).toBe('');
    expect(await status(url, 'chat')).toBe(400);
  });

  it('is not for foreign pages and names', async () => {
    const { url } = await serve({ allowedHosts: ['app.example'] });
    expect(await status(url, 'mcp', { origin: 'https://evil.example' })).toBe(403);
    expect(await status(url, 'mcp', { origin: 'null' })).toBe(403);
    expect(await status(url, 'mcp', { headers: { host: 'evil.example' } })).toBe(403);
    await join(url, 'mcp', { origin: 'https://app.example', headers: { host: 'app.example:80' } });
    const strict = await serve({ verifyOrigin: (origin) => origin === 'https://one.example' });
    expect(await status(strict.url, 'mcp', { origin: 'http://localhost' })).toBe(403);
    await join(strict.url, 'mcp', { origin: 'https://one.example' });
  });

  it('is for one path', async () => {
    const { url } = await serve({ path: '/here' });
    expect(await status(url.replace('/here', '/there'), 'mcp')).toBe(404);
    expect((await fetch(url.replace('ws:', 'http:'))).status).toBe(426);
  });
});

describe('the end', () => {
  it('of the server is 1001 for everybody', async () => {
    const server = await serve();
    const clients = [await join(server.url), await join(server.url)];
    await server.close();
    for (const { closed } of clients)
      expect(await closed).toEqual({ code: 1001, reason: 'the server is shutting down' });
  });

  it('by the transport is 1000, told to its owner, and final', async () => {
    const { url, transports } = await serve();
    const { closed } = await join(url);
    const [transport] = transports;
    let ends = 0;
    transport!.onclose = () => void ends++;
    await transport!.close();
    expect((await closed).code).toBe(1000);
    expect(ends).toBe(1);
    await expect(transport!.send({})).rejects.toThrow(/closed/);
  });

  it('comes with 1011 where nobody could be found to serve', async () => {
    const { url } = await serve({}, () => {
      throw new Error('no server');
    });
    const { closed } = await join(url);
    expect((await closed).code).toBe(1011);
  });

  it('comes for a client that answers no ping', async () => {
    const { url } = await serve({ keepAliveMs: 50 });
    const awake = await join(url);
    const asleep = await join(url, 'mcp', { autoPong: false });
    expect((await asleep.closed).code).toBe(1006);
    awake.say(request(1));
    expect(await awake.next()).toMatchObject({ id: 1 });
  });
});

describe('a client that does not read', () => {
  it('makes `send` wait, and loses nothing', async () => {
    const { url, transports } = await serve();
    const { socket, next } = await join(url);
    socket.pause();
    const pad = 'p'.repeat(MIB);
    let sent = 0;
    const flood = (async () => {
      for (; sent < 64; sent++)
        await transports[0]!.send({ jsonrpc: '2.0', method: 'n', params: { sent, pad } });
    })();
    await waitUntilStill('the flood to be held back', () => sent);
    expect(sent).toBeLessThan(64);
    socket.resume();
    for (let n = 0; n < 64; n++) expect(await next()).toMatchObject({ params: { sent: n } });
    await flood;
  });
});
