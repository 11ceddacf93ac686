import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { getFile } from '../served.test.support.js';

/** What a run leaves in the program that asked for it, and around it: nothing. */

const folder = mkdtempSync(join(tmpdir(), 'mcptc-traces-'));
const temporary = join(folder, 'tmp');
const server = JSON.stringify([process.execPath, getFile('reference/dual-era.js'), '--stdio']);
const listening = getFile('reference/dual-era.js');

/** All that a program could notice, around a run over every transport. */
const PROGRAM = `
  import { writeFileSync } from 'node:fs';
  import { conformance } from ${JSON.stringify(new URL('./index.js', import.meta.url).href)};
  const events = ['SIGINT', 'SIGTERM', 'SIGHUP', 'exit', 'uncaughtException', 'unhandledRejection', 'warning'];
  const listeners = () => events.map((name) => process.listenerCount(name));
  const before = { listeners: listeners(), cwd: process.cwd(), exitCode: process.exitCode, env: { ...process.env } };
  const result = await conformance(
    { config: 'mcptc.yaml' },
    { scenarios: ['shared/tools', 'shared/lifecycle', 'stdio', 'streamable-http'], seed: 1 },
  );
  const after = { listeners: listeners(), cwd: process.cwd(), exitCode: process.exitCode, env: { ...process.env } };
  const transports = [...new Set(result.cases.map(({ transport }) => transport))];
  writeFileSync('seen.json', JSON.stringify({ before, after, run: result.run, transports }));`;

const CONFIG = `
target: reference
transports:
  stdio: { command: ${server} }
  streamable-http: &server
    command: [${JSON.stringify(process.execPath)}, ${JSON.stringify(listening)}, --http-port, '0', --ws-port, '0', --grpc-port, '0']
    ready: json-line
  websocket: *server
  grpc: *server
`;

beforeAll(() => {
  mkdirSync(temporary);
  writeFileSync(join(folder, 'program.mjs'), PROGRAM);
  writeFileSync(join(folder, 'mcptc.yaml'), CONFIG);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('says nothing, changes nothing and keeps nothing alive', async () => {
  const child = spawn(process.execPath, ['program.mjs'], {
    cwd: folder,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  // The program ends by itself: it calls no `process.exit`.
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ said, code }).toEqual({ said: '', code: 0 });
  const { before, after, run, transports } = JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8')) as {
    before: unknown;
    after: unknown;
    run: { complete: boolean };
    transports: string[];
  };
  expect(after).toEqual(before);
  expect(run.complete).toBe(true);
  expect(transports).toEqual(['grpc', 'stdio', 'streamable-http', 'websocket']);
  expect(readdirSync(folder).sort()).toEqual(['mcptc.yaml', 'program.mjs', 'seen.json', 'tmp']);
  expect(readdirSync(temporary)).toEqual([]);
}, 120_000);
