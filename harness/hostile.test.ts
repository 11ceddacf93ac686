import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine, listComplaints, countPasses, type Ran } from './mcptc.test.support.js';
import { getFile, startServed } from './served.test.support.js';

const HOSTILE = getFile('hostile/main.js');

/** Milliseconds for a run on a busy machine. */
const PATIENCE = 120_000;
/** Milliseconds in which a run against a hostile server is over. */
const BOUND = 30_000;
const MIB = 1024 * 1024;
const MOST_MEMORY = 256 * MIB;

let folder: string;
const mcptc = (...args: string[]): Promise<Ran> => runCommandLine(folder, ...args);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Processes with this word on their command line; nothing where the system does not tell. */
async function processesWith(word: string): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes(word) && line.includes('/hostile/'));
}

describe('a hostile server is told so, soon and cheaply', () => {
  const brief = ['--request-timeout', '5s', '--start-timeout', '20s'];

  function expectBounded(ran: Ran, code: number): void {
    expect({ code: ran.code, passes: countPasses(ran) }).toEqual({ code, passes: 0 });
    expect(ran.ms).toBeLessThan(BOUND);
    expect(ran.memory).toBeLessThan(MOST_MEMORY);
  }

  it.each([
    ['silent', 1],
    ['exits', 3],
    ['garbage', 1],
    ['flood', 1],
    ['endless-line', 1],
    ['many-values', 1],
    ['nested', 1],
    ['half-message', 1],
  ] as const)(
    '%s over stdio exits %i',
    async (name, code) => {
      const word = `word-${Math.random()}`;
      const ran = await mcptc(...brief, '--', process.execPath, HOSTILE, name, word);
      expectBounded(ran, code);
      expect(await processesWith(word)).toEqual([]);
    },
    PATIENCE,
  );

  it.each([
    ['silent', '--http-port'],
    ['garbage', '--http-port'],
    ['flood', '--http-port'],
    ['endless-line', '--http-port'],
    ['many-values', '--http-port'],
    ['nested', '--http-port'],
    ['garbage', '--ws-port'],
    ['flood', '--ws-port'],
    ['endless-line', '--ws-port'],
    ['many-values', '--ws-port'],
    ['nested', '--ws-port'],
  ])(
    '%s with %s exits 1',
    async (name, port) => {
      const server = await startServed('hostile/main.js', name, port, '0');
      const ran = await mcptc(server.url, ...brief);
      await server.stop();
      expectBounded(ran, 1);
    },
    PATIENCE,
  );

  // A sample of what `npm run hostile` runs.
  it.each([
    ['flood', '--grpc-port', /a flood: \d+ messages/],
    ['flood-in-calls', '--ws-port', /a flood: \d+ messages/],
    ['huge-instructions', '--http-port', /a message of more than \d+ bytes/],
    ['request-flood', '--http-port', /given up after .*: it floods us each time: a flood: \d+ messages/],
    ['garbage', '--http-port', /end of the response: its \d+ bytes are no JSON/],
    ['grpc-goaway-storm', '--port', /a flood: 20 GOAWAY frames/],
    ['grpc-endless-metadata', '--port', /headers that are too long/],
    ['http-empty-events', '--port', /a flood: \d+ events without a message/],
    [
      'ws-dripping-upgrade',
      '--port',
      /no answer to the upgrade within 10000 ms, although it took the connection/,
    ],
    ['grpcs-dripping-handshake', '--port', /no HTTP\/2 connection within 5000 ms, although it took/],
  ])(
    '%s with %s is named',
    async (name, port, fault) => {
      const server = await startServed('hostile/main.js', name, port, '0');
      const few = ['--scenario', 'shared/tools/*', '--revision', '2025-11-25'];
      const ran = await mcptc(server.url, ...brief, ...few);
      await server.stop();
      expect({ code: ran.code, faults: JSON.stringify(listComplaints(ran)) }).toEqual({
        code: 1,
        faults: expect.stringMatching(fault),
      });
      expect(ran.ms).toBeLessThan(BOUND);
      expect(ran.memory).toBeLessThan(MOST_MEMORY);
    },
    PATIENCE,
  );

  it(
    'replies to nobody without an end are a flood also where single lines are read',
    async () => {
      const few = ['--scenario', 'stdio/blank-line', '--revision', '2025-11-25'];
      const ran = await mcptc(...brief, ...few, '--', process.execPath, HOSTILE, 'reply-flood');
      expect(ran.ms).toBeLessThan(BOUND);
      expect(ran.memory).toBeLessThan(MOST_MEMORY);
    },
    PATIENCE,
  );

  it(
    'a flood that only single lines are asked for is over soon',
    async () => {
      const few = ['--scenario', 'stdio/stdout-only-messages', '--revision', '2025-11-25'];
      const ran = await mcptc(...brief, ...few, '--', process.execPath, HOSTILE, 'progress-flood');
      expect(listComplaints(ran)).toEqual([
        expect.objectContaining({ requirement: 'progress.only-with-token' }),
      ]);
      expect(ran.ms).toBeLessThan(BOUND);
      expect(ran.memory).toBeLessThan(MOST_MEMORY);
    },
    PATIENCE,
  );

  describe('a right one is not accused of what we do not read', () => {
    const few = ['--scenario', 'shared/tools/*', '--revision', '2025-11-25'];

    /** What is said where a call was answered with more than we read. */
    function expectExcused(ran: Ran): void {
      const checks = ran.result.cases.flatMap((one) => one.checks);
      const unseen = checks.filter(({ verdict }) => verdict === 'not-verified');
      expect({ code: ran.code, complaints: listComplaints(ran) }).toEqual({ code: 0, complaints: [] });
      expect(unseen.map(({ expected }) => expected)).toContainEqual(
        expect.stringMatching(
          /more than \d+ bytes came, of which we read no more, where tools\/(call|list) was asked/,
        ),
      );
      expect(ran.memory).toBeLessThan(MOST_MEMORY);
    }

    it(
      'over stdio',
      async () => {
        expectExcused(await mcptc(...brief, ...few, '--', process.execPath, HOSTILE, 'huge-results'));
      },
      PATIENCE,
    );

    it.each([
      ['huge-results', '--http-port'],
      ['huge-results', '--ws-port'],
      ['huge-results', '--grpc-port'],
      ['huge-names', '--ws-port'],
    ])(
      '%s with %s',
      async (name, port) => {
        const server = await startServed('hostile/main.js', name, port, '0');
        const ran = await mcptc(server.url, ...brief, ...few);
        await server.stop();
        expectExcused(ran);
      },
      PATIENCE,
    );
  });

  it(
    'one that no signal ends is ended all the same',
    async () => {
      const word = `word-${Math.random()}`;
      const one = ['--scenario', 'shared/tools/list', '--revision', '2025-11-25'];
      const ran = await mcptc(...brief, ...one, '--', process.execPath, HOSTILE, 'ignores-signals', word);
      expect(listComplaints(ran)).toEqual([]);
      expect(ran.ms).toBeLessThan(BOUND);
      expect(await processesWith(word)).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'one that is not there exits 3',
    async () => {
      // Port 9 is "discard", which nobody serves on loopback.
      expectBounded(await mcptc('http://127.0.0.1:9/mcp', ...brief), 3);
      expectBounded(await mcptc(...brief, '--', join(folder, 'no-such-command')), 3);
    },
    PATIENCE,
  );
});
