import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  ResourceUpdatedNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import {
  startConversation,
  awaitExit,
  listenAt,
  readMessages,
  getScript,
} from './conversation.test.support.js';
import type { ServerName } from './conversation.test.support.js';
import type { Json } from '../../../adapters/json.js';

const TIMEOUT_MS = 60_000;
const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

const SERVED: [ServerName, 'stdio' | 'http'][] = [
  ['legacy', 'stdio'],
  ['legacy', 'http'],
  ['dual-era', 'stdio'],
  ['dual-era', 'http'],
];

describe.each(SERVED)('an official client at %s over %s', (server, transport) => {
  const client = new Client({ name: 'test', version: '1' });
  let stop = async (): Promise<void> => undefined;

  beforeAll(async () => {
    if (transport === 'stdio') {
      const args = [getScript(server), '--stdio'];
      await client.connect(new StdioClientTransport({ command: process.execPath, args, stderr: 'ignore' }));
      return;
    }
    const { child, url } = await listenAt(server);
    const http = new StreamableHTTPClientTransport(new URL(url));
    await client.connect(http);
    stop = async () => {
      await http.terminateSession();
      child.kill('SIGTERM');
      await awaitExit(child);
    };
  }, TIMEOUT_MS);
  afterAll(async () => {
    await stop();
    await client.close();
  });

  it('hears of changes it asked for', async () => {
    const updated = new Promise<string>((resolve) => {
      client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => resolve(params.uri));
    });
    const changed = new Promise<string>((resolve) => {
      client.setNotificationHandler(ToolListChangedNotificationSchema, ({ method }) => resolve(method));
    });
    await client.subscribeResource({ uri: 'test://watched-resource' });
    await client.callTool({ name: 'test_trigger_resource_change' });
    expect(await updated).toBe('test://watched-resource');
    await client.callTool({ name: 'test_trigger_tool_change' });
    expect(await changed).toBe('notifications/tools/list_changed');
  });

  it('gets the answer of a tool that ended its own stream', async () => {
    const { content } = await client.callTool({ name: 'test_reconnection' });
    expect(content).toMatchObject([{ text: expect.stringContaining('Reconnection test completed') }]);
  });

  it('is answered in the order in which tools end, and not for what it cancelled', async () => {
    const ended: string[] = [];
    const slow = async (ms: number, signal?: AbortSignal): Promise<void> => {
      await client.callTool({ name: 'test_slow', arguments: { ms } }, undefined, signal && { signal });
      ended.push(String(ms));
    };
    const cancel = new AbortController();
    const cancelled = slow(10_000, cancel.signal).catch(() => ended.push('cancelled'));
    const pending = [slow(400), slow(10)];
    cancel.abort();
    await Promise.all([...pending, cancelled]);
    expect(ended).toEqual(['cancelled', '10', '400']);
  });
});

describe('revisions', () => {
  it.each(['2024-11-05', '2025-03-26', '2025-06-18'])(
    '%s is served as such by both',
    async (revision) => {
      for (const server of ['legacy', 'dual-era'] as const) {
        const talk = await startConversation(server, 'stdio', revision);
        expect(talk.initialize?.result?.['protocolVersion']).toBe(revision);
        const audio = await talk.request('tools/call', { name: 'test_audio_content', arguments: {} });
        expect(audio.response.error?.code).toBe(revision === '2024-11-05' ? -32602 : undefined);
        const wrong = await talk.request('tools/call', { name: 'test_echo', arguments: {} });
        expect(wrong.response.error?.code).toBe(-32602);
        await talk.close();
      }
    },
    TIMEOUT_MS,
  );
});

describe('the modern era over HTTP', () => {
  let url = '';
  let stop = async (): Promise<void> => undefined;

  beforeAll(async () => {
    const started = await listenAt('dual-era');
    url = started.url;
    stop = async () => {
      started.child.kill('SIGTERM');
      await awaitExit(started.child);
    };
  }, TIMEOUT_MS);
  afterAll(() => stop());

  const post = (method: string, params: Json, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': method,
        ...headers,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: META } }),
    });

  it('checks the mirrored header', async () => {
    const name = 'test_mirrored_header';
    const params = { name, arguments: { region: 'eu' } };
    const right = await post('tools/call', params, { 'mcp-name': name, 'mcp-param-region': 'eu' });
    expect(await right.json()).toMatchObject({ result: { content: [{ text: 'region=eu' }] } });
    const wrong = await post('tools/call', params, { 'mcp-name': name, 'mcp-param-region': 'us' });
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ error: { code: -32020 } });
  });

  it('refuses a client without the capability that a tool needs', async () => {
    const name = 'test_missing_capability';
    const reply = await post('tools/call', { name, arguments: {} }, { 'mcp-name': name });
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({
      error: { code: -32021, data: { requiredCapabilities: { sampling: {} } } },
    });
  });

  it('carries changes to a listening client', async () => {
    const stream = readMessages(
      await post('subscriptions/listen', {
        notifications: { promptsListChanged: true, resourceSubscriptions: ['test://watched-resource'] },
      }),
    );
    expect((await stream.next()).value).toMatchObject({
      method: 'notifications/subscriptions/acknowledged',
    });
    for (const change of ['tool', 'prompt', 'resource']) {
      const name = `test_trigger_${change}_change`;
      await (await post('tools/call', { name, arguments: {} }, { 'mcp-name': name })).json();
    }
    expect((await stream.next()).value).toMatchObject({ method: 'notifications/prompts/list_changed' });
    expect((await stream.next()).value).toMatchObject({
      method: 'notifications/resources/updated',
      params: { uri: 'test://watched-resource' },
    });
    await stream.return(undefined);
  });
});
