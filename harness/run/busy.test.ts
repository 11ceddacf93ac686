import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../mcptc.test.support.js';
import { readRetryAfter } from '../../suites/support/http-busy.js';

/** The status and `Retry-After` of a request that the server has no time for, and the code of an error in the body. */
type PutOff = (
  request: IncomingMessage,
  method: string,
) => [status: number, after?: string, code?: number] | undefined;

/** A right server that takes the handshake, and answers what it is not too busy for. */
const makeBusy = (putOff: PutOff) =>
  createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      if (request.method !== 'POST') return response.writeHead(405, { allow: 'POST' }).end();
      const { id, method } = JSON.parse(text) as { id?: number; method: string };
      if (id === undefined) return response.writeHead(202).end();
      const [status, after, code] = putOff(request, method) ?? [];
      if (status !== undefined && code !== undefined)
        return response
          .writeHead(status, { 'content-type': 'application/json' })
          .end(JSON.stringify({ jsonrpc: '2.0', id, error: { code, message: 'one client at a time' } }));
      if (status !== undefined)
        return response.writeHead(status, after === undefined ? {} : { 'retry-after': after }).end();
      if (request.headers.origin !== undefined) return response.writeHead(403).end();
      const serverInfo = { name: 'busy', version: '1' };
      const hello = { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo };
      const error = { code: -32601, message: 'no such method' };
      response.writeHead(200, { 'content-type': 'application/json' });
      const said =
        method === 'initialize' ? { result: hello } : method === 'ping' ? { result: {} } : { error };
      return response.end(JSON.stringify({ jsonrpc: '2.0', id, ...said }));
    });
  });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busy-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(putOff: PutOff, scenario: string) {
  const server = makeBusy(putOff);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/mcp`;
  try {
    const args = ['--revision', '2025-11-25', '--scenario', scenario, url];
    const { result } = await runCommandLine(folder, ...args);
    return result.cases.flatMap((one) => one.checks);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('a server that asks for patience', () => {
  it('fails nothing, and passes nothing that hung on its answers', async () => {
    const checks = await run(
      (_, method) => (method === 'initialize' ? undefined : [429, '60']),
      'shared/tools',
    );
    expect(checks.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    const list = checks.filter(({ requirement }) => requirement === 'tools.list-answered');
    expect(list.map(({ verdict, expected }) => [verdict, expected])).toEqual([
      ['not-verified', expect.stringContaining('status 429')],
    ]);
    // What the handshake showed is true all the same.
    const passed = checks.filter(({ verdict }) => verdict === 'pass').map(({ requirement }) => requirement);
    expect(passed.filter((id) => id.startsWith('tools.'))).toEqual([]);
  }, 60_000);

  it('is not taken to refuse a version where it takes no second client, whatever that offers', async () => {
    let clients = 0;
    const oneClient: PutOff = (_, method) =>
      method === 'initialize' && ++clients > 1 ? [503, undefined, -32000] : undefined;
    const checks = await run(oneClient, 'shared/lifecycle/unsupported-version');
    const offer = checks.filter(({ requirement }) => requirement === 'lifecycle.version-counter-offer');
    expect(offer.map(({ verdict, expected }) => [verdict, expected])).toEqual([
      ['not-verified', expect.stringContaining('from a second client')],
    ]);
    expect(checks.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  }, 60_000);

  it.each([
    ['is asked again, and judged by its answer', true, 'pass', '403'],
    ['is not judged by a status that only puts off', false, 'not-verified', 'put off with status 503'],
  ] as const)(
    '%s',
    async (_, relents, verdict, words) => {
      let refused = 0;
      const putOff: PutOff = ({ headers }) =>
        headers.origin === undefined || (relents && ++refused % 2 === 0)
          ? undefined
          : [503, relents ? '1' : '90'];
      const checks = await run(putOff, 'streamable-http/origin');
      const origin = checks.filter(({ requirement }) => requirement === 'http.origin-forbidden');
      expect(origin.map((one) => [one.verdict, one.expected])).toEqual([
        [verdict, expect.stringContaining(words)],
      ]);
      expect(checks.filter((one) => one.verdict === 'fail')).toEqual([]);
    },
    60_000,
  );
});

describe('readRetryAfter', () => {
  it.each([
    ['2', 2_000],
    [' 0 ', 0],
    [undefined, undefined],
    ['soon', undefined],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 0],
  ])('reads %j', (value, expected) => expect(readRetryAfter(value)).toBe(expected));
});
