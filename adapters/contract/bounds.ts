/** Contract cases on back-pressure, message limits and memory. */
import assert from 'node:assert/strict';
import { assertIncludes } from './assert.js';
import { makeCall, awaitSoon } from './client.js';
import type { ContractCase } from './kit.js';
import { measureGrowth, until, waitUntilStill } from './until.js';

const MIB = 1024 * 1024;

/** What a target sends is held back, cut off or dropped with its request, in bounded memory. */
export const boundCases: readonly ContractCase[] = [
  {
    name: 'holds the target back while nobody reads, and loses nothing',
    heavy: true,
    async run(kit) {
      const on = await kit.target();
      const { connection, frames } = await kit.open(on);
      const count = 20 * 1024;
      const progress = () =>
        Number(
          on
            .log()
            .findLast((line) => line.startsWith('flooded'))
            ?.split(' ')[1],
        );
      connection.send({ body: makeCall(1, 'flood', { count }) });
      await until('the flood to begin', () => progress() >= 1024);
      const growth = await measureGrowth(() => waitUntilStill('the target to be held back', progress));
      assert.ok(progress() < count, 'the target could send everything although nobody read');
      assert.ok(growth < 64, `memory grew by ${growth} MiB`);
      const numbers: number[] = [];
      while (numbers.length < count)
        numbers.push(((await frames.take()).json as { params: { n: number } }).params.n);
      assert.deepEqual(
        numbers,
        Array.from({ length: count }, (_, n) => n),
      );
      assertIncludes((await frames.take()).json, { id: 1, result: { count } });
    },
  },
  {
    name: 'cuts off a message that does not end, in bounded memory',
    async run(kit) {
      const { connection, frames } = await kit.open(await kit.target(), { maxMessage: MIB });
      const growth = await measureGrowth(async () => {
        const channel = connection.send({ body: makeCall(1, 'endless') });
        const ended = await awaitSoon('the fault', channel.ended);
        assert.equal(ended.by, 'fault');
        assert.ok(ended.how.value.includes(String(MIB)), `the limit is not in: ${ended.how.value}`);
      });
      assert.ok(growth < 64, `memory grew by ${growth} MiB`);
      if (!connection.traits.channelPerRequest) assert.equal(await frames.next(), undefined);
    },
  },
  {
    name: 'takes a message that is exactly as long as allowed, and none that is longer',
    async run(kit) {
      const { connection, frames } = await kit.open(await kit.target(), { maxMessage: MIB });
      connection.send({ body: makeCall(1, 'blob', { bytes: MIB }) });
      assert.equal((await frames.take()).bytes.length, MIB);
      const channel = connection.send({ body: makeCall(2, 'blob', { bytes: MIB + 1 }) });
      assert.equal((await awaitSoon('the fault', channel.ended)).by, 'fault');
    },
  },
  {
    name: 'abandons one request and no other',
    async run(kit) {
      const on = await kit.target();
      const { connection, frames } = await kit.open(on);
      const silent = connection.send({ body: makeCall(1, 'silent') });
      await awaitSoon('the channel to open', silent.opened);
      silent.abandon();
      if (connection.traits.channelPerRequest) {
        assert.equal((await awaitSoon('the end', silent.ended)).by, 'us');
        await until('the target to see it', () => on.log().includes('response closed'));
      }
      connection.send({ body: makeCall(2, 'echo') });
      assertIncludes((await frames.take()).json, { id: 2 });
    },
  },
];
