import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as waitFor } from 'node:timers/promises';
import { runCommandLine } from '../mcptc.test.support.js';

const PATIENCE = 120_000;
const WORK_MS = 20;

/** What is open on the connection that came last. */
type Open = Map<unknown, ServerResponse>;
interface Asked {
  id?: number | string;
  method: string;
  params?: { protocolVersion?: string; _meta?: { progressToken?: string } };
}

let folder: string;
let server: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clients-apart-'));
  server = makeForgetful();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

/** As one object of the SDK 1.25.1 for all its clients: it speaks on the connection that came last, and forgets it as any of them ends. */
function makeForgetful(): Server {
  let newest: Open | undefined;
  const call = async ({ id, params }: Asked, response: ServerResponse): Promise<object> => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    await waitFor(WORK_MS);
    const progressToken = params?._meta?.progressToken;
    if (progressToken !== undefined) {
      const stream = newest?.get(id);
      if (stream === undefined) return { content: [{ type: 'text', text: 'Not connected' }], isError: true };
      const progress = { progressToken, progress: 1, total: 2 };
      stream.write(event({ jsonrpc: '2.0', method: 'notifications/progress', params: progress }));
      await waitFor(WORK_MS);
    }
    return { content: [{ type: 'text', text: '42' }] };
  };
  const take = async (asked: Asked, response: ServerResponse): Promise<void> => {
    if (asked.id === undefined) return void response.writeHead(202).end();
    const reply = (result: object): object => ({ jsonrpc: '2.0', id: asked.id, result });
    if (asked.method !== 'tools/call') {
      const answer = answerAtOnce(asked);
      const body = answer === undefined ? { ...reply({}), result: undefined, error: UNKNOWN } : reply(answer);
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }
    newest = new Map([[asked.id, response]]);
    response.on('close', () => (newest = undefined));
    response.end(event(reply(await call(asked, response))));
  };
  return createServer((request, response) => {
    if (request.method !== 'POST') {
      response.writeHead(405, { allow: 'POST' }).end();
      return;
    }
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => void take(JSON.parse(Buffer.concat(parts).toString()) as Asked, response));
  });
}

const UNKNOWN = { code: -32_601, message: 'Method not found' };
const event = (message: object): string => `data: ${JSON.stringify(message)}\n\n`;

function answerAtOnce({ method, params }: Asked): object | undefined {
  if (method === 'ping') return {};
  if (method === 'tools/list')
    return {
      tools: [{ name: 'count', annotations: { readOnlyHint: true }, inputSchema: { type: 'object' } }],
    };
  if (method !== 'initialize') return undefined;
  const { protocolVersion } = params ?? {};
  return { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'forgetful', version: '1' } };
}

it(
  'a server that loses its way to a crowd is found out by two clients that call alone',
  async () => {
    const { port } = server.address() as AddressInfo;
    const asked = ['--scenario', 'shared/apart/progress', '--revision', '2025-11-25'];
    const { code, result } = await runCommandLine(folder, ...asked, `http://127.0.0.1:${port}/mcp`);
    const checks = result.cases.flatMap((one) => one.checks);
    const verdicts = checks.filter(({ requirement }) => requirement === 'apart.progress');
    expect({ code, verdicts: verdicts.map(({ verdict }) => verdict) }).toEqual({
      code: 1,
      verdicts: ['fail'],
    });
  },
  PATIENCE,
);
