import { describe, expect, it } from '@jest/globals';
import type { Json } from '../json.js';
import { makeAnswering, ask, open, serve } from './server.test.support.js';

/** For each method: what is asked, the request that the server gets, what it answers, and the result that this is in MCP. */
const RPCS: Record<string, [params: Json, request: Json, response: Json, result: Json]> = {
  'tools/list': [
    { _meta: { trace: 'x' } },
    { common: { metadata: { trace: 'x' } } },
    {
      tools: [
        {
          name: 'a',
          title: 'A',
          inputSchema: { type: 'object', additionalProperties: false },
          outputSchema: { type: 'object' },
          annotations: { destructiveHint: true },
          icons: [{ src: 'x:y', theme: 'THEME_DARK' }],
          metadata: { a: 1 },
        },
        { name: 'b' },
      ],
      ttl: '1.5s',
      cacheScope: 'CACHE_SCOPE_PRIVATE',
      common: { nextCursor: 'n', metadata: { m: true }, resultType: 'RESULT_TYPE_COMPLETE' },
    },
    {
      tools: [
        {
          name: 'a',
          title: 'A',
          inputSchema: { type: 'object', additionalProperties: false },
          outputSchema: { type: 'object' },
          annotations: { readOnlyHint: false, destructiveHint: true },
          icons: [{ src: 'x:y', theme: 'dark' }],
          _meta: { a: 1 },
        },
        { name: 'b' },
      ],
      ttlMs: 1500,
      cacheScope: 'private',
      nextCursor: 'n',
      resultType: 'complete',
      _meta: { m: true },
    },
  ],
  'tools/call': [
    { name: 'a', arguments: { n: 1.5, list: [null, ''] } },
    { request: { name: 'a', arguments: { n: 1.5, list: [null, ''] } } },
    {
      content: [
        { text: { text: 'ü😀', annotations: { audience: ['ROLE_USER'], priority: 0.7 } } },
        { resourceLink: { uri: 'a:b', name: 'n', size: 7 } },
        {},
        { text: { text: 'two' }, image: { mimeType: 'image/png' } },
      ],
      structuredContent: { ok: false },
      isError: true,
    },
    {
      content: [
        { type: 'text', text: 'ü😀', annotations: { audience: ['user'], priority: 0.7 } },
        { type: 'resource_link', uri: 'a:b', name: 'n', size: 7 },
        {},
        {},
      ],
      structuredContent: { ok: false },
      isError: true,
    },
  ],
  'prompts/list': [
    {},
    {},
    { prompts: [{ name: 'p', arguments: [{ name: 'x', required: true }, {}] }] },
    { prompts: [{ name: 'p', arguments: [{ name: 'x', required: true }, { name: '' }] }] },
  ],
  'prompts/get': [
    { name: 'p', arguments: { x: '1' } },
    { name: 'p', arguments: { x: '1' } },
    { description: 'd', messages: [{ role: 'ROLE_ASSISTANT', text: {} }, { text: { text: 'hi' } }] },
    {
      description: 'd',
      messages: [
        { role: 'assistant', content: { type: 'text', text: '' } },
        { role: 'unknown', content: { type: 'text', text: 'hi' } },
      ],
    },
  ],
  'resources/list': [
    {},
    {},
    { resources: [{ uri: 'a:b', name: 'n', mimeType: 'text/plain', size: 3 }] },
    { resources: [{ uri: 'a:b', name: 'n', mimeType: 'text/plain', size: 3 }] },
  ],
  'resources/templates/list': [
    {},
    {},
    { resourceTemplates: [{ uriTemplate: 'a:{b}', name: 'n' }] },
    { resourceTemplates: [{ uriTemplate: 'a:{b}', name: 'n' }] },
  ],
  'resources/read': [
    { uri: 'a:b' },
    { uri: 'a:b' },
    { resource: [{ uri: 'a:b', mimeType: 'text/plain', text: 't' }, { uri: 'a:c' }] },
    {
      contents: [
        { uri: 'a:b', mimeType: 'text/plain', text: 't' },
        { uri: 'a:c', text: '' },
      ],
    },
  ],
  'completion/complete': [
    {
      ref: { type: 'ref/resource', uri: 'a:{b}' },
      argument: { name: 'b', value: 'x' },
      context: { arguments: { c: 'd' } },
    },
    {
      resourceReference: { uri: 'a:{b}' },
      argument: { name: 'b', value: 'x' },
      context: { arguments: { c: 'd' } },
    },
    { values: ['xy'], totalMatches: 1 },
    { completion: { values: ['xy'], total: 1, hasMore: false } },
  ],
};

