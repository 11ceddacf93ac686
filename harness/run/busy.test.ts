import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../mcptc.test.support.js';

/** Takes the handshake, and answers 429 to everything else. */
const busy = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk: Buffer) => (text += chunk.toString()));
  request.on('end', () => {
    if (request.method !== 'POST') return response.writeHead(405, { allow: 'POST' }).end();
    const { id, method } = JSON.parse(text) as { id?: number; method: string };
    if (id === undefined) return response.writeHead(202).end();
    if (method !== 'initialize') return response.writeHead(429, { 'retry-after': '60' }).end();
    const result = {
      protocolVersion: '2025-11-25',
      capabilities: { tools: {} },
      serverInfo: { name: 'busy', version: '1' },
    };
    response.writeHead(200, { 'content-type': 'application/json' });
    return response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
  });
});

describe('a server that asks for patience', () => {
  it('fails nothing, and passes nothing that hung on its answers', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'busy-'));
    busy.listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const address = busy.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/mcp`;
    try {
      const { result } = await runCommandLine(folder, '--scenario', 'shared/tools', url);
      const checks = result.cases.flatMap((one) => one.checks);
      expect(checks.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
      const list = checks.filter(({ requirement }) => requirement === 'tools.list-answered');
      expect(list.map(({ verdict, expected }) => [verdict, expected])).toEqual([
        ['not-verified', expect.stringContaining('status 429')],
      ]);
      // What the handshake showed is true all the same.
      const passed = checks.filter(({ verdict }) => verdict === 'pass').map(({ requirement }) => requirement);
      expect(passed.filter((id) => id.startsWith('tools.'))).toEqual([]);
    } finally {
      busy.closeAllConnections();
      busy.close();
      await rm(folder, { recursive: true });
    }
  }, 60_000);
});
