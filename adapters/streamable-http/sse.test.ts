import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { EventSource } from 'eventsource';
import fc from 'fast-check';
import { openBundledClient, awaitSoon } from '../testing/client.js';
import { startTestServer } from '../testing/server.js';
import { SseReader } from './sse.js';

const STREAM = [
  ': welcome\n',
  'retry: 1234\n',
  'id: first\ndata:\n\n',
  'id: ü-2\nevent: message\ndata: {"text":"ü😀\\n"}\n\n',
  'data: one\ndata:two\r\ndata\n\n',
  'nonsense: x\ndata: {"a":1}\r\r',
  'event: other\nid: 4\ndata: [1]\n\n',
  'retry: soon\nid\ndata: last\r\n\r\n',
  'data: never ends',
].join('');

function read(text: Buffer, borders: number[] = []) {
  const seen: unknown[] = [];
  const reader = new SseReader(10_000, {
    onEvent: ({ data, id, event }) => seen.push({ data: data.toString('latin1'), id, event }),
    onRetry: (ms) => seen.push({ retry: ms }),
    onAside: (kind, aside) => seen.push({ [kind]: aside }),
  });
  const places = [...new Set([0, ...borders.map((border) => border % text.length), text.length])].sort(
    (a, b) => a - b,
  );
  for (const [index, place] of places.slice(1).entries()) reader.feed(text.subarray(places[index], place));
  return seen;
}

describe('SseReader', () => {
  const whole = read(Buffer.from(STREAM));

  it('reads events, ids, retries and what is to be ignored', () => {
    expect(whole).toHaveLength(10);
    expect(whole).toContainEqual({ data: '', id: 'first', event: undefined });
    expect(whole).toContainEqual({ retry: 1234 });
    expect(whole).toContainEqual({ comment: 'welcome' });
    expect(whole).toContainEqual({ ignored: 'nonsense: x' });
    expect(whole).toContainEqual({ data: 'one\ntwo\n', id: undefined, event: undefined });
  });

  it('reads the same wherever the chunks end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), (borders) => {
        expect(read(Buffer.from(STREAM), borders)).toEqual(whole);
      }),
    );
  });

  it('hands out an event that ends in a lone carriage return at once', () => {
    expect(read(Buffer.from('data: 1\r\r'))).toEqual([{ data: '1' }]);
  });

  it('skips a byte order mark, also in pieces', () => {
    const text = Buffer.from('\ufeffdata: 1\n\n');
    for (const borders of [[], [1], [1, 2], [2, 5]]) expect(read(text, borders)).toEqual([{ data: '1' }]);
  });

  it('keeps bytes that are no UTF-8', () => {
    expect(read(Buffer.from('data: \xff\xfe\n\n', 'latin1'))).toEqual([{ data: '\xff\xfe' }]);
  });

  it.each(['data: xxxx', 'data: xxx\n', ':', 'id'])('bounds what it holds of %j', (piece) => {
    const nothing = () => {};
    const reader = new SseReader(1_000, { onEvent: nothing, onRetry: nothing, onAside: nothing });
    let fed = 0;
    while (reader.feed(Buffer.from(piece)) && fed < 5_000) fed += piece.length;
    expect(fed).toBeLessThan(3_000);
  });
});

describe('a stream', () => {
  it('reads as it does for the EventSource of others', async () => {
    const byteByByte = async (response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const byte of Buffer.from(STREAM)) {
        response.write(Buffer.of(byte));
        if (byte === 0x0a) await turn();
      }
      response.end();
    };
    const server = await startTestServer((response) => void byteByByte(response));
    const { url } = server;

    const theirs: { data: string; id: string; type: string }[] = [];
    const source = new EventSource(url);
    const ended = new Promise((resolve) => source.addEventListener('error', resolve));
    for (const type of ['message', 'other'])
      source.addEventListener(type, ({ data, lastEventId }) =>
        theirs.push({ data: String(data), id: lastEventId, type }),
      );
    await awaitSoon('the other reader', ended);
    source.close();

    const { connection, frames } = await openBundledClient(
      'streamable-http',
      { url, headers: {} },
      '2025-11-25',
    );
    const channel = connection.listen();
    const ours: { data: string; id: string; type: string }[] = [];
    // An event without data makes no frame here.
    while (ours.length < theirs.length - 1) {
      const { bytes, eventId, eventName } = await frames.take();
      ours.push({ data: Buffer.from(bytes).toString(), id: eventId ?? '', type: eventName ?? 'message' });
    }
    expect(theirs).toHaveLength(6);
    expect(ours).toEqual(theirs.filter(({ data }) => data !== ''));
    expect(await awaitSoon('the end', channel.ended)).toMatchObject({
      by: 'peer',
      lastEventId: '',
      retryMs: 1234,
    });
    await connection.close('abrupt');
    await server.stop();
  });
});