describe('each RPC', () => {
  it.each(Object.entries(RPCS))(
    '%s is there and back',
    async (method, [params, request, response, result]) => {
      const { endpoint, asked } = await serve(makeAnswering(response));
      const client = await open(endpoint);
      expect(await ask(client, method, params, 'an id')).toEqual({ jsonrpc: '2.0', id: 'an id', result });
      expect(asked.map((one) => one.request)).toEqual([request]);
    },
  );

  it('shows in the transcript what was on the wire', async () => {
    const { endpoint } = await serve(makeAnswering({ content: [{ text: { text: 'hello' } }] }));
    const client = await open({ ...endpoint, metadata: { authorization: 'Bearer secret' } });
    client.connection.send({
      body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'a' } },
      envelope: { 'x-own': 'kept' },
    });
    const frame = await client.frames.take();
    const entries = client.transcript.entries;
    expect(entries[0]).toMatchObject({
      direction: 'out',
      channel: 'CallTool-1',
      text: '{"request":{"name":"a"}}',
      binding: {
        ':path': '/model_context_protocol.Mcp/CallTool',
        message: 'CallToolRequest',
        'mcp-protocol-version': '2025-11-25',
        mcp_tool: 'a',
        'x-own': 'kept',
        authorization: '[redacted]',
      },
    });
    expect(entries.find(({ entry }) => entry === frame.entry)).toMatchObject({
      direction: 'in',
      text: '{"content":[{"text":{"text":"hello"}}]}',
      binding: { message: 'CallToolResponse' },
    });
    expect(entries.at(-1)).toMatchObject({ binding: { 'grpc-status': '0' } });
    expect(JSON.stringify(entries)).not.toContain('secret');
  });

  it('reads a unary server through the streaming stub', async () => {
    const { endpoint } = await serve(makeAnswering({ content: [{ text: { text: 'unary' } }] }), {
      unary: true,
    });
    const { result } = await ask(await open(endpoint), 'tools/call', { name: 'a' });
    expect(result).toEqual({ content: [{ type: 'text', text: 'unary' }] });
  });

  it('asks for input and brings it back', async () => {
    const { endpoint, asked } = await serve(
      makeAnswering({
        common: {
          inputRequests: {
            form: {
              elicitRequest: {
                message: 'm',
                requestedSchema: {
                  a: { stringSchema: { format: 'FORMAT_DATE_TIME', defaultValue: 'd' } },
                  b: { numberSchema: { integerRange: { minimum: 1 }, defaultInteger: 2 } },
                  c: { enumSchema: { enumList: ['x', 'y'], multiSelect: { minItems: 1 } } },
                  d: { booleanSchema: { default: true } },
                },
                requiredFields: ['a'],
              },
            },
            url: { elicitRequest: { message: 'go', urlMode: { id: '1', url: 'https://x' } } },
            roots: { listRootsRequest: {} },
            none: {},
          },
          requestState: 's',
        },
      }),
    );
    const client = await open(endpoint, '2026-07-28');
    const { result } = await ask(client, 'tools/call', {
      name: 'a',
      requestState: 's',
      inputResponses: {
        form: { action: 'accept', content: { a: 'x' } },
        roots: { roots: [{ uri: 'file:///a' }] },
        sample: { role: 'assistant', content: { type: 'text', text: 't' }, model: 'm' },
      },
    });
    expect(result).toEqual({
      resultType: 'input_required',
      requestState: 's',
      inputRequests: {
        form: {
          method: 'elicitation/create',
          params: {
            message: 'm',
            requestedSchema: {
              type: 'object',
              properties: {
                a: { type: 'string', format: 'date-time', default: 'd' },
                b: { type: 'integer', minimum: 1, default: 2 },
                c: { type: 'array', items: { type: 'string', enum: ['x', 'y'] }, minItems: 1 },
                d: { type: 'boolean', default: true },
              },
              required: ['a'],
            },
          },
        },
        url: {
          method: 'elicitation/create',
          params: { mode: 'url', message: 'go', url: 'https://x', elicitationId: '1' },
        },
        roots: { method: 'roots/list', params: {} },
        none: {},
      },
    });
    expect(asked[0]?.request['common']).toEqual({
      requestState: 's',
      inputResponses: {
        form: { elicitResult: { type: 'TYPE_ACCEPT', content: { a: 'x' } } },
        roots: { rootListResult: { roots: [{ uri: 'file:///a' }] } },
        sample: {
          samplingCreateMessageResult: {
            message: { role: 'ROLE_ASSISTANT', text: { text: 't' } },
            model: 'm',
          },
        },
      },
    });
  });
});
