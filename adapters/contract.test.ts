import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConnectError, type OpenOptions } from './adapter.js';
import { adapters, transportNames, type EndpointOf, type TransportName } from './index.js';
import type { Revision } from './revision.js';
import { blob, GARBAGE, sha256 } from './testing/behaviour.js';
import { call, connect, soon } from './testing/client.js';
import { hosts, type Running, type TestHost } from './testing/hosts.js';
import { growthDuring, isAlive, openHandles, until } from './testing/until.js';

/** One list of cases for every adapter in the registry, in both eras. */
const REVISIONS: readonly Revision[] = ['2025-11-25', '2026-07-28'];
/** Eras differ in headers and traits, not in how much fits through: what takes long runs at one revision. */
const HEAVY_AT: Revision = '2025-11-25';
const BIG = 64 * 1024 * 1024;
const MIB = 1024 * 1024;

for (const transport of transportNames) {
  for (const revision of REVISIONS) {
    describe(`${transport} at ${revision}`, () => contract(transport, revision));
  }
}

function contract<T extends TransportName>(transport: T, revision: Revision): void {
  const host = hosts[transport] as TestHost<EndpointOf[T]>;
  let running: Running<EndpointOf[T]>[] = [];
  let opened: Awaited<ReturnType<typeof connect<T>>>['connection'][] = [];
  let handlesBefore = 0;

  const target = async (...words: string[]) => {
    const started = await host.start(...words);
    running.push(started);
    return started;
  };
  const open = async (on: Running<EndpointOf[T]>, options?: Partial<OpenOptions>) => {
    const client = await connect(transport, on.endpoint, revision, options);
    opened.push(client.connection);
    return client;
  };

  beforeEach(() => {
    running = [];
    opened = [];
    handlesBefore = openHandles();
  });

  // Whatever a case did to its connections: closed once more, they leave no process and no socket behind.
  afterEach(async () => {
    await Promise.all(opened.map((connection) => connection.close('abrupt')));
    const pids = running.flatMap((each) => each.pids());
    await until('the processes of the target to be gone', () => !pids.some(isAlive), 2_000);
    await Promise.all(running.map((each) => each.stop()));
    await until('all sockets and pipes to be closed', () => openHandles() <= handlesBefore, 2_000);
  });

  it('carries a message there and its reply back, and records both', async () => {
    const { connection, frames, transcript } = await open(await target());
    const channel = connection.send({ body: call(1, 'echo', { text: 'ü😀' }) });
    const frame = await frames.take();
    expect(frame.json).toEqual({ jsonrpc: '2.0', id: 1, result: { text: 'ü😀' } });
    expect(frame.channel).toBe(channel);
    const opening = await soon('the channel to open', channel.opened);
    expect(opening.refused).toBe(false);
    const byEntry = new Map(transcript.entries.map((entry) => [entry.entry, entry]));
    expect(byEntry.get(frame.entry)).toMatchObject({ direction: 'in', channel: channel.id });
    expect(byEntry.get(frame.entry)?.text).toBe(Buffer.from(frame.bytes).toString());
    expect(transcript.entries.some(({ direction, text }) => direction === 'out' && text.includes('😀'))).toBe(
      true,
    );
  });

  it('sends bytes as they are', async () => {
    const { connection, frames } = await open(await target());
    const body = Buffer.from(' { "id" : 5, "method" : "digest", "x" : "\u{1F600}" } ');
    connection.send({ body: new Uint8Array(body) });
    const { json } = await frames.take();
    expect(json).toMatchObject({ id: 5, result: { sha256: sha256(body), bytes: body.length } });
  });

  it('keeps many requests apart', async () => {
    const { connection, frames } = await open(await target());
    const { channelPerRequest } = connection.traits;
    const channels = new Map(
      Array.from({ length: 200 }, (_, id) => [id, connection.send({ body: call(id, 'echo', { id }) })]),
    );
    expect(new Set(channels.values()).size).toBe(channelPerRequest ? 200 : 1);
    for (let count = 200; count > 0; count--) {
      const { json, channel } = await frames.take();
      const { id, result } = json as { id: number; result: { id: number } };
      expect(result.id).toBe(id);
      expect(channel).toBe(channels.get(id));
      channels.delete(id);
    }
    expect(channels.size).toBe(0);
  });

  if (revision === HEAVY_AT) {
    it('carries 64 MiB both ways unharmed, in bounded memory', async () => {
      const { connection, frames, transcript } = await open(await target());
      const text = 'o'.repeat(BIG);
      const growth = await growthDuring(async () => {
        const body = Buffer.from(JSON.stringify(call(1, 'digest', { text })));
        connection.send({ body });
        expect((await frames.take()).json).toMatchObject({ result: { sha256: sha256(body) } });
        connection.send({ body: call(2, 'blob', { bytes: BIG }) });
        const { bytes, json } = await frames.take();
        expect(bytes.length).toBe(BIG);
        expect(sha256(bytes)).toBe(sha256(blob(2, BIG)));
        expect(json).toMatchObject({ id: 2 });
      });
      // Chunks, whole message, text and document of two messages of 64 MiB, and the test's own copies of both.
      expect(growth).toBeLessThan(12 * 64);
      expect(transcript.entries.reduce((sum, entry) => sum + entry.text.length, 0)).toBeLessThan(MIB);
    });

    it('holds the target back while nobody reads, and loses nothing', async () => {
      const on = await target();
      const { connection, frames } = await open(on);
      const count = 20 * 1024;
      const progress = () =>
        Number(
          on
            .log()
            .findLast((line) => line.startsWith('flooded'))
            ?.split(' ')[1],
        );
      connection.send({ body: call(1, 'flood', { count }) });
      await until('the flood to begin', () => progress() >= 1024);
      let stuckAt = -1;
      let stuckSince = performance.now();
      const growth = await growthDuring(() =>
        until('the target to be held back', () => {
          if (progress() !== stuckAt) stuckSince = performance.now();
          stuckAt = progress();
          return performance.now() - stuckSince > 300;
        }),
      );
      expect(stuckAt).toBeLessThan(count);
      expect(growth).toBeLessThan(64);
      const numbers: number[] = [];
      while (numbers.length < count)
        numbers.push(((await frames.take()).json as { params: { n: number } }).params.n);
      expect(numbers).toEqual(Array.from({ length: count }, (_, n) => n));
      expect((await frames.take()).json).toMatchObject({ id: 1, result: { count } });
    });
  }

  it('ends only after its last frame was read', async () => {
    const on = await target();
    const { connection, frames } = await open(on);
    const channel = connection.send({ body: call(1, 'flood', { count: 5 }) });
    await until('all to be sent', () => on.log().includes('flooded 5'));
    let ended = false;
    void channel.ended.then(() => (ended = true));
    if (!connection.traits.channelPerRequest) connection.send({ body: call(2, 'finish') });
    for (let n = 0; n < 6; n++) {
      expect(ended).toBe(false);
      await frames.take();
    }
    expect((await soon('the end', channel.ended)).by).toBe('peer');
  });

  it('reports a target that breaks off in the middle of a message', async () => {
    const { connection, frames } = await open(await target());
    const channel = connection.send({ body: call(1, 'drop') });
    if (!connection.traits.channelPerRequest) {
      // Where messages have a length before they begin, there is no part of one to hand out.
      const frame = await frames.next();
      expect(frame !== undefined && 'json' in frame).toBe(false);
      if (frame !== undefined) expect(await frames.next()).toBeUndefined();
    }
    const ended = await soon('the end', channel.ended);
    expect(ended.by).toBe(connection.traits.channelPerRequest ? 'fault' : 'peer');
    expect(ended.how.value).toMatch(/\w/);
  });

  it('reports a target that stops writing and goes on reading', async () => {
    const { connection } = await open(await target());
    const channel = connection.send({ body: call(1, 'finish') });
    const ended = await soon('the end', channel.ended);
    expect(ended.by).toBe(connection.traits.channelPerRequest ? 'fault' : 'peer');
    // Nobody answers any more; to send is still no error.
    connection.send({ body: call(2, 'silent') });
  });

  it('hands out bytes that are no JSON as they came', async () => {
    const { connection, frames } = await open(await target());
    connection.send({ body: call(1, 'garbage') });
    const frame = await frames.take();
    expect('json' in frame).toBe(false);
    expect(Buffer.from(frame.bytes)).toEqual(GARBAGE);
    connection.send({ body: call(2, 'echo') });
    expect((await frames.take()).json).toMatchObject({ id: 2 });
  });

  it('cuts off a message that does not end, in bounded memory', async () => {
    const { connection, frames } = await open(await target(), { maxMessage: MIB });
    const growth = await growthDuring(async () => {
      const channel = connection.send({ body: call(1, 'endless') });
      const ended = await soon('the fault', channel.ended);
      expect(ended.by).toBe('fault');
      expect(ended.how.value).toContain(String(MIB));
    });
    expect(growth).toBeLessThan(64);
    if (!connection.traits.channelPerRequest) expect(await frames.next()).toBeUndefined();
  });

  it('takes a message that is exactly as long as allowed, and none that is longer', async () => {
    const { connection, frames } = await open(await target(), { maxMessage: MIB });
    connection.send({ body: call(1, 'blob', { bytes: MIB }) });
    expect((await frames.take()).bytes.length).toBe(MIB);
    const channel = connection.send({ body: call(2, 'blob', { bytes: MIB + 1 }) });
    expect((await soon('the fault', channel.ended)).by).toBe('fault');
  });

  it('abandons one request and no other', async () => {
    const on = await target();
    const { connection, frames } = await open(on);
    const silent = connection.send({ body: call(1, 'silent') });
    await soon('the channel to open', silent.opened);
    silent.abandon();
    if (connection.traits.channelPerRequest) {
      expect((await soon('the end', silent.ended)).by).toBe('us');
      await until('the target to see it', () => on.log().includes('response closed'));
    }
    connection.send({ body: call(2, 'echo') });
    expect((await frames.take()).json).toMatchObject({ id: 2 });
  });

  it.each(['graceful', 'abrupt'] as const)(
    'closes %s: once, quickly, with every channel ended',
    async (how) => {
      const { connection, frames } = await open(await target());
      connection.settle({ revision, sessionId: 'a-session' });
      const silent = connection.send({ body: call(1, 'silent') });
      const listening = connection.listen();
      await soon('the channel to open', silent.opened);
      const [first, second] = await Promise.all([connection.close(how), connection.close('graceful')]);
      expect(second).toBe(first);
      expect(first.forced).toBe(false);
      expect(first.tookMs).toBeLessThan(1_000);
      expect((await soon('the end', silent.ended)).by).toBe('us');
      expect((await soon('the end', listening.ended)).by).toBe('us');
      expect(await frames.next()).toBeUndefined();
      // Late use is no error either.
      const late = connection.send({ body: call(2, 'echo') });
      expect((await soon('the end of a late channel', late.ended)).by).toBe('us');
    },
  );

  it('closes a target that does not want to end, within the bound', async () => {
    const { connection } = await open(await target('stubborn'));
    connection.settle({ revision, sessionId: 'a-session' });
    connection.send({ body: call(1, 'silent') });
    const closing = await soon('the close', connection.close('graceful'), 6_000);
    expect(closing.tookMs).toBeLessThan(5_000);
  });

  it('closes with a full queue that nobody reads', async () => {
    const on = await target();
    const { connection } = await open(on);
    const channel = connection.send({ body: call(1, 'flood', { count: 100_000 }) });
    await until('the flood to begin', () => on.log().some((line) => line.startsWith('flooded 1')));
    const closing = await soon('the close', connection.close('graceful'), 6_000);
    expect(closing.tookMs).toBeLessThan(5_000);
    expect((await soon('the end', channel.ended)).by).not.toBe('fault');
  });

  it('goes away when its signal says so', async () => {
    const abort = new AbortController();
    const { connection, frames } = await open(await target(), { signal: abort.signal });
    const channel = connection.send({ body: call(1, 'silent') });
    await soon('the channel to open', channel.opened);
    abort.abort();
    expect(await frames.next()).toBeUndefined();
    expect((await soon('the end', channel.ended)).by).toBe('us');
  });

  it('opens nothing when its signal was given before', async () => {
    const on = await target();
    await expect(open(on, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });

  it('says what to do where there is no target', async () => {
    const { endpoint, hint } = await host.absent();
    const error: unknown = await connect(transport, endpoint, revision).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ConnectError);
    expect((error as ConnectError).next).toMatch(hint);
    expect((error as ConnectError).cause).toBeDefined();
  });

  it('has the traits that its connections have', async () => {
    const { connection } = await open(await target());
    const adapter = await adapters[transport]();
    expect(connection.traits).toEqual(adapter.traits(revision === '2026-07-28' ? 'modern' : 'legacy'));
  });
}
