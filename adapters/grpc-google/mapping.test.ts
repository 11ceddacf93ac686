import { describe, expect, it } from '@jest/globals';
import { Metadata, status } from '@grpc/grpc-js';
import { awaitSoon } from '../testing/client.js';
import { makeAnswering, ask, makeFailing, open, send, serve } from './server.test.support.js';

describe('a failed RPC', () => {
  it.each<[string, string, status, Record<string, string>, number]>([
    ['tools/call', '2025-11-25', status.INVALID_ARGUMENT, {}, -32602],
    ['tools/call', '2025-11-25', status.NOT_FOUND, {}, -32602],
    ['resources/read', '2025-11-25', status.NOT_FOUND, {}, -32002],
    ['resources/read', '2026-07-28', status.NOT_FOUND, {}, -32602],
    ['tools/list', '2025-11-25', status.UNIMPLEMENTED, {}, -32601],
    ['tools/list', '2025-11-25', status.ABORTED, {}, -32603],
    ['tools/call', '2025-11-25', status.INTERNAL, { 'mcp-error-code': '-32021' }, -32021],
    ['tools/call', '2025-11-25', status.INTERNAL, { 'mcp-error-code': 'soon' }, -32603],
  ])('%s at %s with status %d and %j is the error %d', async (method, revision, code, trailers, expected) => {
    const { endpoint } = await serve(makeFailing(code, 'because', trailers));
    const params = method === 'resources/read' ? { uri: 'a:b' } : {};
    const client = await open(endpoint, revision as '2025-11-25');
    expect(await ask(client, method, params)).toEqual({
      jsonrpc: '2.0',
      id: 1,
      error: { code: expected, message: 'because' },
    });
  });

  it('that is about who asks keeps the name of its status, for which MCP has no code', async () => {
    for (const code of [status.UNAUTHENTICATED, status.PERMISSION_DENIED]) {
      const { endpoint } = await serve(makeFailing(code, 'because'));
      const error = { code: -32603, message: 'because', data: { status: status[code] } };
      expect(await ask(await open(endpoint), 'tools/list')).toMatchObject({ error });
    }
  });

  it.each([
    ['2025-11-25', -32602],
    ['2026-07-28', -32022],
  ] as const)('refuses the version %s with the code %d and the one that there is', async (revision, code) => {
    const { endpoint } = await serve((call) => {
      const metadata = new Metadata();
      metadata.set('mcp-protocol-version', '2025-06-18');
      call.sendMetadata(metadata);
      makeFailing(status.UNIMPLEMENTED)(call);
    });
    expect(await ask(await open(endpoint, revision), 'tools/list')).toMatchObject({
      error: { code, data: { supported: ['2025-06-18'], requested: revision } },
    });
  });

  it('that says "not now" is no answer', async () => {
    const { endpoint } = await serve(makeFailing(status.UNAVAILABLE, 'not ready'));
    const { connection } = await open(endpoint);
    const channel = send(connection, 'tools/list');
    expect(await awaitSoon('the refusal', channel.opened)).toMatchObject({
      refused: true,
      refusal: { busy: true, text: 'UNAVAILABLE (14): not ready' },
    });
    expect((await awaitSoon('the end', channel.ended)).by).toBe('peer');
  });
});

describe('what the service has no place for', () => {
  it.each<[string, object, RegExp]>([
    ['a method', { method: 'ping' }, /no RPC for "ping"/],
    ['a method of every object', { method: 'toString' }, /no RPC/],
    ['a notification', { method: 'tools/list', id: undefined }, /notifications/],
    ['another envelope', { method: 'tools/list', jsonrpc: '1.0' }, /no JSON-RPC/],
    ['a member of the envelope', { method: 'tools/list', more: 1 }, /no JSON-RPC/],
    ['a parameter', { method: 'tools/list', params: { more: 1 } }, /no field for more/],
    ['a type', { method: 'tools/call', params: { name: 1 } }, /name is text/],
    ['arguments', { method: 'tools/call', params: { name: 'a', arguments: 'text' } }, /Struct/],
    ['a progress token', { method: 'tools/list', params: { _meta: { progressToken: 1 } } }, /text/],
    ['a cursor', { method: 'tools/list', params: { cursor: 'x' } }, /no cursor/],
    ['an input response', { method: 'tools/call', params: { inputResponses: { a: {} } } }, /a form/],
    ['a reference', { method: 'completion/complete', params: { ref: { type: 'ref/x' } } }, /a prompt or/],
  ])('%s is named and not sent', async (_, body, reason) => {
    const { endpoint, asked } = await serve(makeAnswering({}));
    const { connection } = await open(endpoint);
    const message = { body: { jsonrpc: '2.0', id: 1, ...body } };
    expect(connection.inexpressible?.(message)).toEqual({
      status: 'not-applicable',
      reason: expect.stringMatching(reason) as unknown,
    });
    expect((await connection.send(message).ended).by).toBe('us');
    expect(asked).toEqual([]);
  });

  it('is a batch, and anything that is no JSON', async () => {
    const { connection } = await open((await serve(makeAnswering({}))).endpoint);
    for (const body of [[{ jsonrpc: '2.0', id: 1, method: 'tools/list' }], Buffer.from('{}')])
      expect(connection.inexpressible?.({ body })?.status).toBe('not-applicable');
  });

  it('is a cursor no more once the server gave one', async () => {
    const { endpoint, asked } = await serve(makeAnswering({ common: { nextCursor: 'two' } }));
    const client = await open(endpoint);
    await ask(client, 'tools/list');
    await ask(client, 'tools/list', { cursor: 'two' });
    expect(asked[1]?.request).toEqual({ common: { cursor: 'two' } });
  });
});
