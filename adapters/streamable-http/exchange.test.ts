import { describe, expect, it } from '@jest/globals';
import { makeHttpCases } from '../testing/http-cases.js';
import { sendJson } from '../testing/server.js';

const { start } = makeHttpCases();

describe('exchange', () => {
  it('sends what it is told and nothing else', async () => {
    const { server, connection } = await start((response) => sendJson(response, { ok: true }), '2026-07-28', {
      authorization: 'Bearer token',
    });
    const exchange = await connection.exchange({
      method: 'PUT',
      path: '/.well-known/x?y=1',
      host: 'evil.example',
      headers: { 'X-One': '1' },
      body: 'text',
    });
    expect(server.seen[0]).toMatchObject({ method: 'PUT', url: '/.well-known/x?y=1', body: 'text' });
    expect(server.seen[0]?.headers).toEqual({
      host: 'evil.example',
      connection: 'keep-alive',
      'content-length': '4',
      'x-one': '1',
      authorization: 'Bearer token',
    });
    expect(exchange).toMatchObject({ status: { value: 200 }, failed: undefined, complete: true });
    expect(exchange.header('Content-Type').value).toBe('application/json');
    expect(exchange.json().value).toEqual({ ok: true });
    await connection.exchange({ method: 'GET', headers: { authorization: null } });
    expect(server.seen[1]?.headers).not.toHaveProperty('authorization');
  });

  it('spells header names as it is told, in place of what the user has', async () => {
    const { server, connection } = await start((response) => sendJson(response, {}), '2026-07-28', {
      'x-own': 'of the user',
    });
    await connection.exchange({
      method: 'GET',
      headers: { 'MCP-METHOD': 'ping', 'X-Own': 'of the scenario' },
    });
    const { rawHeaders = [] } = server.seen[0] ?? {};
    expect(rawHeaders).toEqual(expect.arrayContaining(['MCP-METHOD', 'ping', 'X-Own', 'of the scenario']));
    expect(rawHeaders).not.toContain('of the user');
    expect(connection.url).toBe(server.url);
  });

  it('takes what came of a stream that does not end', async () => {
    const { connection } = await start((response) =>
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .write('id: 1\ndata:\n\ndata: {"n":1}\n\ndata: {"n":2}\n\n'),
    );
    const exchange = await connection.exchange({ method: 'POST', body: '{}', timeout: 300 });
    expect(exchange.complete).toBe(false);
    expect(exchange.status?.value).toBe(200);
    expect(exchange.json().value).toEqual({ n: 2 });
  });

  it('reads the events of a stream as they come, and leaves it when it has waited enough', async () => {
    const { connection } = await start((response) =>
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .write('retry: 700\n\nid: 1\ndata:\n\nevent: message\ndata: {"text":"o\u2028k"}\n\n'),
    );
    const asked: (string | undefined)[] = [];
    const exchange = await connection.exchange({
      method: 'POST',
      body: '{}',
      patience: (event) => {
        asked.push(event?.data.toString());
        return event !== undefined && event.data.length > 0 ? 50 : undefined;
      },
    });
    expect(asked).toEqual([undefined, '', '{"text":"o\u2028k"}']);
    expect(exchange).toMatchObject({ complete: false, cutByUs: true, retryMs: 700 });
    expect(exchange.events.map(({ id, event }) => [id, event])).toEqual([
      ['1', undefined],
      [undefined, 'message'],
    ]);
    expect(exchange.json().value).toEqual({ text: 'o\u2028k' });
  });

  it('ends when it is told to, and knows whose end it was', async () => {
    const { connection } = await start((response, { body }) => {
      if (body === 'drops') {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n', () => {
          response.destroy();
        });
      } else if (body === 'opens') {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      }
    });
    const dropped = await connection.exchange({ method: 'POST', body: 'drops' });
    expect(dropped).toMatchObject({ complete: false, cutByUs: false });
    const over = new AbortController();
    const patience = () => {
      over.abort();
      return undefined;
    };
    const opened = await connection.exchange({
      method: 'POST',
      body: 'opens',
      patience,
      signal: over.signal,
    });
    expect(opened).toMatchObject({ status: { value: 200 }, complete: false, cutByUs: true, events: [] });
    const ended = AbortSignal.abort();
    const silent = await connection.exchange({ method: 'POST', body: 'silent', signal: ended });
    expect(silent).toMatchObject({ status: undefined, cutByUs: true });
    expect(silent.failed?.value).toBe('no headers until we stopped reading');
  });

  it('keeps no more than it can use of a body, and says how it failed', async () => {
    const { connection } = await start((response, { body }) => {
      if (body === 'flood') {
        const more = () => {
          while (!response.destroyed && response.write('x'.repeat(65_536)));
        };
        response.on('drain', more);
        more();
      } else if (body === 'events') {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: {}\n\n'.repeat(50_000));
      } else if (body === 'reset') response.socket?.resetAndDestroy();
    });
    const flood = await connection.exchange({ method: 'POST', body: 'flood' });
    expect(flood.complete).toBe(false);
    expect(flood.body.value.length).toBe(1024 * 1024);
    const events = await connection.exchange({ method: 'POST', body: 'events' });
    expect(events).toMatchObject({ complete: false, cutByUs: true });
    expect(events.events.length).toBeLessThan(10_000);
    const reset = await connection.exchange({ method: 'POST', body: 'reset' });
    expect(reset.status).toBeUndefined();
    expect(reset.failed?.value).toMatch(/ECONNRESET|other side closed/);
    const silent = await connection.exchange({ method: 'POST', body: 'silent', timeout: 200 });
    expect(silent.failed?.value).toMatch(/no headers within 200 ms/);
  });
});
