import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Adapter } from '../../adapters/adapter.js';
import { openClient } from '../../adapters/contract/client.js';
import { adapters } from '../../adapters/index.js';
import type { Revision } from '../../adapters/revision.js';

const CONTEXTS = fileURLToPath(new URL('../../images/', import.meta.url));
const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

/** Without a package above them, and so without anything that is not bundled. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcptc-bundles-'));
  cpSync(CONTEXTS, folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(name: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  const script = join(folder, name, 'app/dist/containers/servers/reference', `${name}.mjs`);
  const child = spawn(process.execPath, [script, ...args], { cwd: folder });
  child.stderr.resume();
  return child;
}

async function linesOf(child: ChildProcessWithoutNullStreams, count: number): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (lines.push(JSON.parse(line)) === count) break;
  }
  return lines;
}

async function ask(transport: string, url: string, body: object, revision: Revision): Promise<unknown> {
  // Each transport reads its own part of this.
  const endpoint = {
    url,
    address: new URL(url).host,
    headers: {},
    metadata: {},
    profile: 'mcp',
    preset: 'tunnel',
  };
  const adapter = (await adapters[transport as keyof typeof adapters]()) as unknown as Adapter<
    typeof endpoint
  >;
  const { connection, frames } = await openClient(adapter, endpoint, revision);
  connection.send({ body });
  const { json } = await frames.take();
  await connection.close('abrupt');
  return json;
}

describe.each(['dual-era', 'legacy'])('%s in one file', (name) => {
  it('answers over stdio', async () => {
    const child = start(name, ['--stdio']);
    child.stdin.end(`${JSON.stringify(INITIALIZE)}\n`);
    expect(await linesOf(child, 1)).toEqual([
      expect.objectContaining({ id: 1, result: expect.objectContaining({ protocolVersion: '2025-11-25' }) }),
    ]);
  });

  it('listens on all interfaces, and answers on each of its ports', async () => {
    const ports = ['--http-port', '0', '--ws-port', '0', '--grpc-port', '0'];
    const child = start(name, [...ports, '--host', '0.0.0.0']);
    const said = (await linesOf(child, 3)) as { transport: string; url: string }[];
    expect(said.map(({ transport }) => transport)).toEqual(['streamable-http', 'websocket', 'grpc']);
    for (const { transport, url } of said) {
      expect(url).toContain('://0.0.0.0:');
      // As whoever publishes the port of a container sees it.
      const published = url.replace('0.0.0.0', '127.0.0.1');
      expect([transport, await ask(transport, published, INITIALIZE, '2025-11-25')]).toEqual([
        transport,
        expect.objectContaining({ id: 1, result: expect.anything() }),
      ]);
    }
    child.kill('SIGTERM');
  });
});

describe('google in one file', () => {
  it('answers over gRPC', async () => {
    const child = start('google', ['--grpc-port', '0', '--host', '0.0.0.0']);
    const [said] = (await linesOf(child, 1)) as { transport: string; url: string }[];
    const published = said?.url.replace('0.0.0.0', '127.0.0.1') ?? '';
    expect(await ask('grpc-google', published, LIST, '2026-07-28')).toMatchObject({
      id: 1,
      result: { tools: expect.arrayContaining([expect.objectContaining({ name: 'test_simple_text' })]) },
    });
    child.kill('SIGTERM');
  });
});
