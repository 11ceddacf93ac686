/** Contract cases on how connections, channels and processes end. */
import assert from 'node:assert/strict';
import { ConnectError } from '../adapter.js';
import { getEra } from '../revision.js';
import { makeCall, openClient, awaitSoon } from './client.js';
import type { ContractCase, Kit } from './kit.js';
import { until } from './until.js';

/** Milliseconds: what an end may take where the target is willing, where it is not, and until a test gives up. */
const WILLING_MS = 1_000;
const UNWILLING_MS = 5_000;
const GIVE_UP_MS = 6_000;

/** A target that ends is told from one that is ended, and every end is bounded. */
export const endCases: readonly ContractCase[] = [
  {
    name: 'ends only after its last frame was read',
    async run(kit) {
      const on = await kit.target();
      const { connection, frames } = await kit.open(on);
      const channel = connection.send({ body: makeCall(1, 'flood', { count: 5 }) });
      await until('all to be sent', () => on.log().includes('flooded 5'));
      let ended = false;
      void channel.ended.then(() => (ended = true));
      if (!connection.traits.channelPerRequest) connection.send({ body: makeCall(2, 'finish') });
      for (let n = 0; n < 6; n++) {
        assert.equal(ended, false);
        await frames.take();
      }
      assert.equal((await awaitSoon('the end', channel.ended)).by, 'peer');
    },
  },
  {
    name: 'reports a target that breaks off in the middle of a message',
    async run(kit) {
      const { connection, frames } = await kit.open(await kit.target());
      const channel = connection.send({ body: makeCall(1, 'drop') });
      if (!connection.traits.channelPerRequest) {
        if (kit.host.wholeMessages !== true) assert.equal('json' in (await frames.take()), false);
        assert.equal(await frames.next(), undefined);
      }
      const ended = await awaitSoon('the end', channel.ended);
      assert.equal(ended.by, connection.traits.channelPerRequest ? 'fault' : 'peer');
      assert.match(ended.how.value, /\w/);
    },
  },
  {
    name: 'reports a target that stops writing and goes on reading',
    async run(kit) {
      const { connection } = await kit.open(await kit.target());
      const channel = connection.send({ body: makeCall(1, 'finish') });
      const ended = await awaitSoon('the end', channel.ended);
      assert.equal(ended.by, connection.traits.channelPerRequest ? 'fault' : 'peer');
      // Nobody answers any more; to send is still no error.
      connection.send({ body: makeCall(2, 'silent') });
    },
  },
  {
    name: 'closes graceful: once, quickly, with every channel ended',
    run: (kit) => closes(kit, 'graceful'),
  },
  {
    name: 'closes abrupt: once, quickly, with every channel ended',
    run: (kit) => closes(kit, 'abrupt'),
  },
  {
    name: 'closes a target that does not want to end, within the bound',
    async run(kit) {
      const { connection } = await kit.open(await kit.target('stubborn'));
      connection.settle({ revision: kit.revision, sessionId: 'a-session' });
      connection.send({ body: makeCall(1, 'silent') });
      const closing = await awaitSoon('the close', connection.close('graceful'), GIVE_UP_MS);
      assert.ok(closing.tookMs < UNWILLING_MS, `took ${closing.tookMs} ms`);
    },
  },
  {
    name: 'closes with a full queue that nobody reads',
    async run(kit) {
      const on = await kit.target();
      const { connection } = await kit.open(on);
      const channel = connection.send({ body: makeCall(1, 'flood', { count: 100_000 }) });
      await until('the flood to begin', () => on.log().some((line) => line.startsWith('flooded 1')));
      const closing = await awaitSoon('the close', connection.close('graceful'), GIVE_UP_MS);
      assert.ok(closing.tookMs < UNWILLING_MS, `took ${closing.tookMs} ms`);
      assert.notEqual((await awaitSoon('the end', channel.ended)).by, 'fault');
    },
  },
  {
    name: 'goes away when its signal says so',
    async run(kit) {
      const abort = new AbortController();
      const { connection, frames } = await kit.open(await kit.target(), { signal: abort.signal });
      const channel = connection.send({ body: makeCall(1, 'silent') });
      await awaitSoon('the channel to open', channel.opened);
      abort.abort();
      assert.equal(await frames.next(), undefined);
      assert.equal((await awaitSoon('the end', channel.ended)).by, 'us');
    },
  },
  {
    name: 'opens nothing when its signal was given before',
    async run(kit) {
      const on = await kit.target();
      await assert.rejects(kit.open(on, { signal: AbortSignal.abort() }), /abort/i);
    },
  },
  {
    name: 'says what to do where there is no target',
    async run({ adapter, host, revision }) {
      const { endpoint, hint } = await host.absent();
      const error: unknown = await openClient(adapter, endpoint, revision).catch((cause: unknown) => cause);
      assert.ok(ConnectError.is(error), `no ConnectError: ${String(error)}`);
      assert.match(error.next, hint);
      assert.notEqual(error.cause, undefined);
    },
  },
  {
    name: 'has the traits that its connections have',
    async run(kit) {
      const { connection } = await kit.open(await kit.target());
      assert.deepEqual(connection.traits, kit.adapter.traits(getEra(kit.revision)));
    },
  },
];

async function closes(kit: Kit, how: 'graceful' | 'abrupt'): Promise<void> {
  const { connection, frames } = await kit.open(await kit.target());
  connection.settle({ revision: kit.revision, sessionId: 'a-session' });
  const silent = connection.send({ body: makeCall(1, 'silent') });
  const listening = connection.listen();
  await awaitSoon('the channel to open', silent.opened);
  const [first, second] = await Promise.all([connection.close(how), connection.close('graceful')]);
  assert.equal(second, first);
  assert.equal(first.forced, false);
  assert.ok(first.tookMs < WILLING_MS, `took ${first.tookMs} ms`);
  assert.equal((await awaitSoon('the end', silent.ended)).by, 'us');
  assert.equal((await awaitSoon('the end', listening.ended)).by, 'us');
  assert.equal(await frames.next(), undefined);
  // Late use is no error either.
  const late = connection.send({ body: makeCall(2, 'echo') });
  assert.equal((await awaitSoon('the end of a late channel', late.ended)).by, 'us');
}
