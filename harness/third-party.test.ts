import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../containers/targets/ready.js';
import { runCommandLine, countPasses } from './mcptc.test.support.js';
import { getFile } from './served.test.support.js';
import { listBroken, everything, failed, getPackaged } from './third-party.test.support.js';

/** Servers from the registry. What they get wrong is listed here, each with the sentence that says so. */
const bin = (name: string): string => getPackaged(`@modelcontextprotocol/${name}/dist/index.js`);

/** Milliseconds for one server on a busy machine. */
const PATIENCE = 300_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'third-party-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('servers that nobody here wrote, over stdio', () => {
  it.each([
    ['server-everything', [everything, 'stdio']],
    ['server-filesystem', [bin('server-filesystem'), '.']],
    ['server-memory', [bin('server-memory')]],
    ['fastmcp', [getFile('third-party/fastmcp.js')]],
  ])(
    '%s conforms',
    async (_, command) => {
      const ran = await runCommandLine(
        folder,
        '--env',
        `MEMORY_FILE_PATH=${join(folder, 'memory.json')}`,
        '--',
        process.execPath,
        ...command,
      );
      expect(listBroken(ran)).toEqual([]);
      expect(failed(ran)).toEqual([]);
      expect(countPasses(ran)).toBeGreaterThan(100);
      expect(ran.code).toBe(0);
    },
    PATIENCE,
  );
});

describe('server-everything over Streamable HTTP', () => {
  it(
    'fails what it gets wrong, and nothing else',
    async () => {
      const port = await findFreePort();
      const server = spawn(process.execPath, [everything, 'streamableHttp'], {
        env: { ...process.env, PORT: String(port) },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const gone = once(server, 'exit');
      try {
        await once(server.stderr, 'data');
        const ran = await runCommandLine(folder, `http://127.0.0.1:${port}/mcp`);
        expect(listBroken(ran)).toEqual([]);
        expect(failed(ran)).toEqual([
          // Any Origin is served: 2025-11-25, transports, "Security Warning".
          'http.origin-forbidden',
          // Its event store replays what belonged to other streams: "Resumability and Redelivery".
          'http.resume-own-stream',
          // A session that was ended is answered with 400: "Session Management".
          'http.session-ended-not-found',
          // The event that primes a stream comes again as `{}`, which is no JSON-RPC message: "Resumability and Redelivery".
          'wire.schema',
        ]);
        expect(ran.code).toBe(1);
      } finally {
        server.kill('SIGKILL');
        await gone;
      }
    },
    PATIENCE,
  );
});
