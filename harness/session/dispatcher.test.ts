import { expect, it } from '@jest/globals';
import type { Channel, Connection, Frame } from '../../adapters/adapter.js';
import { Transcript } from '../../adapters/transcript.js';
import type { Message } from '../../suites/session.js';
import { JsonRpcDispatcher } from './dispatcher.js';

/** A connection on one channel, and a way to say something on it as the server. */
function connect(): {
  dispatcher: JsonRpcDispatcher;
  say: (json: object) => Promise<void>;
  strays: Message[];
} {
  const never = new Promise<never>(() => undefined);
  const channel = { id: 'only', opened: never, ended: never, abandon: () => undefined } as unknown as Channel;
  const stream = new TransformStream<Frame, Frame>();
  const writer = stream.writable.getWriter();
  const connection = {
    traits: { channelPerRequest: false },
    inbound: stream.readable,
    send: () => channel,
  } as unknown as Connection;
  const transcript = new Transcript([]);
  const dispatcher = new JsonRpcDispatcher(connection, transcript);
  const strays: Message[] = [];
  dispatcher.listener = {
    message: () => undefined,
    unmatchedMessage: (message) => strays.push(message),
    harnessError: (error) => {
      throw error;
    },
  };
  const say = async (json: object): Promise<void> => {
    const entry = transcript.note('said');
    await writer.write({ channel, json, entry, atMs: 0, bytes: new Uint8Array() });
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { dispatcher, say, strays };
}

const ask = (dispatcher: JsonRpcDispatcher) =>
  dispatcher.expect(
    { body: {} },
    {
      id: dispatcher.nextId(),
      method: 'ping',
      progressToken: undefined,
      timeoutMs: 1_000,
      acceptWithoutId: false,
    },
  );

it('knows whose a second reply is, also once the session is over', async () => {
  const { dispatcher, say, strays } = connect();
  const request = ask(dispatcher);
  await say({ jsonrpc: '2.0', id: 1, result: {} });
  await request.reply();
  dispatcher.tidy();
  await say({ jsonrpc: '2.0', id: 1, result: {} });
  await say({ jsonrpc: '2.0', id: 'nobody', result: {} });
  expect(strays.map(({ belongsTo }) => belongsTo)).toEqual([1, undefined]);
});

it('knows whether a reply is owed, also once the session is over, until it comes', async () => {
  const { dispatcher, say } = connect();
  expect(dispatcher.isOwedReply).toBe(false);
  void ask(dispatcher);
  expect(dispatcher.isOwedReply).toBe(true);
  dispatcher.tidy();
  expect(dispatcher.isOwedReply).toBe(true);
  await say({ jsonrpc: '2.0', id: 1, result: {} });
  expect(dispatcher.isOwedReply).toBe(false);
});

it('takes a reply whose id came back as text for the one it is, and a second one for none', async () => {
  const { dispatcher, say, strays } = connect();
  const request = ask(dispatcher);
  await say({ jsonrpc: '2.0', id: '1', result: {} });
  expect((await request.reply()).at('/id').value).toBe('1');
  await say({ jsonrpc: '2.0', id: '1', result: {} });
  expect(strays.map(({ belongsTo }) => belongsTo)).toEqual([1]);
});
