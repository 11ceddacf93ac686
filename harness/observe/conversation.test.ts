import { describe, expect, it } from '@jest/globals';
import type { Opened } from '../../adapters/adapter.js';
import { observe } from '../../adapters/observation.js';
import type { Revision } from '../../adapters/revision.js';
import { loadContract } from '../wire/index.js';
import { Conversation } from './conversation.js';
import { newScope, OwnWatched, type OwnReceived, type OwnSent } from './message.js';

const LEGACY = '2025-11-25';
const MODERN = '2026-07-28';

const ping = (id: unknown) => ({ jsonrpc: '2.0', id, method: 'ping' });
const result = (id: unknown) => ({ jsonrpc: '2.0', id, result: {} });
const error = (id: unknown) => ({ jsonrpc: '2.0', id, error: { code: -32600, message: 'no' } });
const discover = (id: unknown, version: string) => ({
  jsonrpc: '2.0',
  id,
  method: 'server/discover',
  params: {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': version,
      'io.modelcontextprotocol/clientInfo': { name: 'c', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
});
const refused: Opened = {
  refused: true,
  status: observe(400, 'HTTP status', [1]),
  header: () => undefined,
  streaming: false,
};

/** A conversation on one channel, and what an observer would be told. */
async function talk({ revision = LEGACY, perRequest = false, raw = false } = {}) {
  const told = { sent: [] as OwnSent[], received: [] as OwnReceived[] };
  const conversation = new Conversation(await loadContract(revision as Revision), perRequest, {
    sent: (message) => told.sent.push(message),
    received: (message) => told.received.push(message),
    came: () => undefined,
    opened: () => {},
    ended: () => {},
  });
  const on = new OwnWatched('channel', newScope(raw), conversation.session(''), perRequest);
  let entry = 0;
  return {
    conversation,
    on,
    sent: (document: unknown) => conversation.sent(document, on, ++entry),
    bytes: (text: string) => conversation.sentBytes(Buffer.from(text), on, ++entry),
    received: (document: unknown): OwnReceived | undefined => {
      const before = told.received.length;
      conversation.received(document, on, ++entry);
      return told.received.slice(before).at(-1);
    },
    told,
  };
}

describe('replies', () => {
  it('belong to the request of the same id, by type and value, however late', async () => {
    const { sent, received, told } = await talk();
    for (const id of [1, '1', 2]) sent(ping(id));
    expect(received(result('1'))?.answers).toBe(told.sent[1]);
    expect(received(result(2))?.answers).toBe(told.sent[2]);
    expect(received(result(1))?.answers).toBe(told.sent[0]);
    expect(told.sent.map(({ replies }) => replies)).toEqual([1, 1, 1]);
    expect(received(result(3))).toMatchObject({ answers: undefined, excused: false });
  });

  it('may be two where an id was used again before it was answered', async () => {
    const { sent, received, told } = await talk();
    sent(ping('again'));
    sent(ping('again'));
    received(result('again'));
    expect(told.sent[1]).toMatchObject({ owed: 2, replies: 1 });
  });

  it('in a batch are told one by one', async () => {
    const { sent, received, told } = await talk({ revision: '2025-03-26' });
    sent([ping(1), ping(2)]);
    received([result(2), result(1)]);
    expect(told.received.map(({ answers, batched }) => [answers?.id, batched])).toEqual([
      [2, true],
      [1, true],
    ]);
  });
});

describe('what was bent on purpose', () => {
  it.each([
    ['no JSON', '{'],
    ['a blank line', ' '],
    ['no request', '{"jsonrpc":"1.0","id":{},"method":"ping"}'],
  ])('may be refused without an id, once: %s', async (_, text) => {
    const { bytes, received } = await talk();
    expect(received(error(null))?.excused).toBe(false);
    bytes(text);
    expect(received(error(null))?.excused).toBe(true);
    expect(received(error(null))?.excused).toBe(false);
  });

  it('excuses no result to nobody', async () => {
    const { bytes, received } = await talk();
    bytes('{');
    expect(received(result('nobody'))?.excused).toBe(false);
  });

  it('may be answered by who reads no further than the first document of it', async () => {
    const { bytes, received, told } = await talk();
    bytes(`${JSON.stringify(ping('brace'))}}`);
    expect(told.sent).toMatchObject([{ id: 'brace', right: false }]);
    expect(received(result('brace'))?.answers).toBe(told.sent[0]);
    expect(received(error(null))?.excused).toBe(true);
    expect(received(error(null))?.excused).toBe(false);
  });

  it('is not taken for right', async () => {
    const { sent, told } = await talk();
    sent(ping(1));
    sent({ ...ping(2), jsonrpc: '1.0' });
    sent([ping(3)]);
    expect(told.sent.map(({ right }) => right)).toEqual([true, false, false]);
  });

  it('in parts may be answered with anything', async () => {
    const { conversation, on, received } = await talk();
    conversation.sentPart(on);
    expect(received(result('whatever'))?.excused).toBe(true);
  });

  it('in several lines is several messages', async () => {
    const { bytes, told } = await talk();
    bytes(`${JSON.stringify(ping(1))}\n${JSON.stringify(ping(2))}\n`);
    expect(told.sent.map(({ id, right }) => [id, right])).toEqual([
      [1, true],
      [2, true],
    ]);
  });
});

describe('the body of an HTTP error', () => {
  it('is a message only where it says so, and names its request or none', async () => {
    const { conversation, on, sent, received, told } = await talk({ perRequest: true, raw: true });
    sent(ping('a'));
    conversation.opened(on, refused);
    expect(received({ detail: 'no such session' })).toBeUndefined();
    expect(received({ error: 'invalid_token' })).toBeUndefined();
    expect(received(error(null))?.answers).toBe(told.sent[0]);
    expect(received({ ...error('somebody-else'), jsonrpc: '1.0' })).toMatchObject({
      answers: undefined,
      excused: false,
    });
  });
});

describe('the revision', () => {
  it('of a legacy session is what initialize settled on', async () => {
    const { sent, received } = await talk();
    const params = {
      protocolVersion: LEGACY,
      capabilities: { roots: {} },
      clientInfo: { name: 'c', version: '1' },
    };
    sent({ jsonrpc: '2.0', id: 0, method: 'initialize', params });
    const hello = (protocolVersion: string) => ({
      jsonrpc: '2.0',
      id: 0,
      result: { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 's', version: '1' } },
    });
    const reply = received(hello('2025-06-18'));
    expect(reply?.ofRevision).toBe(false);
    expect(reply?.session).toMatchObject({
      agreed: '2025-06-18',
      server: { tools: {} },
      client: { roots: {} },
    });
  });

  it('of a modern reply is what its request names', async () => {
    const { sent, received } = await talk({ revision: MODERN });
    sent(discover(1, MODERN));
    sent(discover(2, '1900-01-01'));
    expect(received(result(1))?.ofRevision).toBe(true);
    expect(received({ jsonrpc: '2.0', method: 'notifications/message', params: {} })?.ofRevision).toBe(false);
    expect(received(error(2))?.ofRevision).toBe(false);
    expect(received({ jsonrpc: '2.0', method: 'notifications/message', params: {} })?.ofRevision).toBe(true);
  });

  it('of what a server says of its own is not lost by what was broken, or left open by a case that is over', async () => {
    const { sent, bytes, received, told } = await talk({ revision: MODERN });
    const own = (): unknown => received({ jsonrpc: '2.0', id: 'own', method: 'roots/list' })?.ofRevision;
    bytes(`${JSON.stringify(ping('brace'))}}`);
    expect(told.sent.at(-1)).toMatchObject({ id: 'brace', whole: false });
    expect(own()).toBe(true);
    const by = { over: false };
    sent(discover(1, '1900-01-01'));
    told.sent.at(-1)!.by = by;
    expect(own()).toBe(false);
    by.over = true;
    expect(own()).toBe(true);
  });

  it('is what a message is held against', async () => {
    const { sent, received } = await talk();
    sent(ping(1));
    expect(
      received({ jsonrpc: '2.0', id: 1, error: { code: 'x', message: 'no' } })?.violations(),
    ).not.toEqual([]);
    expect(received(error(1))?.violations()).toEqual([]);
  });
});
