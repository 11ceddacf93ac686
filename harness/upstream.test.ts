import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { serveGateway, type GatewayFault } from '../containers/servers/upstream/gateway.js';
import type { CheckReport, Result } from '../reports/result/result.js';

const main = fileURLToPath(new URL('./cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mcptc-upstream-'));
const upstreams: ChildProcess[] = [];
const urls: string[] = [];

/** Milliseconds for a run on a busy machine. */
const PATIENCE = 120_000;

async function startUpstream(name: string): Promise<string> {
  const record = join(folder, `${name}.jsonl`);
  const child = spawn(process.execPath, [main, 'upstream', '--name', name, '--record', record], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  upstreams.push(child);
  for await (const line of createInterface({ input: child.stdout }))
    return (JSON.parse(line) as { url: string }).url;
  throw new Error('the upstream ended before it listened');
}

/** The verdicts about a gateway, by requirement. */
async function judge(fault?: GatewayFault): Promise<Map<string, CheckReport>> {
  const gateway = await serveGateway(urls, fault);
  const output = join(folder, fault ?? 'right');
  const scenarios = 'shared/apart/upstreams,streamable-http/token-not-passed-through';
  const options = ['--scenario', scenarios, '--revision', '2025-11-25', '--output', output, '--quiet'];
  const child = spawn(process.execPath, [main, 'run', ...options, gateway.url], { stdio: 'ignore' });
  await once(child, 'exit');
  await gateway.stop();
  const { cases } = JSON.parse(readFileSync(join(output, 'result.json'), 'utf8')) as Result;
  return new Map(cases.flatMap(({ checks }) => checks).map((check) => [check.requirement, check]));
}

beforeAll(async () => {
  for (const name of ['east', 'west']) urls.push(await startUpstream(name));
}, PATIENCE);

afterAll(async () => {
  for (const child of upstreams) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

describe('two servers behind a gateway', () => {
  it(
    'stay apart behind a right one',
    async () => {
      const checks = await judge();
      expect(checks.get('apart.upstreams')).toMatchObject({ verdict: 'pass' });
      expect(checks.get('http.token-not-passed-through')).toMatchObject({ verdict: 'pass' });
    },
    PATIENCE,
  );

  it.each(['arguments', 'results', 'cookies'] as const)(
    'are told what is not theirs, by %s',
    async (fault) => {
      const checks = await judge(fault);
      // What no sentence demands is a finding and fails nobody.
      expect(checks.get('apart.upstreams')).toMatchObject({
        verdict: 'not-verified',
        received: expect.any(String),
      });
      expect(checks.get('http.token-not-passed-through')).toMatchObject({ verdict: 'pass' });
    },
    PATIENCE,
  );

  it(
    'get no token of the client',
    async () =>
      expect((await judge('token')).get('http.token-not-passed-through')).toMatchObject({ verdict: 'fail' }),
    PATIENCE,
  );

  it('leave a record of headers and messages', () => {
    const lines = readFileSync(join(folder, 'east.jsonl'), 'utf8').trimEnd().split('\n');
    const first = JSON.parse(lines[0] ?? '') as { headers: object; message: object };
    expect(first.headers).toHaveProperty('content-type');
    expect(first.message).toMatchObject({ method: expect.any(String) });
  });
});
