/** Contract cases on messages: they arrive whole, unchanged and on the right channel. */
import assert from 'node:assert/strict';
import { assertIncludes } from './assert.js';
import { makeBlob, GARBAGE, computeSha256 } from './behaviour.js';
import { makeCall, awaitSoon } from './client.js';
import type { ContractCase } from './kit.js';
import { measureGrowth } from './until.js';

const MIB = 1024 * 1024;
const BIG = 64 * MIB;

/** What is sent arrives, what arrives is handed out, byte for byte. */
export const messageCases: readonly ContractCase[] = [
  {
    name: 'carries a message there and its reply back, and records both',
    async run(kit) {
      const { connection, frames, transcript } = await kit.open(await kit.target());
      const channel = connection.send({ body: makeCall(1, 'echo', { text: 'ü😀' }) });
      const frame = await frames.take();
      assert.deepEqual(frame.json, { jsonrpc: '2.0', id: 1, result: { text: 'ü😀' } });
      assert.equal(frame.channel, channel);
      const opened = await awaitSoon('the channel to open', channel.opened);
      assert.equal(opened.refused, false);
      const entry = transcript.entries.find((each) => each.entry === frame.entry);
      assertIncludes(entry, { direction: 'in', channel: channel.id });
      assert.equal(entry?.text, Buffer.from(frame.bytes).toString());
      assert.ok(
        transcript.entries.some(({ direction, text }) => direction === 'out' && text.includes('😀')),
        'the transcript has the message that was sent',
      );
    },
  },
  {
    name: 'sends bytes as they are',
    async run(kit) {
      const { connection, frames } = await kit.open(await kit.target());
      const body = Buffer.from(' { "id" : 5, "method" : "digest", "x" : "\u{1F600}" } ');
      connection.send({ body: new Uint8Array(body) });
      const { json } = await frames.take();
      assertIncludes(json, { id: 5, result: { sha256: computeSha256(body), bytes: body.length } });
    },
  },
  {
    name: 'keeps many requests apart',
    async run(kit) {
      const { connection, frames } = await kit.open(await kit.target());
      const { channelPerRequest } = connection.traits;
      const channels = new Map(
        Array.from({ length: 200 }, (_, id) => [id, connection.send({ body: makeCall(id, 'echo', { id }) })]),
      );
      assert.equal(new Set(channels.values()).size, channelPerRequest ? 200 : 1);
      for (let count = 200; count > 0; count--) {
        const { json, channel } = await frames.take();
        const { id, result } = json as { id: number; result: { id: number } };
        assert.equal(result.id, id);
        assert.equal(channel, channels.get(id));
        channels.delete(id);
      }
      assert.equal(channels.size, 0);
    },
  },
  {
    name: 'carries 64 MiB both ways unharmed, in bounded memory',
    heavy: true,
    async run(kit) {
      const { connection, frames, transcript } = await kit.open(await kit.target());
      const text = 'o'.repeat(BIG);
      const growth = await measureGrowth(async () => {
        const body = Buffer.from(JSON.stringify(makeCall(1, 'digest', { text })));
        connection.send({ body });
        assertIncludes((await frames.take()).json, { result: { sha256: computeSha256(body) } });
        connection.send({ body: makeCall(2, 'blob', { bytes: BIG }) });
        const { bytes, json } = await frames.take();
        assert.equal(bytes.length, BIG);
        assert.equal(computeSha256(bytes), computeSha256(makeBlob(2, BIG)));
        assertIncludes(json, { id: 2 });
      });
      // Chunks, whole message, text and document of two messages of 64 MiB, and the test's own copies of both.
      assert.ok(growth < 12 * 64, `memory grew by ${growth} MiB`);
      const kept = transcript.entries.reduce((sum, entry) => sum + entry.text.length, 0);
      assert.ok(kept < MIB, `the transcript keeps ${kept} characters`);
    },
  },
  {
    name: 'hands out bytes that are no JSON as they came',
    async run(kit) {
      const { connection, frames } = await kit.open(await kit.target());
      connection.send({ body: makeCall(1, 'garbage') });
      const frame = await frames.take();
      assert.equal('json' in frame, false);
      assert.deepEqual(Buffer.from(frame.bytes), GARBAGE);
      connection.send({ body: makeCall(2, 'echo') });
      assertIncludes((await frames.take()).json, { id: 2 });
    },
  },
];
