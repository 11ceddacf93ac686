import { describe, expect, it } from '@jest/globals';
import { ConnectError, type OpenOptions } from '../adapter.js';
import { makeCall, openClient, awaitSoon } from '../contract/client.js';
import { until } from '../contract/until.js';
import type { Revision } from '../revision.js';
import { sdkAdapter } from './adapter.js';
import type { SdkTransport } from './transport.js';

/** A transport in this process, which keeps what it was asked to do. */
class Loop implements SdkTransport {
  onmessage?: (message: object) => void;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  readonly sent: object[] = [];
  readonly options: unknown[] = [];
  readonly versions: string[] = [];
  killed = false;
  async start(): Promise<void> {}
  async send(message: object, options?: object): Promise<void> {
    this.sent.push(message);
    this.options.push(options);
  }
  async close(): Promise<void> {
    this.onclose?.();
  }
  setProtocolVersion(version: string): void {
    this.versions.push(version);
  }
}

async function open(
  transport: Loop = new Loop(),
  options: Partial<OpenOptions> = {},
  revision: Revision = '2025-11-25',
) {
  const adapter = sdkAdapter({
    transport: 'loop',
    create: () => transport,
    kill: (loop) => void (loop.killed = true),
  });
  return { transport, ...(await openClient(adapter, {}, revision, options)) };
}

const notes = (transcript: { entries: readonly { direction: string; text: string }[] }): string =>
  transcript.entries.flatMap(({ direction, text }) => (direction === 'note' ? [text] : [])).join('\n');

describe('messages', () => {
  it('sends in order, and nothing before a notification is out', async () => {
    const transport = new Loop();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const { connection } = await open(
      Object.assign(transport, {
        send: async (message: { method?: string }) => {
          transport.sent.push(message);
          if (message.method === 'notifications/initialized') await held;
        },
      }),
    );
    connection.send({ body: makeCall(1, 'initialize') });
    connection.send({ body: { jsonrpc: '2.0', method: 'notifications/initialized' } });
    connection.send({ body: makeCall(2, 'ping') });
    await until('the notification to go out', () => transport.sent.length >= 2);
    await new Promise((resolve) => setImmediate(resolve));
    expect(transport.sent).toHaveLength(2);
    release();
    await new Promise((resolve) => setImmediate(resolve));
    expect(transport.sent.map((message) => (message as { id?: number }).id)).toEqual([1, undefined, 2]);
    await connection.close('graceful');
  });

  it('hands mirrored fields over as headers', async () => {
    const { connection, transport } = await open();
    connection.send({ body: makeCall(1, 'ping'), mirror: { 'mcp-method': 'ping', 'mcp-name': null } });
    await new Promise((resolve) => setImmediate(resolve));
    expect(transport.options).toEqual([{ headers: { 'mcp-method': 'ping' } }]);
    await connection.close('graceful');
  });

  it('tells the transport the version: at once in the modern era, else when it is settled', async () => {
    const modern = await open(new Loop(), {}, '2026-07-28');
    expect(modern.transport.versions).toEqual(['2026-07-28']);
    const legacy = await open();
    expect(legacy.transport.versions).toEqual([]);
    legacy.connection.settle({ revision: '2025-06-18' });
    expect(legacy.transport.versions).toEqual(['2025-06-18']);
    await Promise.all([modern, legacy].map(({ connection }) => connection.close('abrupt')));
  });

  it.each([
    ['bytes', Buffer.from('{}')],
    ['a batch', [makeCall(1, 'ping')]],
    ['no version', { id: 1, method: 'ping' }],
    ['an id that is null', { jsonrpc: '2.0', id: null, method: 'ping' }],
    ['params that are a list', { jsonrpc: '2.0', id: 1, method: 'ping', params: [] }],
    ['a result and an error', { jsonrpc: '2.0', id: 1, result: {}, error: { code: 1, message: '' } }],
    ['neither', { jsonrpc: '2.0', id: 1 }],
  ])('does not pass on %s', async (_, body) => {
    const { connection, transport, transcript } = await open();
    expect(connection.inexpressible?.({ body })).toMatchObject({ status: 'not-verified' });
    connection.send({ body });
    await new Promise((resolve) => setImmediate(resolve));
    expect(transport.sent).toEqual([]);
    expect(notes(transcript)).toMatch(/not sent/);
    await connection.close('abrupt');
  });
});

