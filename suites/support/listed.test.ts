import { describe, expect, it } from '@jest/globals';
import type { Exchange, Message, Reply, Session } from '../session.js';
import { readErrorCode } from './error-code.js';
import { retry } from './input.js';
import { readAskable } from './listed.js';
import type { List } from './lists.js';

/** A reply as far as these helpers look at it. */
function makeReply(document: Record<string, unknown>): Reply {
  const at = (pointer: string) => ({ value: undefined, at: pointer, entries: [1] });
  return { document, result: document['result'], isError: 'error' in document, at } as never;
}

/** A session that answers each request alike, and keeps what was sent by which way. */
function makeSession(reply: Reply) {
  const sent: [way: string, params: unknown][] = [];
  const exchange = { reply: () => Promise.resolve(reply) } as Exchange;
  const session = {
    request: (_method: string, params: unknown) => (sent.push(['request', params]), exchange),
    compose: (_method: string, params: unknown) => params,
    raw: (params: unknown) => (sent.push(['raw', params]), exchange),
  } as unknown as Session;
  return { session, sent };
}

describe('readAskable', () => {
  it.each<[List['method'], object, string[]]>([
    ['tools/list', { tools: [{ name: 42 }, { name: 'a' }, {}, null] }, ['a']],
    ['prompts/list', { prompts: [{ name: ['x'] }, { name: '' }] }, ['']],
    ['resources/list', { resources: [{ uri: 'no uri' }, { uri: 42 }, { uri: 'a:b' }] }, ['a:b']],
    [
      'resources/templates/list',
      { resourceTemplates: [{ uriTemplate: 'a://{x}/{' }, { uriTemplate: 'a://{x}' }] },
      ['a://{x}'],
    ],
  ])('of %s leaves out what no right request can hold', async (method, result, keys) => {
    const { session } = makeSession(makeReply({ result }));
    const items = await readAskable(session, method);
    expect(items.map(({ key }) => key)).toEqual(keys);
    expect(items[0]?.at('/name').at).toMatch(/^\/result\/\w+\/\d\/name$/);
  });
});

describe('retry', () => {
  it('sends a state as it came, and takes no blame for what it is', () => {
    const { session, sent } = makeSession(makeReply({ result: {} }));
    retry(session, 'tools/call', { name: 'x' }, makeReply({ result: { requestState: 42 } }), {});
    retry(session, 'tools/call', { name: 'x' }, makeReply({ result: {} }), {});
    expect(sent).toEqual([
      ['raw', { name: 'x', inputResponses: {}, requestState: 42 }],
      ['request', { name: 'x', inputResponses: {} }],
    ]);
  });
});

describe('readErrorCode', () => {
  it.each([
    [{ error: { code: -32602 } }, '/error/code'],
    [{ error: { code: -32602 }, result: {} }, '/error/code'],
    [{ result: {} }, '/result'],
    [{}, '/error/code'],
  ])('%j: %s', (document, pointer) => {
    expect(readErrorCode(makeReply(document) as Message).at).toBe(pointer);
  });
});
