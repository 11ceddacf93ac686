import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseResult } from '../../../reports/result/read.js';
import { nameFolders } from './folders.js';
import { formatManyLine, pickLines } from './display.js';
import { pickWorst } from './worst.js';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
const SERVER = fileURLToPath(new URL('../../../containers/servers/reference/dual-era.js', import.meta.url));
const ONE = 'shared/messages/id-is-echoed';

const root = mkdtempSync(join(tmpdir(), 'mcptc-many-'));
const folder = join(root, 'work');
afterAll(() => rmSync(root, { recursive: true }));

function mcptc(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

const works = { command: process.execPath, args: [SERVER, '--stdio'] };
const mcpServers = {
  good: works,
  '../../evil': works,
  old: { type: 'sse', url: 'http://127.0.0.1:9/sse' },
  gone: { command: process.execPath, args: ['-e', 'console.error("no database"); process.exit(4)'] },
};

beforeAll(() => {
  mkdirSync(folder);
  writeFileSync(join(folder, '.mcp.json'), JSON.stringify({ mcpServers }));
  writeFileSync(
    join(folder, 'many.yaml'),
    `targets:
  good: { transports: { stdio: { command: [${process.execPath}, ${SERVER}, --stdio] } } }
  down: { transports: { streamable-http: { url: "http://127.0.0.1:9/mcp" } } }
`,
  );
});

describe('a run of all servers of a file', () => {
  let all: ReturnType<typeof mcptc>;
  beforeAll(() => {
    all = mcptc('run', '--from', '.mcp.json', '--scenario', ONE, '--report', 'json={target}.json');
  });

  it('is one table, the worst first, and the worst exit code', () => {
    expect(all.code).toBe(2);
    const rows = all.out.split('\n').map((line) => line.split(/ {2,}/)[0]);
    expect(rows.slice(1, 4)).toEqual(['? old', '– gone', '✔ ../../evil']);
    expect(all.out).toContain('HTTP+SSE server (2024-11-05)');
    expect(all.out).toContain('the target ended before any message');
    expect(all.out).toContain('2 of 4 servers conform · 1 could not be tested · of 1 nothing was decided');
  });

  it('tells on stderr how each ended', () => {
    for (const line of [/^good +✔ conforms/m, /^gone +✘ could not be tested/m]) expect(all.err).toMatch(line);
  });

  it('leaves a folder for each, none of them outside', async () => {
    expect(readdirSync(root)).toEqual(['work']);
    const folders = readdirSync(join(folder, '.mcptc'));
    expect(folders.sort()).toEqual(['.gitignore', '__.._evil', 'gone', 'good', 'targets.json']);
    const result = await parseResult(readFileSync(join(folder, '.mcptc/__.._evil/result.json'), 'utf8'));
    expect(result.target.name).toBe('../../evil');
    expect(result.target.transports['stdio']?.again).toEqual([
      '--from',
      '.mcp.json',
      '--server',
      '../../evil',
    ]);
    expect(existsSync(join(folder, 'good.json'))).toBe(true);
  });

  it('is rendered again from its folder, with those of which there is no result', () => {
    const { code, out } = mcptc('report', '.mcptc');
    expect(code).toBe(0);
    expect(out).toBe(all.out);
  });

  it('is held against a policy, each by itself', () => {
    writeFileSync(
      join(folder, 'policy.yaml'),
      readFileSync(new URL('../../../../examples/gates/transport.yaml', import.meta.url)),
    );
    const { code, out } = mcptc('gate', '.mcptc', '--policy', 'policy.yaml');
    expect(code).toBe(2);
    for (const name of ['good', 'gone']) expect(out).toContain(`.mcptc/${name}/result.json`);
    expect(out).toContain('? old: there is no result');
  });
});

describe('servers that are picked', () => {
  it('are these alone', () => {
    const { code, out } = mcptc(
      'run',
      '--from',
      '.mcp.json',
      '--server',
      'good,gone',
      '--scenario',
      ONE,
      '--quiet',
    );
    expect(code).toBe(3);
    expect(out).toContain('1 of 2 servers conform · 1 could not be tested');
  });

  it('may stand in a config', () => {
    const many = mcptc('run', '--config', 'many.yaml', '--scenario', ONE, '--output', 'cfg');
    expect({ code: many.code, down: many.out.includes('– down') }).toEqual({ code: 3, down: true });
    const one = mcptc(
      'run',
      '--config',
      'many.yaml',
      '--server',
      'good',
      '--scenario',
      ONE,
      '--output',
      'one',
    );
    expect(one).toMatchObject({ code: 0, out: expect.stringMatching(/^good /) });
  });

  it.each<[string, string[], string]>([
    ['an unknown name', ['--server', 'good,goood'], 'has no server `goood`\nnext: Did you mean good'],
    ['an unlike name', ['--server', 'xylophone'], 'There is good, ../../evil, old, gone'],
    ['a token for all', ['--bearer-env', 'TOKEN'], '--bearer-env is for one server, and 4 are named'],
    ['a baseline for all', ['--baseline', 'b.yaml'], '--baseline is for one server'],
    ['one file for all', ['--report', 'junit=junit.xml'], '--report junit={target}-junit.xml'],
  ])('exits 2 for %s', (_, args, why) => {
    const { code, err } = mcptc('run', '--from', '.mcp.json', ...args);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(why) });
  });
});

