import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listComplaints, runCommandLine } from '../mcptc.test.support.js';

const PATIENCE = 180_000;

/** Its first tool takes longer than anybody waits, whatever it is told; its second breaks its own output schema. */
const SERVER = `
import { createInterface } from 'node:readline';
const K = 'io.modelcontextprotocol/';
const say = (id, more) => console.log(JSON.stringify({ jsonrpc: '2.0', id, ...more }));
const fail = (id, code) => say(id, { error: { code, message: 'no' } });
const done = (result) => ({ result: { resultType: 'complete', _meta: { [K + 'serverInfo']: { name: 's', version: '1' } }, ...result } });
const outputSchema = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] };
const tools = ['wait', 'quick'].map((name) => ({ name, inputSchema: { type: 'object' }, outputSchema, annotations: { readOnlyHint: true } }));
const cached = (result) => done({ ttlMs: 0, cacheScope: 'private', ...result });
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params = {} } = JSON.parse(line);
  const meta = params._meta ?? {};
  if (id === undefined) return;
  if (method === 'initialize') return fail(id, -32601);
  if (meta[K + 'protocolVersion'] !== '2026-07-28' || typeof meta[K + 'clientCapabilities'] !== 'object') return fail(id, -32602);
  if (method === 'server/discover') return say(id, cached({ supportedVersions: ['2026-07-28'], capabilities: { tools: {} } }));
  if (method === 'tools/list') return say(id, cached({ tools }));
  if (method !== 'tools/call') return fail(id, -32601);
  const answer = (n) => say(id, done({ content: [{ type: 'text', text: JSON.stringify({ n }) }], structuredContent: { n } }));
  if (params.name === 'quick') answer('no number');
  else if (params.name === 'wait') setTimeout(answer, 60_000, 1).unref();
  else fail(id, -32602);
});
`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slow-tool-'));
  await writeFile(join(folder, 'server.mjs'), SERVER);
});
afterAll(() => rm(folder, { recursive: true }));

it(
  'hides no other tool, and is accused of nothing',
  async () => {
    const scenarios = 'shared/patterns,shared/results,shared/tools,shared/messages/invalid-params';
    const ran = await runCommandLine(folder, '--scenario', scenarios, '--', 'node', 'server.mjs');
    const failures = listComplaints(ran).filter(({ verdict }) => verdict === 'fail');
    expect([...new Set(failures.map(({ requirement }) => requirement))]).toEqual([
      'tools.structured-content-valid',
    ]);
    const invalid = ran.result.cases.find(({ scenario }) => scenario === 'shared/messages/invalid-params');
    expect(invalid?.checks).toContainEqual(
      expect.objectContaining({ requirement: 'jsonrpc.invalid-params', verdict: 'not-verified' }),
    );
  },
  PATIENCE,
);
