import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { createInterface } from 'node:readline';
import { describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { awaitExit, listenAt, startReference } from './conversation.test.support.js';
import type { ServerName } from './conversation.test.support.js';

const SERVERS: ServerName[] = ['legacy', 'dual-era'];
const PROMPTLY_MS = 5_000;

const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
});

/** `fetch` would not send a foreign Host header. */
async function statusOf(url: string, headers: Record<string, string>, body = INITIALIZE): Promise<number> {
  const request = httpRequest(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
  });
  request.end(body);
  const [response] = (await once(request, 'response')) as [{ statusCode: number; resume(): void }];
  response.resume();
  return response.statusCode;
}

describe.each(SERVERS)('%s', (server) => {
  it('says where it listens in one line, and ends with the signal', async () => {
    const { child, line, url } = await listenAt(server);
    expect(line).toEqual({ transport: 'streamable-http', url });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*\/mcp$/);
    child.kill('SIGTERM');
    const { code, ms } = await awaitExit(child);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(PROMPTLY_MS);
  });

  it('listens on several transports at once, and says so line by line', async () => {
    const child = startReference(server, ['--http-port', '0', '--ws-port', '0']);
    const said: unknown[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      if (said.push(JSON.parse(line)) === 2) break;
    }
    expect(said).toEqual([
      { transport: 'streamable-http', url: expect.stringMatching(/^http:/) },
      { transport: 'websocket', url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:[1-9]\d*\/mcp$/) },
    ]);
    const client = new WebSocket((said[1] as { url: string }).url, 'mcp');
    await once(client, 'open');
    client.send(INITIALIZE);
    const [reply] = (await once(client, 'message')) as [Buffer];
    expect(JSON.parse(reply.toString())).toMatchObject({ id: 1, result: { protocolVersion: '2025-11-25' } });
    const closed = once(client, 'close');
    child.kill('SIGTERM');
    expect((await closed)[0]).toBe(1001);
    expect((await awaitExit(child)).code).toBe(0);
  });

  it('serves all four transports from one process, whose output stays with the messages of stdio', async () => {
    const child = startReference(server, [
      '--stdio',
      '--http-port',
      '0',
      '--ws-port',
      '0',
      '--grpc-port',
      '0',
    ]);
    const said: { transport: string; url: string }[] = [];
    for await (const line of createInterface({ input: child.stderr })) {
      if (said.push(JSON.parse(line) as (typeof said)[number]) === 3) break;
    }
    expect(said.map(({ transport }) => transport)).toEqual(['streamable-http', 'websocket', 'grpc']);
    expect(await statusOf(said[0]?.url ?? '', {})).toBe(200);
    child.stdin.end(`${INITIALIZE}\n`);
    const lines: unknown[] = [];
    for await (const line of createInterface({ input: child.stdout })) lines.push(JSON.parse(line));
    expect(lines).toEqual([expect.objectContaining({ id: 1, result: expect.anything() })]);
    expect((await awaitExit(child)).code).toBe(0);
  });

  it('keeps foreign origins and hosts out', async () => {
    const { child, url } = await listenAt(server, ['--allowed-host', 'reference.test']);
    expect(await statusOf(url, { origin: 'http://evil.example' })).toBe(403);
    expect(await statusOf(url, { origin: 'null' })).toBe(403);
    expect(await statusOf(url, { host: 'evil.example' })).toBe(403);
    expect(await statusOf(url, { host: 'reference.test:80', origin: 'http://localhost:5173' })).toBe(200);
    expect(await statusOf(url.replace('/mcp', '/other'), {})).toBe(404);
    child.kill('SIGTERM');
    await awaitExit(child);
  });

  it('refuses a body that is too large, and goes on', async () => {
    const { child, url } = await listenAt(server);
    const headers = { 'content-length': String(100 * 1024 * 1024) };
    expect(await statusOf(url, headers, '{')).toBe(413);
    expect(await statusOf(url, {})).toBe(200);
    child.kill('SIGTERM');
    await awaitExit(child);
  });

  it('ends with 0 when its input ends, even while a tool runs', async () => {
    const child = startReference(server, ['--stdio']);
    const slow = { name: 'test_slow', arguments: { ms: 10_000 } };
    child.stdin.write(`${INITIALIZE}\n`);
    await once(child.stdout, 'data');
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
    child.stdin.end(`${JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: slow })}\n`);
    const { code, ms } = await awaitExit(child);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(PROMPTLY_MS);
  });

  it('ends with 0 when it is asked to, and when a line is too long', async () => {
    const asked = startReference(server, ['--stdio']);
    asked.stdin.write(`${INITIALIZE}\n`);
    await once(asked.stdout, 'data');
    asked.kill('SIGTERM');
    expect((await awaitExit(asked)).code).toBe(0);
    const flooded = startReference(server, ['--stdio']);
    flooded.stdin.on('error', () => undefined).write(Buffer.alloc(69 * 1024 * 1024, 'x'));
    expect((await awaitExit(flooded)).code).toBe(0);
  });

  it.each([[[]], [['--http-port', 'x']], [['--nonsense']]])('ends with 2 for %j', async (args) => {
    const child = startReference(server, args);
    expect((await awaitExit(child)).code).toBe(2);
  });
});
