import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startConversation } from './conversation.test.support.js';
import type { TestConversation, ServerName, ServedTransport } from './conversation.test.support.js';
import { PNG, WAV } from './fixture/content.js';
import type { Json } from '../../../adapters/json.js';

const MODERN = '2026-07-28';
const TIMEOUT_MS = 60_000;

const SERVED: [ServerName, ServedTransport, string][] = (['stdio', 'http'] as const).flatMap((transport) => [
  ['legacy', transport, '2025-11-25'] as [ServerName, ServedTransport, string],
  ['dual-era', transport, '2025-11-25'] as [ServerName, ServedTransport, string],
  ['dual-era', transport, MODERN] as [ServerName, ServedTransport, string],
]);

const text = (value: string): Json[] => [{ type: 'text', text: value }];
const answered = (content: Json): Json => ({ action: 'accept', content });
const nameOf = (item: Json): unknown => item['name'];

describe.each(SERVED)('%s over %s at %s', (server, transport, revision) => {
  const modern = revision === MODERN;
  let talk: TestConversation;

  beforeAll(async () => {
    talk = await startConversation(server, transport, revision, { sampling: {}, elicitation: {} });
  }, TIMEOUT_MS);
  afterAll(() => talk.close());

  /** The result, or `{ error }`. */
  async function result(method: string, params: Json): Promise<Json> {
    const { response } = await talk.request(method, params);
    return response.result ?? { error: response.error };
  }
  const call = (name: string, args: Json = {}, more: Json = {}): Promise<Json> =>
    result('tools/call', { name, arguments: args, ...more });

  async function all(method: string, list: string): Promise<{ items: Json[]; pages: number }> {
    const items: Json[] = [];
    let cursor: unknown;
    for (let pages = 1; pages < 50; pages += 1) {
      const page = await result(method, cursor === undefined ? {} : { cursor });
      items.push(...(page[list] as Json[]));
      cursor = page['nextCursor'];
      if (cursor === undefined) return { items, pages };
    }
    throw new Error('the list never ends');
  }

  async function logsAt(level: string): Promise<unknown[]> {
    if (!modern) await talk.request('logging/setLevel', { level });
    const _meta = modern ? { 'io.modelcontextprotocol/logLevel': level } : {};
    const { before } = await talk.request('tools/call', { name: 'test_tool_with_logging', _meta });
    return before.map((message) => (message['params'] as Json)['data']);
  }

  it('lists what its revision knows, on several pages', async () => {
    const tools = await all('tools/list', 'tools');
    const names = tools.items.map(nameOf);
    expect(tools.pages).toBe(3);
    expect(new Set(names).size).toBe(names.length);
    expect(names.includes('test_sampling')).toBe(!modern);
    expect(names.includes('test_mirrored_header')).toBe(modern);
    const prompts = await all('prompts/list', 'prompts');
    expect(prompts.pages).toBe(2);
    expect(prompts.items).toHaveLength(modern ? 5 : 4);
    const resources = await all('resources/list', 'resources');
    expect(resources.pages).toBe(2);
    expect(resources.items.map(nameOf)).toEqual(['static-text', 'static-binary', 'watched-resource']);
    const templates = await all('resources/templates/list', 'resourceTemplates');
    expect(templates.items.map(nameOf)).toEqual(['template']);
  });

  it.each(['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'])(
    '%s refuses a cursor it never gave',
    async (method) => {
      const { response } = await talk.request(method, { cursor: 'bm9wZSA1' });
      expect(response.error?.code).toBe(-32602);
    },
  );

  it('returns every kind of content', async () => {
    const image = { type: 'image', data: PNG, mimeType: 'image/png' };
    expect((await call('test_simple_text'))['content']).toEqual(
      text('This is a simple text response for testing.'),
    );
    expect((await call('test_image_content'))['content']).toEqual([image]);
    expect((await call('test_audio_content'))['content']).toEqual([
      { type: 'audio', data: WAV, mimeType: 'audio/wav' },
    ]);
    expect((await call('test_embedded_resource'))['content']).toEqual([
      {
        type: 'resource',
        resource: {
          uri: 'test://embedded-resource',
          mimeType: 'text/plain',
          text: 'This is an embedded resource content.',
        },
      },
    ]);
    expect((await call('test_multiple_content_types'))['content']).toEqual([
      { type: 'text', text: 'Multiple content types test:' },
      image,
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource',
          mimeType: 'application/json',
          text: '{"test":"data","value":123}',
        },
      },
    ]);
  });

  it('fails where it should', async () => {
    expect(await call('test_error_handling')).toMatchObject({
      content: text('This tool intentionally returns an error for testing'),
      isError: true,
    });
    expect(await call('no_such_tool')).toMatchObject({ error: { code: -32602 } });
    expect(await call('test_echo', { text: 7 })).toMatchObject({ isError: true });
    // The dual-era SDK sends -32602 in both eras, whatever the code of the fixture.
    expect(await result('resources/read', { uri: 'test://no/such' })).toMatchObject({
      error: { code: server === 'legacy' ? -32002 : -32602, data: { uri: 'test://no/such' } },
    });
    expect(await result('prompts/get', { name: 'test_prompt_with_arguments', arguments: {} })).toMatchObject({
      error: { code: -32602 },
    });
  });

  it('keeps the schema of json_schema_2020_12_tool', async () => {
    const { items } = await all('tools/list', 'tools');
    const tool = items.find((tool) => tool['name'] === 'json_schema_2020_12_tool');
    expect(tool?.['inputSchema']).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $defs: { address: { $anchor: 'addressDef' } },
      allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
      if: { required: ['contactMethod'] },
      else: { required: ['email'] },
      additionalProperties: false,
    });
    expect(await call('json_schema_2020_12_tool', { phone: '1', contactMethod: 'email' })).toMatchObject({
      isError: true,
    });
  });

  it('reports progress for the token it was given, and none without', async () => {
    const name = 'test_tool_with_progress';
    const { before, response } = await talk.request('tools/call', { name, _meta: { progressToken: 'p1' } });
    expect(before.map((message) => (message['params'] as Json)['progress'])).toEqual([0, 50, 100]);
    expect(before.every((message) => (message['params'] as Json)['progressToken'] === 'p1')).toBe(true);
    expect(response.result?.['content']).toEqual(text('p1'));
    expect((await talk.request('tools/call', { name })).before).toEqual([]);
  });

  it('logs at the level that was asked for', async () => {
    expect(await logsAt('debug')).toEqual([
      'Tool execution started',
      'Tool processing data',
      'Tool execution completed',
    ]);
    expect(await logsAt('error')).toEqual([]);
  });

  it('gives prompts', async () => {
    expect(await result('prompts/get', { name: 'test_simple_prompt' })).toMatchObject({
      messages: [{ role: 'user', content: { type: 'text', text: 'This is a simple prompt for testing.' } }],
    });
    const args = { arg1: 'a', arg2: 'b' };
    expect(
      await result('prompts/get', { name: 'test_prompt_with_arguments', arguments: args }),
    ).toMatchObject({
      messages: [
        { role: 'user', content: { type: 'text', text: "Prompt with arguments: arg1='a', arg2='b'" } },
      ],
    });
    expect(
      await result('prompts/get', {
        name: 'test_prompt_with_embedded_resource',
        arguments: { resourceUri: 'test://x' },
      }),
    ).toMatchObject({
      messages: [
        { content: { resource: { uri: 'test://x', text: 'Embedded resource content for testing.' } } },
        { content: { text: 'Please process the embedded resource above.' } },
      ],
    });
    expect(await result('prompts/get', { name: 'test_prompt_with_image' })).toMatchObject({
      messages: [{ content: { type: 'image', data: PNG, mimeType: 'image/png' } }, {}],
    });
  });

  it.each([
    [
      'test://static-text',
      { mimeType: 'text/plain', text: 'This is the content of the static text resource.' },
    ],
    ['test://static-binary', { mimeType: 'image/png', blob: PNG }],
    ['test://watched-resource', { mimeType: 'text/plain', text: 'Watched resource content' }],
    [
      'test://template/123/data',
      {
        mimeType: 'application/json',
        text: '{"id":"123","templateTest":true,"data":"Data for ID: 123"}',
      },
    ],
  ])('reads %s', async (uri, content) => {
    expect((await result('resources/read', { uri }))['contents']).toEqual([{ uri, ...content }]);
  });

  it.each([
    [{ type: 'ref/prompt', name: 'test_prompt_with_arguments' }, 'arg1', 'testi', ['testing']],
    [{ type: 'ref/prompt', name: 'test_prompt_with_arguments' }, 'arg2', '', ['testValue2', 'value2']],
    [{ type: 'ref/resource', uri: 'test://template/{id}/data' }, 'id', '12', ['123', '124']],
  ])('completes %j %s', async (ref, name, value, values) => {
    expect(await result('completion/complete', { ref, argument: { name, value } })).toMatchObject({
      completion: { values, total: values.length, hasMore: false },
    });
  });

  it(
    'echoes 8 MiB',
    async () => {
      const long = 'x'.repeat(8 * 1024 * 1024);
      const content = (await call('test_echo', { text: long }))['content'] as { text: string }[];
      expect(content[0]?.text === long).toBe(true);
    },
    TIMEOUT_MS,
  );

  it('asks the client in the way of its era', async () => {
    if (!modern) {
      expect((await call('test_sampling', { prompt: '?' }))['content']).toEqual(text('LLM response: Paris'));
      expect((await call('test_elicitation', { message: '?' }))['content']).toEqual(
        text('User response: action=accept, content={"response":"yes"}'),
      );
      return;
    }
    const name = 'test_input_required_result_multi_round';
    const first = await call(name);
    expect(first).toMatchObject({ resultType: 'input_required', inputRequests: { step1: {} } });
    const second = await call(
      name,
      {},
      {
        requestState: first['requestState'],
        inputResponses: { step1: answered({ name: 'Ada' }) },
      },
    );
    expect(second).toMatchObject({ resultType: 'input_required', inputRequests: { step2: {} } });
    const third = await call(
      name,
      {},
      {
        requestState: second['requestState'],
        inputResponses: { step2: answered({ color: 'red' }) },
      },
    );
    expect(third['content']).toEqual(text('Multi-round complete for Ada who likes red'));
    const tampered = await call(
      name,
      {},
      {
        requestState: `${String(second['requestState'])}x`.replace(/^./, 'Z'),
        inputResponses: { step2: answered({ color: 'red' }) },
      },
    );
    expect(tampered).toMatchObject({ error: { code: -32602 } });
  });
});
