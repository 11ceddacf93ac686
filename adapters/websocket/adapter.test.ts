import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { generate } from 'selfsigned';
import { ConnectError } from '../adapter.js';
import { Transcript } from '../transcript.js';
import { makeCall, awaitSoon } from '../testing/client.js';
import { makeWebSocketCases } from '../testing/websocket-cases.js';

const { serve, open, cleanups } = makeWebSocketCases();
const mcp = { handleProtocols: () => 'mcp' };

const refusal = async (attempt: Promise<unknown>): Promise<ConnectError> => {
  const error: unknown = await attempt.catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(ConnectError);
  return error as ConnectError;
};

describe('the upgrade', () => {
  it('carries the headers of the user, and shows their values to nobody', async () => {
    const { url, taken } = await serve(mcp);
    const headers = { 'X-Api-Key': 'a secret value', authorization: 'Bearer t' };
    const { transcript, connection } = await open({ url, headers, origin: 'https://app.example' });
    expect(taken[0]?.upgrade.headers).toMatchObject({
      'x-api-key': 'a secret value',
      authorization: 'Bearer t',
      origin: 'https://app.example',
      'sec-websocket-protocol': 'mcp',
    });
    expect(taken[0]?.upgrade.headers).not.toHaveProperty('sec-websocket-extensions');
    expect(JSON.stringify(transcript.entries)).toContain('https://app.example');
    expect(JSON.stringify(transcript.entries)).not.toMatch(/a secret value|Bearer t/);
    const opened = await connection.listen().opened;
    expect(opened.status?.value).toBe(101);
    expect(opened.header('Sec-WebSocket-Protocol')?.value).toBe('mcp');
  });

  it.each([
    [{ profile: 'mcp' }, ['mcp']],
    [{ profile: 'sep-1288' }, ['mcp', 'mcp.version.2025-11-25']],
    [{ profile: 'plain' }, undefined],
    [{ profile: 'mcp', subprotocols: ['a', 'b'] }, ['a', 'b']],
  ] as const)('offers what %j says', async (how, offered) => {
    const { url, taken } = await serve({ handleProtocols: ([first = '']) => first });
    await open({ url, ...how });
    expect(taken[0]?.upgrade.headers['sec-websocket-protocol']?.split(',')).toEqual(offered);
  });

  it('needs the echo of a subprotocol, unless the user says otherwise', async () => {
    const { url } = await serve({ handleProtocols: () => false });
    expect((await refusal(open({ url }))).next).toMatch(/tolerateMissingEcho/);
    const { connection, frames } = await open({ url, tolerateMissingEcho: true });
    connection.send({ body: makeCall(1, 'echo') });
    expect((await frames.take()).json).toEqual(makeCall(1, 'echo'));
    const opened = await connection.listen().opened;
    expect(opened.header('sec-websocket-protocol')?.value).toBeUndefined();
  });

  it('tells of a subprotocol that nobody offered', async () => {
    const { url } = await serve({ handleProtocols: () => 'chat' });
    expect((await refusal(open({ url }))).next).toMatch(/websocket\.subprotocols/);
  });

  it.each([
    [401, /--header/],
    [404, /path/],
    [302, /redirects/],
    [400, /subprotocol/],
  ])('says that it was answered with %i, and what to do', async (status, hint) => {
    const { url } = await serve({ verifyClient: (_info, done) => done(false, status) });
    const error = await refusal(open({ url }));
    expect(error.message).toContain(`HTTP ${status}`);
    expect(error.next).toMatch(hint);
  });

  it.each(['http://127.0.0.1/mcp', 'no url'])('does not take %s for an address', async (url) => {
    expect((await refusal(open({ url }))).next).toMatch(/ws:\/\//);
  });
});

describe('TLS', () => {
  it('trusts whom the user names, or everybody where told so', async () => {
    const altNames = [{ type: 7 as const, ip: '127.0.0.1' }];
    const made = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      extensions: [{ name: 'subjectAltName', altNames }],
    });
    const { url } = await serve(mcp, { key: made.private, cert: made.cert });
    expect((await refusal(open({ url }))).next).toMatch(/--ca/);
    for (const tls of [{ ca: made.cert }, { insecure: true }]) {
      const { connection, frames } = await open({ url, tls });
      connection.send({ body: makeCall(1, 'echo') });
      expect((await frames.take()).json).toEqual(makeCall(1, 'echo'));
      const raw = await connection.dial();
      expect(raw.status?.value).toBe(101);
    }
  });
});

describe('messages', () => {
  it('go out as text with exactly their bytes, UTF-8 or not', async () => {
    const { url, taken } = await serve({ ...mcp, skipUTF8Validation: true });
    const { connection, frames, transcript } = await open({ url });
    const body = new Uint8Array([0x22, 0xff, 0xfe, 0x00, 0x22]);
    const seen = once(taken[0]!.client, 'message');
    connection.send({ body });
    expect(await seen).toEqual([Buffer.from(body), false]);
    const frame = await frames.take();
    expect([...frame.bytes]).toEqual([...body]);
    expect('json' in frame).toBe(false);
    expect(transcript.entries.find(({ entry }) => entry === frame.entry)?.binding).toEqual({ utf8: 'no' });
  });

  it('that come as binary are handed out, and marked', async () => {
    const { url, taken } = await serve(mcp);
    const { frames, transcript } = await open({ url });
    taken[0]!.client.send(Buffer.from('{"binary":true}'));
    const frame = await frames.take();
    expect(frame.json).toEqual({ binary: true });
    expect(transcript.entries.find(({ entry }) => entry === frame.entry)?.binding).toEqual({
      opcode: 'binary',
    });
  });

  it('are kept apart from pings, of which the first are recorded', async () => {
    const { url, taken } = await serve(mcp);
    const { connection, frames, transcript } = await open({ url });
    for (let count = 0; count < 500; count++) taken[0]!.client.ping('are you there');
    connection.send({ body: makeCall(1, 'echo') });
    await frames.take();
    const pings = transcript.entries.filter(({ binding }) => binding?.['opcode'] === 'ping');
    expect(pings.length).toBe(100);
  });
});

