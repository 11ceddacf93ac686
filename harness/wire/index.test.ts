import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { REVISIONS, type Revision } from '../../adapters/revision.js';
import { loadContract, type Sent, type Violation } from './index.js';

const check = async (revision: Revision, message: Sent): Promise<readonly Violation[]> =>
  (await loadContract(revision)).validate(message);
const response = (result: unknown) => ({ jsonrpc: '2.0', id: 1, result });
const error = (fields: object) => ({ jsonrpc: '2.0', error: { code: -32_700, message: 'no' }, ...fields });
const listedAsOne = (id: unknown) => (id === 1 ? 'tools/list' : undefined);
const tool = { name: 'a', inputSchema: { type: 'object' } };

describe('what is told of a violation', () => {
  it.each<[string, Revision, Sent, Violation[]]>([
    [
      'all that is missing, with the pointer of what misses it',
      '2026-07-28',
      { sender: 'server', document: response({ resultType: 'complete', tools: [] }), answers: 'tools/list' },
      [
        { pointer: '/result', message: "must have required property 'ttlMs'" },
        { pointer: '/result', message: "must have required property 'cacheScope'" },
      ],
    ],
    [
      'the branch that was meant',
      '2025-11-25',
      {
        sender: 'server',
        document: response({ content: [{ type: 'image', data: '!', mimeType: 'image/png' }] }),
        answers: 'tools/call',
      },
      [{ pointer: '/result/content/0/data', message: 'must be base64 text' }],
    ],
    [
      'a kind that nobody knows',
      '2025-03-26',
      {
        sender: 'server',
        document: response({ content: [{ type: 'resource_link' }] }),
        answers: 'tools/call',
      },
      [{ pointer: '/result/content/0/type', message: 'must be a kind that the schema knows' }],
    ],
    [
      'a message for the other party to send',
      '2025-06-18',
      { sender: 'server', document: { jsonrpc: '2.0', method: 'notifications/initialized' } },
      [{ pointer: '/method', message: 'is not for a server to send' }],
    ],
    [
      'a notification with an id',
      '2025-06-18',
      { sender: 'client', document: { jsonrpc: '2.0', id: 1, method: 'notifications/initialized' } },
      [{ pointer: '', message: "must not have 'id'" }],
    ],
    [
      'a request of a modern server',
      '2026-07-28',
      { sender: 'server', document: { jsonrpc: '2.0', id: 1, method: 'roots/list' } },
      [{ pointer: '', message: 'must not be a request: at this revision a server sends none' }],
    ],
    [
      'input asked for where none may be',
      '2026-07-28',
      {
        sender: 'server',
        document: response({ resultType: 'input_required', requestState: 's' }),
        answers: 'tools/list',
      },
      [{ pointer: '/result/resultType', message: 'must not be "input_required" here' }],
    ],
    [
      'input asked for in no way',
      '2026-07-28',
      { sender: 'server', document: response({ resultType: 'input_required' }), answers: 'tools/call' },
      [{ pointer: '/result', message: "must have 'inputRequests' or 'requestState'" }],
    ],
    [
      'a body that belongs to another kind',
      '2025-06-18',
      {
        sender: 'server',
        document: response({ contents: [{ uri: 'a:b', text: 'fine', blob: 'not fine' }] }),
        answers: 'resources/read',
      },
      [{ pointer: '/result/contents/0/blob', message: 'must be base64 text' }],
    ],
  ])('%s', async (_title, revision, message, violations) => {
    expect(await check(revision, message)).toEqual(violations);
  });
});

describe('ids', () => {
  it.each(REVISIONS)('of an error may be null or absent at %s, and no fraction', async (revision) => {
    for (const id of [{}, { id: null }, { id: 'a' }, { id: 7 }])
      expect(await check(revision, { sender: 'server', document: error(id) })).toEqual([]);
    expect(await check(revision, { sender: 'server', document: error({ id: 1.5 }) })).toEqual([
      { pointer: '/id', message: 'must be string,integer,null' },
    ]);
  });

  it.each(REVISIONS)('of a result are needed at %s', async (revision) => {
    const result = { resultType: 'complete' };
    for (const id of [null, 1.5, true, undefined]) {
      const violations = await check(revision, {
        sender: 'server',
        document: { jsonrpc: '2.0', id, result },
      });
      expect(violations).toHaveLength(1);
    }
    expect(await check(revision, { sender: 'server', document: response(result) })).toEqual([]);
  });

  it('find the method that a response answers', async () => {
    const message: Sent = { sender: 'server', document: response({}), answers: listedAsOne };
    expect(await check('2025-06-18', message)).toEqual([
      { pointer: '/result', message: "must have required property 'tools'" },
    ]);
    expect(await check('2025-06-18', { ...message, document: { ...response({}), id: 2 } })).toEqual([]);
  });
});

