import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oddities } from '../containers/honest/oddities.js';
import { commandLine, findings, passes, type Ran } from './mcptc.test.support.js';
import { fileIn, serve } from './served.test.support.js';

const HONEST = fileIn('honest/main.js');

/** Milliseconds for a run against an honest server on a busy machine, all revisions. */
const PATIENCE = 600_000;

let folder: string;
const mcptc = (...args: string[]): Promise<Ran> => commandLine(folder, ...args);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oddities-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('an unusual server that is right has nothing to fear', () => {
  describe.each(Object.keys(oddities))('%s', (name) => {
    const all = ['--revision', 'all', '--request-timeout', '10s'];

    it(
      'over stdio',
      async () => {
        const ran = await mcptc(...all, '--', process.execPath, HONEST, name, '--stdio');
        expect({ findings: findings(ran), code: ran.code }).toEqual({ findings: [], code: 0 });
        expect(passes(ran)).toBeGreaterThan(100);
      },
      PATIENCE,
    );

    it(
      'over Streamable HTTP',
      async () => {
        const server = await serve('honest/main.js', name, '--http-port', '0');
        const ran = await mcptc(server.url, ...all);
        await server.stop();
        expect({ findings: findings(ran), code: ran.code }).toEqual({ findings: [], code: 0 });
        expect(passes(ran)).toBeGreaterThan(100);
      },
      PATIENCE,
    );
  });

  it(
    'over WebSocket, also where it claims the binding',
    async () => {
      const server = await serve('honest/main.js', 'interleaved', '--ws-port', '0');
      const ran = await mcptc(server.url, '--set', 'websocket.claim=true');
      await server.stop();
      expect({ findings: findings(ran), code: ran.code }).toEqual({ findings: [], code: 0 });
      expect(passes(ran)).toBeGreaterThan(150);
    },
    PATIENCE,
  );
});
