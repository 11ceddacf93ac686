import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from '../reports/result/result.js';
import { runCommandLine, countPasses } from './mcptc.test.support.js';
import { getFile, startServed } from './served.test.support.js';

/** Milliseconds: whole runs of other processes, on a machine that may be busy. */
const RUN_MS = 120_000;

const example = (path: string): string => fileURLToPath(new URL(`../../examples/${path}`, import.meta.url));

/** What the SDK under the servers is known to get wrong (`containers/servers/reference/known-failures.ts`). */
const KNOWN = ['base.requests-independent'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'foreign-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const checksOf = ({ cases }: Result, verdict: string) =>
  cases.flatMap(({ checks }) => checks).filter((check) => check.verdict === verdict);
const requirements = (result: Result, verdict: string): string[] => [
  ...new Set(checksOf(result, verdict).map(({ requirement }) => requirement)),
];

describe('the example of a transport that is not built in', () => {
  it(
    'runs the shared scenarios from its config',
    async () => {
      const ran = await runCommandLine(folder, '--config', example('unix-socket/mcptc.yaml'));
      expect(requirements(ran.result, 'fail').filter((id) => !KNOWN.includes(id))).toEqual([]);
      expect(ran.result.cases.filter(({ status }) => status === 'error')).toEqual([]);
      expect([...new Set(ran.result.cases.map(({ transport }) => transport))]).toEqual(['unix-socket']);
      expect([...new Set(ran.result.cases.map(({ revision }) => revision))].sort()).toEqual([
        '2025-11-25',
        '2026-07-28',
      ]);
      expect(countPasses(ran)).toBeGreaterThan(60);
    },
    RUN_MS,
  );

  it(
    'passes the contract under another test runner',
    async () => {
      const args = ['--test', '--test-reporter=tap', example('unix-socket/contract.test.mjs')];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const [code] = (await once(child, 'close')) as [number | null];
      expect(said.match(/^not ok .*/gm)).toBeNull();
      expect(said).toMatch(/^# pass 38$/m);
      expect(code).toBe(0);
    },
    RUN_MS,
  );
});

describe('transports of the SDKs, wrapped', () => {
  /** Passes of each transport and revision. */
  const passesOf = ({ cases }: Result): Map<string, number> => {
    const cells = new Map<string, number>();
    for (const { transport, revision, checks } of cases) {
      const passed = checks.filter(({ verdict }) => verdict === 'pass').length;
      const cell = `${transport} ${revision}`;
      cells.set(cell, (cells.get(cell) ?? 0) + passed);
    }
    return cells;
  };

  it(
    'run all shared scenarios over WebSocket',
    async () => {
      const server = await startServed('reference/dual-era.js', '--ws-port', '0');
      try {
        const args = ['--transport', 'sdk-websocket', '--set', `sdk-websocket.url=${server.url}`];
        const { result } = await runCommandLine(
          folder,
          '--config',
          example('sdk-transport/mcptc.yaml'),
          ...args,
        );
        expect(requirements(result, 'fail').filter((id) => !KNOWN.includes(id))).toEqual([]);
        expect(result.cases.filter(({ status }) => status === 'error')).toEqual([]);
        const cells = passesOf(result);
        expect(cells.size).toBe(2);
        for (const passed of cells.values()) expect(passed).toBeGreaterThan(80);
      } finally {
        await server.stop();
      }
    },
    RUN_MS,
  );

  it(
    'run shared scenarios over stdio, whichever SDK they are of',
    async () => {
      // A process for each connection: a selection, because all of them take a minute where two cores are shared.
      const scenarios = 'shared/lifecycle,shared/discovery,shared/messages,shared/prompts,shared/tools';
      const args = `args=[${JSON.stringify(getFile('reference/dual-era.js'))}, --stdio]`;
      const config = ['--config', example('sdk-transport/mcptc.yaml')];
      const selection = ['--transport', 'sdk-stdio,sdk-stdio-v2', '--scenario', scenarios];
      const settings = ['--set', `sdk-stdio.${args}`, '--set', `sdk-stdio-v2.${args}`];
      const { result } = await runCommandLine(folder, ...config, ...selection, ...settings);
      expect(requirements(result, 'fail').filter((id) => !KNOWN.includes(id))).toEqual([]);
      expect(result.cases.filter(({ status }) => status === 'error')).toEqual([]);
      const cells = passesOf(result);
      expect(cells.size).toBe(4);
      for (const passed of cells.values()) expect(passed).toBeGreaterThan(20);
    },
    RUN_MS,
  );

  /** A server with a fault, behind the stdio transport of the v1 SDK. */
  async function faulty(fault: string, scenario: string): Promise<Result> {
    const config = join(folder, `${fault}.yaml`);
    const block = {
      adapter: example('sdk-transport/stdio.mjs'),
      program: process.execPath,
      args: [getFile('faulty/main.js'), fault, '--stdio'],
    };
    writeFileSync(config, JSON.stringify({ target: fault, transports: { 'sdk-stdio': block } }));
    const args = ['--config', config, '--scenario', scenario, '--request-timeout', '2s'];
    return (await runCommandLine(folder, ...args, '--revision', '2025-11-25')).result;
  }

  it(
    'charge no target with what they swallow, and say what it was',
    async () => {
      const result = await faulty('error-code-text', 'shared/messages/unknown-method');
      expect(checksOf(result, 'fail')).toEqual([]);
      const [check] = checksOf(result, 'not-verified');
      expect(JSON.stringify(check)).toMatch(/the transport reported an error/);
    },
    RUN_MS,
  );

  it(
    'take no silence for an absence where something was swallowed',
    async () => {
      const result = await faulty('notification-answered', 'shared/messages/notification-is-not-answered');
      const absent = result.cases
        .flatMap(({ checks }) => checks)
        .filter(({ requirement }) => requirement === 'jsonrpc.notification-unanswered');
      expect(absent.map(({ verdict }) => verdict)).toEqual(['not-verified']);
    },
    RUN_MS,
  );

  it(
    'still find a target that does not answer',
    async () => {
      const result = await faulty('unanswered-request', 'shared/messages/answered-once');
      expect(requirements(result, 'fail')).toContain('jsonrpc.request-answered');
    },
    RUN_MS,
  );
});