describe('the end', () => {
  it('keeps code and reason of the target', async () => {
    const { url, taken } = await serve(mcp);
    const { connection } = await open({ url });
    taken[0]!.client.close(4001, 'out of coffee');
    const ended = await awaitSoon('the end', connection.listen().ended);
    expect(ended).toMatchObject({ by: 'peer', how: { value: 'closed with code 4001 (out of coffee)' } });
    expect(await connection.close('graceful')).toMatchObject({
      closeCode: { value: 4001 },
      closeReason: { value: 'out of coffee' },
      forced: false,
    });
  });

  it('by us is a close frame with 1000, and its answer', async () => {
    const { url, taken } = await serve(mcp);
    const { connection } = await open({ url });
    const seen = once(taken[0]!.client, 'close');
    expect(await connection.close('graceful')).toMatchObject({ closeCode: { value: 1000 }, forced: false });
    expect((await seen)[0]).toBe(1000);
  });

  it('without a close frame is no right end', async () => {
    const { url, taken } = await serve(mcp);
    const { connection } = await open({ url });
    taken[0]!.upgrade.socket.end();
    const ended = await awaitSoon('the end', connection.listen().ended);
    expect(ended).toMatchObject({ by: 'peer', how: { value: 'the connection ended without a close frame' } });
    expect(await connection.close('graceful')).toMatchObject({ closeCode: { value: 1006 } });
  });

  it('comes with bytes that are no frames', async () => {
    const { url, taken } = await serve(mcp);
    const { connection } = await open({ url });
    taken[0]!.upgrade.socket.write('no frame at all');
    const ended = await awaitSoon('the end', connection.listen().ended);
    expect(ended.by).toBe('fault');
    expect(ended.how.value).toMatch(/no right WebSocket frame/);
  });
});

describe('the plain socket', () => {
  it('says what no library says, and sees what comes of it', async () => {
    const { url } = await serve(mcp);
    const { connection } = await open({ url });
    const raw = await connection.dial();
    expect(raw.header('sec-websocket-accept').value).toBe(raw.accept);
    raw.send({ opcode: 1, payload: '{"a":', fin: false });
    raw.send({ opcode: 0, payload: '1}' });
    expect((await raw.next(({ json }) => json !== undefined, 2_000))?.json).toEqual({ a: 1 });
    raw.send({ opcode: 1, payload: '{}', masked: false });
    expect((await raw.fate(2_000, 'closing')).value).toMatchObject({ closing: true, code: 1002 });
    expect((await raw.fate(2_000)).value.open).toBe(false);
  });

  it('records the fragments of a message as one text, so that a secret in two of them is hidden', async () => {
    const { url, taken } = await serve(mcp);
    const transcript = new Transcript(['SECRET123abcdefgh']);
    const { connection } = await open({ url }, { transcript });
    const raw = await connection.dial();
    const client = taken.at(-1)!.client;
    client.send('["SECRET12', { fin: false });
    client.ping('between');
    client.send('3abcdefgh"]', { fin: true });
    client.send('SECRET', { fin: false });
    client.send('123abcdefgh', { fin: false });
    expect((await raw.next(({ json }) => json !== undefined, 2_000))?.json).toEqual(['SECRET123abcdefgh']);
    await raw.next(() => raw.frames.length === 5, 2_000);
    client.terminate();
    await raw.fate(2_000);
    const told = transcript.entries.filter(
      ({ direction, channel }) => direction === 'in' && channel === 'raw-1',
    );
    expect(told.map(({ text }) => text).slice(1)).toEqual([
      '',
      'between',
      '["[redacted]"]',
      '',
      '',
      '[redacted]',
    ]);
  });

  it('bends the upgrade', async () => {
    const { url } = await serve(mcp);
    const { connection } = await open({ url, headers: { 'x-api-key': 'a secret value' } });
    const raw = await connection.dial({ headers: { 'sec-websocket-version': '99', 'X-Other': 'yes' } });
    expect(raw.status?.value).toBe(400);
    expect(raw.header('sec-websocket-version').value).toContain('13');
  });

  it('ends with its connection, and waits for nobody', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    cleanups.push(() => {
      for (const socket of sockets) socket.destroy();
      silent.close();
    });
    const { url, taken } = await serve(mcp);
    const { connection } = await open({ url });
    const raw = await connection.dial();
    const closed = Promise.all(taken.map(({ client }) => once(client, 'close')));
    await connection.close('graceful');
    await awaitSoon('both ends', closed);
    expect((await raw.fate(1_000)).value.open).toBe(false);
    const { port } = silent.address() as AddressInfo;
    const attempt = open({ url: `ws://127.0.0.1:${port}/` }, { signal: AbortSignal.timeout(200) });
    await expect(attempt).rejects.toThrow(/timeout/);
  });
});