it('ends with what there is at a signal, and leaves nothing running', async () => {
  const pids = join(folder, 'pids');
  const notes = `require('node:fs').appendFileSync(${JSON.stringify(pids)}, process.pid + '\\n');`;
  const noting = { command: process.execPath, args: ['--eval', `${notes} process.stdin.resume()`] };
  const servers = { gone: mcpServers.gone, silent: noting, waits: noting };
  writeFileSync(join(folder, 'slow.json'), JSON.stringify({ mcpServers: servers }));
  const child = spawn(
    process.execPath,
    [MAIN, 'run', '--from', 'slow.json', '--jobs', '2', '--output', 'slow'],
    { cwd: folder, env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const lines = createInterface(child.stderr);
  const [first] = (await once(lines, 'line')) as [string];
  expect(first).toContain('gone');
  child.kill('SIGINT');
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(2);
  expect(out).toContain('0 of 3 servers conform');
  const alive = (existsSync(pids) ? readFileSync(pids, 'utf8').trim().split('\n') : []).filter((pid) => {
    try {
      return process.kill(Number(pid), 0);
    } catch {
      return false;
    }
  });
  expect(alive).toEqual([]);
});

it('a folder for each name stays below, and is no other’s', () => {
  const names = ['a/b', 'a_b', 'A_b', '..', '.git', 'transcripts', 'result.json', 'targets.json', '\0', 'é'];
  const folders = nameFolders(names);
  expect(new Set(folders.map((one) => one.toLowerCase())).size).toBe(names.length);
  for (const one of folders) expect(one).toMatch(/^[A-Za-z0-9_-][\w.-]*$/);
});

it('the worst exit code is 2, then 3, then 1', () => {
  expect([pickWorst([0, 1, 3, 2]), pickWorst([0, 1, 3]), pickWorst([1, 0]), pickWorst([])]).toEqual([
    2, 3, 1, 0,
  ]);
});

it('a line says how far a server has come, and those that run are shown first where there is little room', () => {
  const standing = { done: 5, total: 10, passed: 4, failed: 1 };
  const lines = [
    { name: 'done', startedAt: 0, ended: '✔ conforms' },
    { name: 'waits' },
    { name: 'runs', startedAt: 0, standing },
  ];
  expect(lines.map((line) => formatManyLine(line, 5))).toEqual([
    'done   ✔ conforms',
    'waits  waits',
    'runs   █████░░░░░  5/10: 4 passed, 1 failed',
  ]);
  expect(pickLines(lines, 1)).toEqual([lines[2]]);
  expect(pickLines(lines, 2)).toEqual([lines[0], lines[2]]);
});
