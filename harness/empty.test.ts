import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine, listComplaints } from './mcptc.test.support.js';

/** Right by every schema, and without a thing in whatever it gives. */
const EMPTY = `
  const info = { capabilities: { resources: {}, prompts: {}, tools: {} }, serverInfo: { name: 'empty', version: '1' } };
  const tool = { name: 'tool', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } };
  const results = {
    initialize: { protocolVersion: '2025-11-25', ...info },
    'resources/list': { resources: [{ uri: 'test://a', name: 'a' }] },
    'resources/templates/list': { resourceTemplates: [] },
    'resources/read': { contents: [] },
    'prompts/list': { prompts: [{ name: 'prompt' }] },
    'prompts/get': { messages: [] },
    'tools/list': { tools: [tool] },
    'tools/call': { content: [] },
  };
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, method } = JSON.parse(line);
    const result = results[method] ?? {};
    if (id !== undefined) process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
  });
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'empty-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('is no evidence, and no fault, where all that a server gives is empty', async () => {
  const scenarios = 'shared/resources/list,shared/prompts/get,shared/tools/safe-calls';
  const ran = await runCommandLine(
    folder,
    '--revision=2025-11-25',
    `--scenario=${scenarios}`,
    '--',
    process.execPath,
    '-e',
    EMPTY,
  );
  expect(listComplaints(ran)).toEqual([]);
  const verdicts = new Map(
    ran.result.cases.flatMap(({ checks }) =>
      checks.map(({ requirement, verdict }) => [requirement, verdict] as const),
    ),
  );
  for (const id of ['resources.read-answered', 'prompts.get-answered', 'tools.call-has-content'])
    expect([id, verdicts.get(id)]).toEqual([id, 'not-verified']);
  expect(verdicts.get('resources.list-answered')).toBe('pass');
});