describe('what nobody sees', () => {
  it('says so after an error that the transport reports, and in the transcript', async () => {
    const { connection, transport, transcript } = await open();
    expect(connection.unseen?.()).toBeUndefined();
    transport.onerror?.(new Error('no valid message'));
    expect(connection.unseen?.()).toMatch(/no valid message/);
    expect(notes(transcript)).toMatch(/no valid message/);
    await connection.close('graceful');
  });

  it('says so where a message was not taken, however that is told', async () => {
    for (const send of [
      () => Promise.reject(new Error('refused')),
      () => {
        throw new Error('refused');
      },
    ]) {
      const { connection } = await open(Object.assign(new Loop(), { send }));
      connection.send({ body: makeCall(1, 'ping') });
      await new Promise((resolve) => setImmediate(resolve));
      expect(connection.unseen?.()).toMatch(/refused/);
      await connection.close('graceful');
    }
  });

  it('says so where what was handed out is no JSON', async () => {
    const { connection, transport } = await open();
    transport.onmessage?.({ id: 1n });
    expect(connection.unseen?.()).toMatch(/no JSON/);
    await connection.close('graceful');
  });

  it('says nothing of what happens while it closes', async () => {
    const transport = new Loop();
    const { connection } = await open(transport);
    const closing = connection.close('graceful');
    transport.onerror?.(new Error('aborted'));
    await closing;
    expect(connection.unseen?.()).toBeUndefined();
  });
});

describe('bounds', () => {
  it('ends a connection whose messages nobody reads, and does not charge the target', async () => {
    const { connection, transport, frames } = await open(new Loop(), { maxMessage: 1024 * 1024 });
    const message = { jsonrpc: '2.0', method: 'n', params: { pad: 'x'.repeat(10_000) } };
    for (let n = 0; n < 1_000; n++) transport.onmessage?.(message);
    let read = 0;
    while ((await frames.next()) !== undefined) read += 1;
    expect(read).toBeGreaterThan(100);
    expect(read).toBeLessThan(300);
    expect((await awaitSoon('the end', connection.listen().ended)).by).toBe('fault');
    expect(connection.unseen?.()).toMatch(/held back/);
    expect(transport.killed).toBe(true);
  });

  it('goes on where they are read in time', async () => {
    const { connection, transport, frames } = await open(new Loop(), { maxMessage: 1024 * 1024 });
    const message = { jsonrpc: '2.0', method: 'n', params: { pad: 'x'.repeat(10_000) } };
    for (let n = 0; n < 1_000; n++) {
      transport.onmessage?.(message);
      await frames.take();
    }
    expect(connection.unseen?.()).toBeUndefined();
    await connection.close('graceful');
  });

  it('takes no message that is longer than allowed', async () => {
    const { connection, transport } = await open(new Loop(), { maxMessage: 1000 });
    transport.onmessage?.({ jsonrpc: '2.0', method: 'n', params: { pad: 'x'.repeat(1000) } });
    expect((await awaitSoon('the end', connection.listen().ended)).by).toBe('fault');
  });

  it('closes within a bound where the transport never does', async () => {
    const transport = Object.assign(new Loop(), { close: () => new Promise<void>(() => {}) });
    const { connection, transcript } = await open(transport);
    const { tookMs } = await awaitSoon('the close', connection.close('graceful'), 6_000);
    expect(tookMs).toBeLessThan(5_000);
    expect(transport.killed).toBe(true);
    expect(notes(transcript)).toMatch(/did not end within/);
  });

  it('closes where the transport fails to', async () => {
    const transport = Object.assign(new Loop(), {
      close: async () => {
        transport.onclose?.();
        throw new Error('already closed');
      },
    });
    const { connection, transcript } = await open(transport);
    await connection.close('graceful');
    expect(notes(transcript)).toMatch(/already closed/);
  });
});

describe('start', () => {
  it.each([
    ['does not start', { start: () => Promise.reject(new Error('no route')) }],
    [
      'throws',
      {
        start: () => {
          throw new Error('no route');
        },
      },
    ],
  ])('reports a transport that %s, and leaves nothing of it', async (_, broken) => {
    const transport: Loop = Object.assign(new Loop(), broken);
    const error: unknown = await open(transport).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ConnectError);
    expect((error as ConnectError).message).toMatch(/no route/);
    expect((error as ConnectError).next).toMatch(/loop/);
    expect(transport.killed).toBe(true);
  });

  it('gives up when its signal says so', async () => {
    const transport = Object.assign(new Loop(), { start: () => new Promise<void>(() => {}) });
    const opened = open(transport, { signal: AbortSignal.timeout(20) });
    await expect(opened).rejects.toThrow(/abort|timeout/i);
    expect(transport.killed).toBe(true);
  });
});
