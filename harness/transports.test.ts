import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from './mcptc.test.support.js';
import { getFile, startServed } from './served.test.support.js';

const folder = mkdtempSync(join(tmpdir(), 'transports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PATIENCE = 120_000;
const RUN = ['--scenario', 'shared/lifecycle/ping,shared/tools/list,shared/tools/text', '--seed', '1'];
const cellsOf = (result: { summary: Record<string, Record<string, { pass: number; fail: number }>> }) =>
  Object.entries(result.summary).flatMap(([transport, row]) =>
    Object.entries(row).map(([revision, { pass, fail }]) => ({ at: `${transport} ${revision}`, pass, fail })),
  );

describe('addresses on the command line', () => {
  it.each([
    ['--ws-port', 'websocket', ['2025-11-25', '2026-07-28']],
    ['--grpc-port', 'grpc', ['2025-11-25', '2026-07-28']],
  ])(
    '%s: the scheme says which transport',
    async (flag, transport, revisions) => {
      const server = await startServed('reference/dual-era.js', flag, '0');
      try {
        const { code, result } = await runCommandLine(folder, ...RUN, server.url);
        expect(code).toBe(0);
        expect(result.target.transports[transport]).toMatchObject({ revisions, custom: true });
        for (const { pass, fail } of cellsOf(result))
          expect({ fail, some: pass > 0 }).toEqual({ fail: 0, some: true });
      } finally {
        await server.stop();
      }
    },
    PATIENCE,
  );

  it(
    'reach the typed service of gRPC without its profile, which is found and named',
    async () => {
      const server = await startServed('reference/google.js', '--grpc-port', '0');
      try {
        const { code, result } = await runCommandLine(folder, ...RUN, server.url);
        expect(code).toBe(0);
        expect(result.target.transports).toEqual({
          'grpc-google': expect.objectContaining({
            form: 'profile google, service model_context_protocol.Mcp, proto 0.2, found by reflection',
            again: ['--set', 'grpc.profile=google', server.url],
          }) as unknown,
        });
      } finally {
        await server.stop();
      }
    },
    PATIENCE,
  );

  it(
    'reach the typed service of gRPC by its profile, as a transport of its own',
    async () => {
      const server = await startServed('reference/google.js', '--grpc-port', '0');
      try {
        const { code, result } = await runCommandLine(
          folder,
          ...RUN,
          '--set',
          'grpc.profile=google',
          server.url,
        );
        expect(code).toBe(0);
        expect(Object.keys(result.target.transports)).toEqual(['grpc-google']);
        const ping = result.cases.filter(({ scenario }) => scenario === 'shared/lifecycle/ping');
        // It has no ping: that is said, and no verdict is made of it.
        for (const { status, reason, checks } of ping) {
          expect(status).toBe('not-applicable');
          expect(reason).toContain('typed binding');
          expect(checks.map(({ verdict }) => verdict)).not.toContain('pass');
        }
      } finally {
        await server.stop();
      }
    },
    PATIENCE,
  );
});

describe('a config with one command on several transports', () => {
  it(
    'starts one process for all of them',
    async () => {
      const starts = join(folder, 'starts');
      const script = join(folder, 'server.mjs');
      writeFileSync(
        script,
        `import { appendFileSync } from 'node:fs';
appendFileSync(${JSON.stringify(starts)}, 'started\\n');
await import(${JSON.stringify(getFile('reference/dual-era.js'))});\n`,
      );
      const file = join(folder, 'mcptc.yaml');
      const words = [process.execPath, script, '--http-port', '0', '--ws-port', '0', '--grpc-port', '0'];
      writeFileSync(
        file,
        `transports:
  streamable-http: &server { command: ${JSON.stringify(words)}, ready: json-line }
  websocket: *server
  grpc: *server
`,
      );
      const { code, result } = await runCommandLine(folder, ...RUN, '--config', file);
      expect(code).toBe(0);
      expect(cellsOf(result).map(({ at }) => at)).toEqual([
        'grpc 2025-11-25',
        'grpc 2026-07-28',
        'streamable-http 2025-11-25',
        'streamable-http 2026-07-28',
        'websocket 2025-11-25',
        'websocket 2026-07-28',
      ]);
      expect(result.parity.map(({ verdict }) => verdict)).not.toContain('differs');
      expect(readFileSync(starts, 'utf8')).toBe('started\n');
    },
    PATIENCE,
  );
});
