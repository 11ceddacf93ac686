import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { converse } from './conversation.test.support.js';
import type { Conversation, ServerName, Transport } from './conversation.test.support.js';
import { PNG, WAV } from './fixture/content.js';
import type { Json } from './fixture/contract.js';

const MODERN = '2026-07-28';
const TIMEOUT_MS = 60_000;

const SERVED: [ServerName, Transport, string][] = (['stdio', 'http'] as const).flatMap((transport) => [
  ['legacy', transport, '2025-11-25'] as [ServerName, Transport, string],
  ['dual-era', transport, '2025-11-25'] as [ServerName, Transport, string],
  ['dual-era', transport, MODERN] as [ServerName, Transport, string],
]);

const text = (value: string): Json[] => [{ type: 'text', text: value }];

describe.each(SERVED)('%s over %s at %s', (server, transport, revision) => {
  const modern = revision === MODERN;
  let talk: Conversation;

  beforeAll(async () => {
    talk = await converse(server, transport, revision, { sampling: {}, elicitation: {} });
  }, TIMEOUT_MS);
  afterAll(() => talk.close());

  const call = async (name: string, args: Json = {}, more: Json = {}): Promise<Json> => {
    const { response } = await talk.request('tools/call', { name, arguments: args, ...more });
    return response.result ?? { error: response.error };
  };

  async function all(method: string, list: string): Promise<{ names: unknown[]; pages: number }> {
    const names: unknown[] = [];
    let cursor: unknown;
    for (let pages = 1; pages < 50; pages += 1) {
      const { response } = await talk.request(method, cursor === undefined ? {} : { cursor });
      names.push(...(response.result?.[list] as Json[]).map((item) => item['name']));
      cursor = response.result?.['nextCursor'];
      if (cursor === undefined) return { names, pages };
    }
    throw new Error('the list never ends');
  }

  it('lists what its revision knows, on several pages', async () => {
    const tools = await all('tools/list', 'tools');
    expect(tools.pages).toBe(modern ? 3 : 2);
    expect(new Set(tools.names).size).toBe(tools.names.length);
    expect(tools.names.includes('test_sampling')).toBe(!modern);
    expect(tools.names.includes('test_mirrored_header')).toBe(modern);
    const prompts = await all('prompts/list', 'prompts');
    expect(prompts).toEqual({ names: expect.any(Array), pages: 2 });
    expect(prompts.names).toHaveLength(modern ? 5 : 4);
    expect((await all('resources/list', 'resources')).names).toEqual([
      'static-text',
      'static-binary',
      'watched-resource',
    ]);
    expect((await all('resources/templates/list', 'resourceTemplates')).names).toEqual(['template']);
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
    const missing = await talk.request('resources/read', { uri: 'test://no/such' });
    // The dual-era SDK sends -32602 in both eras, whatever the code of the fixture.
    expect(missing.response.error).toMatchObject({
      code: server === 'legacy' ? -32002 : -32602,
      data: { uri: 'test://no/such' },
    });
    const prompt = await talk.request('prompts/get', { name: 'test_prompt_with_arguments', arguments: {} });
    expect(prompt.response.error?.code).toBe(-32602);
  });

  it('keeps the schema of json_schema_2020_12_tool', async () => {
    const pages: Json[] = [];
    let cursor: unknown;
    do {
      const { response } = await talk.request('tools/list', cursor === undefined ? {} : { cursor });
      pages.push(...(response.result?.['tools'] as Json[]));
      cursor = response.result?.['nextCursor'];
    } while (cursor !== undefined);
    const tool = pages.find((tool) => tool['name'] === 'json_schema_2020_12_tool');
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
    const asked = (level: string): Json => (modern ? { 'io.modelcontextprotocol/logLevel': level } : {});
    const logs = async (level: string): Promise<unknown[]> => {
      if (!modern) await talk.request('logging/setLevel', { level });
      const { before } = await talk.request('tools/call', {
        name: 'test_tool_with_logging',
        _meta: asked(level),
      });
      return before.map((message) => (message['params'] as Json)['data']);
    };
    expect(await logs('debug')).toEqual([
      'Tool execution started',
      'Tool processing data',
      'Tool execution completed',
    ]);
    expect(await logs('error')).toEqual([]);
  });

  it('gives prompts, resources and completions', async () => {
    const prompt = async (name: string, args?: Json): Promise<unknown> =>
      (await talk.request('prompts/get', { name, ...(args && { arguments: args }) })).response.result?.[
        'messages'
      ];
    expect(await prompt('test_simple_prompt')).toEqual([
      { role: 'user', content: { type: 'text', text: 'This is a simple prompt for testing.' } },
    ]);
    expect(await prompt('test_prompt_with_arguments', { arg1: 'a', arg2: 'b' })).toEqual([
      { role: 'user', content: { type: 'text', text: "Prompt with arguments: arg1='a', arg2='b'" } },
    ]);
    expect(await prompt('test_prompt_with_embedded_resource', { resourceUri: 'test://x' })).toMatchObject([
      {
        content: { resource: { uri: 'test://x', text: 'Embedded resource content for testing.' } },
      },
      { content: { text: 'Please process the embedded resource above.' } },
    ]);
    expect(await prompt('test_prompt_with_image')).toMatchObject([{ content: { data: PNG } }, {}]);
    const read = async (uri: string): Promise<unknown> =>
      (await talk.request('resources/read', { uri })).response.result?.['contents'];
    expect(await read('test://static-text')).toEqual([
      {
        uri: 'test://static-text',
        mimeType: 'text/plain',
        text: 'This is the content of the static text resource.',
      },
    ]);
    expect(await read('test://static-binary')).toEqual([
      { uri: 'test://static-binary', mimeType: 'image/png', blob: PNG },
    ]);
    expect(await read('test://template/123/data')).toEqual([
      {
        uri: 'test://template/123/data',
        mimeType: 'application/json',
        text: '{"id":"123","templateTest":true,"data":"Data for ID: 123"}',
      },
    ]);
    const complete = async (ref: Json, name: string, value: string): Promise<unknown> =>
      (await talk.request('completion/complete', { ref, argument: { name, value } })).response.result?.[
        'completion'
      ];
    const arguments_ = { type: 'ref/prompt', name: 'test_prompt_with_arguments' };
    expect(await complete(arguments_, 'arg1', 'testi')).toEqual({
      values: ['testing'],
      total: 1,
      hasMore: false,
    });
    const template = { type: 'ref/resource', uri: 'test://template/{id}/data' };
    expect(await complete(template, 'id', '12')).toMatchObject({ values: ['123', '124'] });
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
    const answer = (content: Json): Json => ({ action: 'accept', content });
    const first = await call(name);
    expect(first).toMatchObject({ resultType: 'input_required', inputRequests: { step1: {} } });
    const second = await call(
      name,
      {},
      {
        requestState: first['requestState'],
        inputResponses: { step1: answer({ name: 'Ada' }) },
      },
    );
    expect(second).toMatchObject({ resultType: 'input_required', inputRequests: { step2: {} } });
    const third = await call(
      name,
      {},
      {
        requestState: second['requestState'],
        inputResponses: { step2: answer({ color: 'red' }) },
      },
    );
    expect(third['content']).toEqual(text('Multi-round complete for Ada who likes red'));
    const tampered = await call(
      name,
      {},
      {
        requestState: `${String(second['requestState'])}x`.replace(/^./, 'Z'),
        inputResponses: { step2: answer({ color: 'red' }) },
      },
    );
    expect(tampered).toMatchObject({ error: { code: -32602 } });
  });
});
