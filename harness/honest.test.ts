import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { variants } from '../containers/servers/honest/variants.js';
import { runCommandLine, listComplaints, countPasses, type Ran } from './mcptc.test.support.js';
import { getFile, startServed } from './served.test.support.js';
import { listFragile } from './third-party.test.support.js';

/** Those of which the newest revision of each era shows what is odd, or that have no other. */
const NEWEST: readonly string[] = ['eager', 'modern-only', 'own-words', 'restless', 'set-in-its-ways'];

/** What is unusual about them shows over HTTP alone. */
const HTTP_ONLY: readonly string[] = ['remembers-nobody'];

/** Rows of no sentence that these break over stdio, and all that they break. */
const ROUGH: Readonly<Record<string, readonly string[]>> = {
  'modern-only': [],
  'set-in-its-ways': [
    'jsonrpc.batch-survived',
    'jsonrpc.malformed-survived',
    'lifecycle.early-request-survived',
    'robustness.stdio-garbage-line',
  ],
};

/** A row that a scenario declared and said nothing about: nobody can do anything about that. */
const listUnreached = ({ result }: Ran): string[] =>
  result.cases.flatMap(({ scenario, checks }) =>
    checks
      .filter(({ expected }) => expected?.includes('did not get as far') === true)
      .map(({ requirement }) => `${scenario} ${requirement}`),
  );

const HONEST = getFile('honest/main.js');

/** What all of them are given, and keep to themselves. */
const CREDENTIAL = 'abc-4711-def';

/** Milliseconds for a run against an honest server on a busy machine, all revisions. */
const PATIENCE = 600_000;

let folder: string;
const mcptc = (...args: string[]): Promise<Ran> => runCommandLine(folder, ...args);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oddities-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('an unusual server that is right has nothing to fear', () => {
  describe.each(Object.keys(variants))('%s', (name) => {
    const newest = NEWEST.includes(name);
    const all = ['--request-timeout', '10s', '--revision'];
    const many = newest ? 50 : 100;

    const itOverStdio = HTTP_ONLY.includes(name) ? (): void => {} : it;
    itOverStdio(
      'over stdio',
      async () => {
        const ran = await mcptc(
          ...all,
          newest ? 'auto' : 'all',
          '--env',
          `API_KEY=${CREDENTIAL}`,
          '--',
          process.execPath,
          HONEST,
          name,
          '--stdio',
        );
        expect({ findings: listComplaints(ran), code: ran.code }).toEqual({ findings: [], code: 0 });
        expect(listUnreached(ran)).toEqual([]);
        expect(countPasses(ran)).toBeGreaterThan(many);
        if (name in ROUGH) expect([...new Set(listFragile(ran))]).toEqual(ROUGH[name]);
      },
      PATIENCE,
    );

    it(
      'over Streamable HTTP',
      async () => {
        const server = await startServed('honest/main.js', name, '--http-port', '0');
        const authorization = ['--header', `Authorization: Bearer ${CREDENTIAL}`];
        const ran = await mcptc(server.url, ...authorization, ...all, newest ? '2026-07-28' : 'all');
        await server.stop();
        expect({ findings: listComplaints(ran), code: ran.code }).toEqual({ findings: [], code: 0 });
        expect(listUnreached(ran)).toEqual([]);
        expect(countPasses(ran)).toBeGreaterThan(many);
      },
      PATIENCE,
    );
  });

  it(
    'is asked for nothing that it need not have',
    async () => {
      const server = await startServed('honest/main.js', 'out-of-order', '--http-port', '0');
      const ran = await mcptc(server.url, '--scenario', 'streamable-http');
      await server.stop();
      const checks = ran.result.cases.flatMap((one) => one.checks);
      const unseen = checks.filter(({ verdict }) => verdict === 'not-verified');
      expect(unseen.map(({ requirement, expected }) => [requirement, expected])).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'is not held to a slow call that was slow only once',
    async () => {
      const server = await startServed('honest/main.js', 'restless', '--http-port', '0');
      const ran = await mcptc(server.url, '--scenario', 'shared/concurrency');
      await server.stop();
      const said = ran.result.cases.flatMap(({ checks }) => checks);
      const blocks = said.filter(({ requirement }) => requirement === 'base.slow-request-blocks-nothing');
      expect(blocks.map(({ verdict, expected }) => [verdict, expected])).toEqual([
        ['not-verified', expect.stringContaining('be slow in page each time')],
      ]);
    },
    PATIENCE,
  );

  it(
    'over WebSocket, also where it claims the binding',
    async () => {
      const server = await startServed('honest/main.js', 'interleaved', '--ws-port', '0');
      const ran = await mcptc(server.url, '--set', 'websocket.claim=true');
      await server.stop();
      expect({ findings: listComplaints(ran), code: ran.code }).toEqual({ findings: [], code: 0 });
      expect(countPasses(ran)).toBeGreaterThan(150);
    },
    PATIENCE,
  );
});
