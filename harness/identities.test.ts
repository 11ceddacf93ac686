/** Two users of one server, from the config to the reports: what is judged, and that neither token stands anywhere. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOKENS } from '../containers/servers/faulty/two-users.js';
import { identities } from '../suites/requirements/mcp/identities.js';
import { listComplaints, runCommandLine, type Ran } from './mcptc.test.support.js';
import { startServed, type Served } from './served.test.support.js';

/** Milliseconds for a run on a busy machine. */
const PATIENCE = 240_000;
const NAMES = ['cursors', 'resources', 'request-state', 'fixture-state', 'tasks', 'public'];
const ALL = [...NAMES.map((name) => `shared/apart/${name}`), 'streamable-http/session-of-another'].join(',');
const SCENARIOS = ['--scenario', ALL, '--revision', '2025-11-25,2026-07-28'];
const ROWS = Object.keys(identities);

const folder = mkdtempSync(join(tmpdir(), 'two-users-'));
const served: Served[] = [];
const serve = async (...args: string[]): Promise<string> => {
  const one = await startServed('faulty/main.js', ...args, '0');
  served.push(one);
  return one.url;
};
const inFolder = (name: string): string => {
  const own = join(folder, name);
  mkdirSync(own);
  return own;
};

/** With both users, as a config names them. */
async function runAsBoth(name: string, transports: Readonly<Record<string, string>>): Promise<Ran> {
  const own = inFolder(name);
  const blocks = Object.entries(transports).map(([transport, url]) => `  ${transport}: { url: '${url}' }\n`);
  const users =
    '  a: { bearerEnv: ALICE_TOKEN }\n  b: { headers: { authorization: "Bearer ${BOB_TOKEN}" } }\n';
  writeFileSync(join(own, 'mcptc.yaml'), `transports:\n${blocks.join('')}identities:\n${users}`);
  const reports = 'html=report.html,markdown=report.md,junit=report.xml,sarif=report.sarif';
  return runCommandLine(own, ...SCENARIOS, '--report', reports);
}

const verdictsOf = ({ result }: Ran, id: string): Record<string, string[]> => {
  const found: Record<string, string[]> = {};
  for (const { transport, revision, checks } of result.cases)
    for (const { requirement, verdict } of checks)
      if (requirement === id) (found[`${transport} ${revision}`] ??= []).push(verdict);
  return found;
};

beforeAll(() => {
  process.env['ALICE_TOKEN'] = TOKENS.a;
  process.env['BOB_TOKEN'] = TOKENS.b;
});
afterAll(async () => {
  await Promise.all(served.map((one) => one.stop()));
  rmSync(folder, { recursive: true, force: true });
});

describe('a server that keeps two users apart', () => {
  let ran: Ran;
  beforeAll(async () => {
    const flags = { 'streamable-http': '--http-port', websocket: '--ws-port', grpc: '--grpc-port' };
    const urls: Record<string, string> = {};
    for (const [transport, flag] of Object.entries(flags)) urls[transport] = await serve('--two-users', flag);
    ran = await runAsBoth('right', urls);
  }, PATIENCE);

  it('passes on each transport, at each revision that a sentence is of', () => {
    const all = ['streamable-http', 'websocket', 'grpc'];
    const at = (revision: string) => all.map((transport) => `${transport} ${revision}`);
    const [legacy, modern] = [at('2025-11-25'), at('2026-07-28')];
    const applies: Record<string, string[]> = {
      'http.session-bound-to-identity': ['streamable-http 2025-11-25'],
      'apart.cursors': [...legacy, ...modern],
      'apart.resources': [...legacy, ...modern],
      'apart.request-state': modern,
      'apart.tasks': legacy,
    };
    expect(Object.keys(applies).toSorted()).toEqual(ROWS.toSorted());
    for (const [id, cells] of Object.entries(applies)) {
      const found = verdictsOf(ran, id);
      const passed = Object.entries(found).filter(([, verdicts]) => verdicts.includes('pass'));
      expect([id, passed.map(([cell]) => cell).toSorted()]).toEqual([id, cells.toSorted()]);
    }
    expect(listComplaints(ran)).toEqual([]);
    expect(ran.code).toBe(0);
  });
});

it(
  'a server that looks at no credentials has nothing that is one user’s alone',
  async () => {
    const right = await startServed('reference/dual-era.js', '--http-port', '0');
    served.push(right);
    const ran = await runAsBoth('open', { 'streamable-http': right.url });
    for (const id of ROWS)
      for (const verdicts of Object.values(verdictsOf(ran, id)))
        expect([id, verdicts.filter((verdict) => verdict !== 'not-applicable')]).toEqual([id, []]);
    expect(listComplaints(ran)).toEqual([]);
  },
  PATIENCE,
);

it(
  'who uses a server as one user is told that the config could name two',
  async () => {
    const url = await serve('--two-users', '--http-port');
    const ran = await runCommandLine(inFolder('one'), '--bearer-env', 'ALICE_TOKEN', ...SCENARIOS, url);
    const checks = ran.result.cases
      .flatMap((c) => c.checks)
      .filter(({ requirement, verdict }) => ROWS.includes(requirement) && verdict === 'not-verified');
    expect(new Set(checks.map(({ expected }) => expected))).toEqual(
      new Set(['the config would have to name two `identities`, as this target is used with credentials']),
    );
    expect(new Set(checks.map(({ requirement }) => requirement))).toEqual(new Set(ROWS));
  },
  PATIENCE,
);

it(
  'a finding has neither token, and the command that shows it again has the config',
  async () => {
    const url = await serve('cursor-of-another', '--http-port');
    const ran = await runAsBoth('leaks', { 'streamable-http': url });
    expect(verdictsOf(ran, 'apart.cursors')).toEqual({
      'streamable-http 2025-11-25': ['fail'],
      'streamable-http 2026-07-28': ['fail'],
    });
    const text = JSON.stringify(ran.result);
    expect(text).toContain('note_of_');
    for (const token of Object.values(TOKENS)) expect(text).not.toContain(token);
  },
  PATIENCE,
);

it('the token of neither is in any file that these runs left', () => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['report.html', 'report.md']));
  const telling = files.filter((one) => {
    const text = readFileSync(join(one.parentPath, one.name), 'utf8');
    return text.includes(TOKENS.a) || text.includes(TOKENS.b);
  });
  expect(telling.map(({ name }) => name)).toEqual([]);
});
