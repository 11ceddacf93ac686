import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine, type Ran } from './mcptc.test.support.js';
import { fileIn } from './served.test.support.js';

const SECRET = 'tell-nobody-4711-of-this';

/** Says its secret wherever it can: its name, its tools, results, errors, ids, protocol version, stderr and noise. */
const TELLTALE = `
const secret = process.env.API_KEY;
console.error('starting with ' + secret);
console.log('noise ' + secret);
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line);
  if (id === undefined) return;
  const say = (message) => console.log(JSON.stringify({ jsonrpc: '2.0', id, ...message }));
  if (method === 'initialize')
    say({ result: { protocolVersion: '2025-11-25', capabilities: { tools: {}, [secret]: {} },
      serverInfo: { name: secret, version: secret } } });
  else if (method === 'tools/list')
    say({ result: { tools: [{ name: secret, description: secret, inputSchema: { type: secret } }] } });
  else if (method === 'ping') say({ id: secret, result: {} });
  else say({ error: { code: secret, message: secret } });
});`;

const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a secret that the target tells', () => {
  let ran: Ran;
  beforeAll(async () => {
    const server = join(folder, 'telltale.cjs');
    writeFileSync(server, TELLTALE);
    const part = ['--revision', '2025-11-25', '--scenario', 'shared/lifecycle,shared/tools'];
    const command = ['--request-timeout', '1s', '--', process.execPath, server];
    ran = await commandLine(folder, '--env', `API_KEY=${SECRET}`, ...part, ...command);
  }, 120_000);

  it('was told where verdicts quote it', () => {
    const quoted = ran.result.cases.flatMap(({ checks }) => checks.map(({ received }) => received ?? ''));
    expect(quoted.filter((text) => text.includes('[redacted]')).length).toBeGreaterThan(3);
    expect(JSON.stringify(ran.result.target.serverInfo)).toContain('[redacted]');
  });

  it('is in no file that the run left', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    expect(files.length).toBeGreaterThan(5);
    const telling = files.filter((file) =>
      readFileSync(join(file.parentPath, file.name), 'utf8').includes(SECRET),
    );
    expect(telling.map(({ name }) => name)).toEqual([]);
  });
});

describe('a run that is cut short', () => {
  it('blames no target for what it did not wait for', async () => {
    const server = fileIn('reference/legacy.js');
    const limit = ['--run-timeout', '3s', '--revision', '2025-11-25'];
    const { result } = await commandLine(folder, ...limit, '--', process.execPath, server, '--stdio');
    expect(result.run.complete).toBe(false);
    const failed = result.cases.flatMap(({ checks }) => checks.filter(({ verdict }) => verdict === 'fail'));
    expect(failed).toEqual([]);
    expect(result.cases.map(({ reason }) => reason)).toContain('the run was cut short during this case');
  }, 60_000);
});
