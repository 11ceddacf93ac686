import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isAlive, until } from '../../adapters/contract/until.js';
import { parseResult } from '../../reports/result/read.js';
import { getFile } from '../served.test.support.js';

/** Whatever ends a run: a result is there whole or not at all, the verdicts are said, and nothing stays behind. */

const CLI = fileURLToPath(new URL('./main.js', import.meta.url));
const SERVER = getFile('reference/legacy.js');
const BRIEF = ['--quiet', '--revision', '2025-11-25', '--scenario', 'shared/lifecycle'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcptc-lost-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** `mcptc run` on a script that runs before the reference server does. */
function start(source: string, words: readonly string[] = BRIEF, stdout: 'pipe' | number = 'pipe') {
  const server = join(folder, 'server.mjs');
  writeFileSync(server, `${source}\nawait import(${JSON.stringify(SERVER)});`);
  const args = [CLI, 'run', ...words, '--', process.execPath, server, '--stdio'];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', stdout, 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk) => (out += String(chunk)));
  child.stderr?.on('data', (chunk) => (err += String(chunk)));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));
  return { child, ended };
}

const resultFile = () => join(folder, '.mcptc', 'result.json');
const pids = () =>
  (existsSync(join(folder, 'pids')) ? readFileSync(join(folder, 'pids'), 'utf8') : '')
    .split('\n')
    .filter(Boolean)
    .map(Number);

/** Deaf to every signal that can be ignored, as is what it starts in a session of its own; both tell their number. */
const DEAF = `
  import { spawn } from 'node:child_process';
  import { appendFileSync } from 'node:fs';
  for (const name of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(name, () => {});
  const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  child.unref();
  setInterval(() => {}, 1000);
  appendFileSync('pids', process.pid + '\\n' + child.pid + '\\n');`;

describe.each(['SIGHUP', 'SIGTERM', 'SIGINT'] as const)('a run that %s ends', (name) => {
  it('leaves a result that is whole, and no process', async () => {
    const { child, ended } = start(DEAF, ['--quiet']);
    await until('its server', () => pids().length > 0, 20_000);
    child.kill(name);
    const { code, out } = await ended;
    expect([1, 2]).toContain(code);
    expect(out).toContain('cut short by interrupted');
    const result = await parseResult(readFileSync(resultFile(), 'utf8'));
    expect(result.run).toMatchObject({ complete: false, stoppedBy: 'interrupted' });
    // Nothing is held against a target that we did not let speak.
    const verdicts = result.cases.flatMap(({ checks }) => checks.map(({ verdict }) => verdict));
    expect(verdicts).not.toContain('fail');
    await until('the end of all', () => !pids().some(isAlive), 10_000);
  }, 60_000);
});

it('leaves no process where nothing could be caught, whatever the target ignores', async () => {
  const { child, ended } = start(DEAF, ['--quiet']);
  await until('its server', () => pids().length > 0, 20_000);
  child.kill('SIGKILL');
  await ended;
  await until('the end of all', () => !pids().some(isAlive), 10_000);
  expect(existsSync(resultFile())).toBe(false);
}, 60_000);

it('names what a target leaves running in a session of its own, and ends it', async () => {
  const { ended } = start(DEAF.replace(/for \(const name.*\n/, '').replace(/setInterval.*\n/, ''));
  const { code, err } = await ended;
  expect(code).toBe(0);
  expect(err).toMatch(/ended \d+ that the target left running in a session of its own: sleep \(pid \d+\)/);
  expect(pids().filter(isAlive)).toEqual([]);
}, 60_000);

describe('verdicts are said, and exit 2 tells that they could not be kept, where', () => {
  const CONFORMS = /✔ conforms in \d+ of \d+/;

  it.each([
    ['a file takes the place of the folder', "fs.writeFileSync('.mcptc', 'x');"],
    ['a link takes it', "fs.mkdirSync('elsewhere'); fs.symlinkSync('elsewhere', '.mcptc');"],
    [
      'a link takes that of the transcripts',
      "fs.mkdirSync('.mcptc'); fs.mkdirSync('elsewhere'); fs.symlinkSync('../elsewhere', '.mcptc/transcripts');",
    ],
  ])(
    '%s',
    async (_, source) => {
      const swap = `import fs from 'node:fs'; if (!fs.existsSync('swapped')) { fs.writeFileSync('swapped', '');
      fs.rmSync('.mcptc', { recursive: true }); ${source} }`;
      const { code, out, err } = await start(swap).ended;
      expect({ code, out }).toEqual({ code: 2, out: expect.stringMatching(CONFORMS) });
      expect(err).toMatch(
        /^mcptc: \.mcptc: the result of this run could not be left there whole: .*\nnext: /,
      );
      // Nothing was written where the link leads.
      if (existsSync(join(folder, 'elsewhere'))) expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
    },
    60_000,
  );

  it('a report cannot be written', async () => {
    mkdirSync(join(folder, 'taken'));
    const { code, out, err } = await start('', [...BRIEF, '--report', 'html=taken,json=kept.json']).ended;
    expect({ code, out }).toEqual({ code: 2, out: expect.stringMatching(CONFORMS) });
    expect(err).toMatch(/^mcptc: taken: EISDIR/);
    await parseResult(readFileSync(join(folder, 'kept.json'), 'utf8'));
  }, 60_000);
});

const onLinux = existsSync('/dev/full') ? it : it.skip;
onLinux(
  'a matrix that nobody can read is no success',
  async () => {
    const full = openSync('/dev/full', 'w');
    try {
      const { code, err } = await start('', BRIEF, full).ended;
      expect({ code, err }).toEqual({
        code: 2,
        err: expect.stringContaining('standard output could not be written'),
      });
    } finally {
      closeSync(full);
    }
  },
  60_000,
);
