import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine, type Ran } from './mcptc.test.support.js';

/** One that is text everywhere, and one that JSON escapes. Whatever the form, `47zq11` stays as it is, and no hash holds it by chance. */
const SECRETS = ['tell-nobody-47zq11-of-this', 'tell "nobody" \\47zq11\\ für nichts'];

/** Says its secret wherever it can: its name, its tools, results, errors, ids, protocol version, stderr and noise. */
const TELLTALE = `
const secret = process.env.API_KEY;
console.error('starting with ' + secret);
console.log('noise ' + secret);
const half = secret.length >> 1;
process.stderr.write('again ' + secret.slice(0, half));
setTimeout(() => process.stderr.write(secret.slice(half) + '\\n'), 50);
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

describe.each(SECRETS)('a secret that the target tells: %s', (secret) => {
  let ran: Ran;
  beforeAll(async () => {
    const server = join(folder, 'telltale.cjs');
    writeFileSync(server, TELLTALE);
    const part = ['--revision', '2025-11-25', '--scenario', 'shared/lifecycle,shared/tools'];
    const command = ['--request-timeout', '1s', '--', process.execPath, server];
    ran = await runCommandLine(folder, '--env', `API_KEY=${secret}`, ...part, ...command);
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
      /47zq11|tell-nob|tell .{0,3}nobody/.test(readFileSync(join(file.parentPath, file.name), 'utf8')),
    );
    expect(telling.map(({ name }) => name)).toEqual([]);
    expect(ran.said).not.toContain('47zq11');
  });
});

describe('a credential that comes back in log messages and errors', () => {
  const judged = async (...env: string[]) => {
    const server = join(folder, 'logs.cjs');
    writeFileSync(
      server,
      `const key = process.env.API_KEY ?? process.env.COLOUR;
      require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
        const { id, method } = JSON.parse(line);
        if (id === undefined) return;
        const say = (message) => console.log(JSON.stringify({ jsonrpc: '2.0', ...message }));
        if (method === 'initialize')
          return say({ id, result: { protocolVersion: '2025-11-25', capabilities: { tools: {}, logging: {} },
            serverInfo: { name: 'logs', version: '1' } } });
        if (method !== 'tools/list') return say({ id, error: { code: -32601, message: 'Not with ' + key } });
        const data = { request: ['sent with ' + Buffer.from('me:' + key).toString('base64')] };
        say({ method: 'notifications/message', params: { level: 'error', data } });
        say({ id, result: { tools: [] } });
      });`,
    );
    const part = [
      '--revision',
      '2025-11-25',
      '--scenario',
      'shared/tools/list,shared/messages/unknown-method',
    ];
    const { result } = await runCommandLine(folder, ...env, ...part, '--', process.execPath, server);
    const all = result.cases.flatMap(({ checks }) => checks);
    const of = (id: string) =>
      all.flatMap(({ requirement, verdict, received }) =>
        requirement === id && verdict !== 'pass' ? [`${verdict}: ${received}`] : [],
      );
    return { logged: of('logging.no-credentials'), told: of('robustness.credentials-kept'), result };
  };

  it('fails in a log message and is remarked elsewhere, and the report has the place alone', async () => {
    const { logged, told, result } = await judged('--env', 'API_KEY=tell-nobody-47zq11-of-this');
    expect(new Set(logged)).toEqual(new Set(['fail: one at /params/data/request/0']));
    expect(told).toContain('not-verified: one at /error/message');
    expect(JSON.stringify(result)).not.toMatch(/47zq11|tell-nob|dGVsbC1ub2JvZH/);
  }, 60_000);

  it('is none where the name of the variable does not say so', async () => {
    const { logged, told } = await judged('--env', 'COLOUR=tell-nobody-47zq11-of-this');
    expect([...logged, ...told].filter((one) => !one.startsWith('not-applicable'))).toEqual([]);
  }, 60_000);
});

describe('a secret that is said where no revision is found', () => {
  it.each([
    // Whole at the beginning, and across the end of what is quoted.
    ['the refusal', "error: { code: -32602, message: key + 'x'.repeat(441) + key }"],
    ['a version that nobody asked for', 'result: { protocolVersion: key, capabilities: {}, serverInfo: {} }'],
  ])('is neither on the terminal nor in the result: %s', async (_, says) => {
    const server = join(folder, 'refuses.cjs');
    writeFileSync(
      server,
      `const key = process.env.API_KEY;
      require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
        console.log(JSON.stringify({ jsonrpc: '2.0', id: JSON.parse(line).id, ${says} }));
      });`,
    );
    const around = ['--env', `API_KEY=${SECRETS[0]}`, '--revision', '2025-11-25'];
    const { said, result } = await runCommandLine(folder, ...around, '--', process.execPath, server);
    expect(said).toMatch(/stdio: no revision \(.*\[redacted\]/);
    expect(JSON.stringify([said, result])).not.toMatch(/47zq11|tell-nob/);
  });
});

describe('a run that is cut short', () => {
  it('blames no target for what it did not wait for', async () => {
    // It answers everything but a ping, which is still waited for when the run is cut, however busy the machine is.
    const server = join(folder, 'no-ping.cjs');
    writeFileSync(
      server,
      `const result = { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 'no-ping', version: '1' } };
      const error = { code: -32601, message: 'no such method' };
      require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
        const { id, method } = JSON.parse(line);
        if (id === undefined || method === 'ping') return;
        console.log(JSON.stringify({ jsonrpc: '2.0', id, ...(method === 'initialize' ? { result } : { error }) }));
      });`,
    );
    const limits = ['--run-timeout', '10s', '--request-timeout', '60s', '--scenario-timeout', '120s'];
    const one = ['--scenario', 'shared/lifecycle/ping', '--revision', '2025-11-25'];
    const { result } = await runCommandLine(folder, ...limits, ...one, '--', process.execPath, server);
    expect(result.run.complete).toBe(false);
    const failed = result.cases.flatMap(({ checks }) => checks.filter(({ verdict }) => verdict === 'fail'));
    expect(failed).toEqual([]);
    expect(result.cases.map(({ reason }) => reason)).toContain('the run was cut short during this case');
  }, 60_000);
});