const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
const send = (revision: Revision, document: unknown) => check(revision, { sender: 'server', document });

describe('batches', () => {
  it('are messages of 2025-03-26', async () => {
    expect(await send('2025-03-26', [ping, { ...ping, id: 2 }])).toEqual([]);
    expect(await send('2025-03-26', [response({}), error({ id: 2 })])).toEqual([]);
  });

  it.each(REVISIONS.filter((revision) => revision !== '2025-03-26'))('are none at %s', async (revision) => {
    expect(await send(revision, [ping])).toEqual([{ pointer: '', message: 'must be a JSON object' }]);
  });

  it('are not empty, and hold either calls or answers', async () => {
    expect(await send('2025-03-26', [])).toEqual([{ pointer: '', message: 'must not be an empty batch' }]);
    expect(await send('2025-03-26', [ping, response({})])).toEqual([
      { pointer: '', message: 'must not mix responses with requests and notifications' },
    ]);
    expect(await send('2025-03-26', [[ping]])).toEqual([{ pointer: '/0', message: 'must be a JSON object' }]);
  });

  it('name the item at fault', async () => {
    expect(await send('2025-03-26', [ping, { ...ping, id: null }])).toEqual([
      { pointer: '/1/id', message: 'must be string,integer' },
    ]);
  });
});

describe('a hostile message', () => {
  const HUGE = 16 * 1024 * 1024;
  const cases: [string, Sent][] = [
    [
      'a huge text that is not base64',
      { sender: 'server', document: image(`${'A'.repeat(HUGE)}!`), answers: 'tools/call' },
    ],
    [
      'a huge text that nearly is',
      { sender: 'server', document: image(`${'A'.repeat(HUGE)}=A==`), answers: 'tools/call' },
    ],
    [
      'a huge name',
      { sender: 'client', document: { jsonrpc: '2.0', id: 1, method: 'x'.repeat(HUGE), params: 5 } },
    ],
    [
      'a huge property name',
      {
        sender: 'client',
        document: {
          jsonrpc: '2.0',
          id: 1,
          method: 'prompts/get',
          params: { name: 'a', arguments: { ['x'.repeat(HUGE)]: 5 } },
        },
      },
    ],
    ['a huge URI', { sender: 'server', document: updated(`a:${'{'.repeat(HUGE)}`) }],
    [
      'a huge list of nothing',
      { sender: 'server', document: response({ content: Array(1e6).fill(0) }), answers: 'tools/call' },
    ],
    ['a huge batch', { sender: 'server', document: Array.from({ length: 1e5 }, () => ({ method: 5 })) }],
    ['a deep value', { sender: 'server', document: response({ content: deep(1e6) }), answers: 'tools/call' }],
    [
      'the name of a built-in',
      { sender: 'client', document: { jsonrpc: '2.0', id: true, method: '__proto__' } },
    ],
  ];

  it.each(cases)('%s is refused in few words', async (_title, message) => {
    const violations = await check('2025-03-26', message);
    expect(violations.length).toBeGreaterThan(0);
    expect(violations.length).toBeLessThanOrEqual(10);
    expect(JSON.stringify(violations).length).toBeLessThan(10_000);
  });

  it('of any shape neither throws nor hangs', async () => {
    const contracts = await Promise.all(REVISIONS.map(loadContract));
    const member = fc.constantFrom(
      'jsonrpc',
      'id',
      'method',
      'params',
      'result',
      'error',
      '_meta',
      'content',
      'type',
    );
    const method = fc.constantFrom(
      'tools/call',
      'initialize',
      'ping',
      'constructor',
      'notifications/progress',
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue(),
        method,
        fc.constant('2.0'),
        fc.array(tie('value')),
        tie('object'),
      ),
      object: fc.dictionary(member, tie('value'), { maxKeys: 5 }),
    }));
    fc.assert(
      fc.property(
        value,
        fc.constantFrom<Sent['sender']>('client', 'server'),
        method,
        (document, sender, answers) => {
          for (const contract of contracts) {
            const violations = contract.validate({ sender, document, answers });
            expect(violations.length).toBeLessThanOrEqual(10);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

function image(data: string) {
  return response({ content: [{ type: 'image', data, mimeType: 'image/png' }] });
}

function updated(uri: string) {
  return { jsonrpc: '2.0', method: 'notifications/resources/updated', params: { uri } };
}

function deep(levels: number): unknown {
  let value: unknown = 0;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

it.each(REVISIONS)('a page of tools is valid at %s', async (revision) => {
  const result = { tools: [tool], resultType: 'complete', ttlMs: 0, cacheScope: 'public' };
  expect(
    await check(revision, { sender: 'server', document: response(result), answers: 'tools/list' }),
  ).toEqual([]);
});
