import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Result } from '../../reports/result/result.js';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
const FAULTY = fileURLToPath(new URL('../../containers/servers/faulty/main.js', import.meta.url));
/** It breaks what is in no first version of a set, and nothing else. */
const SERVER = [process.execPath, FAULTY, 'meta-key-label', '--stdio'];
const CASE = 'stdio/2026-07-28/shared/tools/list';
const LATER = 'base.meta-key-names';

const folder = mkdtempSync(join(tmpdir(), 'mcptc-sets-'));
afterAll(() => rmSync(folder, { recursive: true }));

function mcptc(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}
const run = (...args: string[]) => mcptc('run', '--quiet', ...args, '--', ...SERVER);

function resultOf(): Result {
  return JSON.parse(readFileSync(join(folder, '.mcptc/result.json'), 'utf8')) as Result;
}
const later = () =>
  resultOf()
    .cases.flatMap(({ checks }) => checks)
    .find(({ requirement }) => requirement === LATER);

describe('a run is held to a set', () => {
  it.each([
    ['one case', ['--case', CASE]],
    ['a scenario', ['--scenario', 'shared/tools/list', '--revision', '2026-07-28']],
  ])('and what is newer is shown as new: %s', (_, selection) => {
    const { code, out } = run(...selection, '--set', '2026-07-28@1', '--report', 'junit=junit.xml');
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringContaining('+ new: not in 2026-07-28@1 yet'),
    });
    expect(later()).toMatchObject({ verdict: 'fail', new: true });
    expect(resultOf().run).toMatchObject({ heldTo: 'sets', exitCode: 0, options: { set: ['2026-07-28@1'] } });
    expect(readFileSync(join(folder, 'junit.xml'), 'utf8')).not.toContain('<failure');
    expect(mcptc('verify', '.mcptc/result.json').code).toBe(0);
  });

  it('and every check counts where the latest is asked for', () => {
    const { code, out } = run('--case', CASE, '--set', 'latest');
    expect({ code, out }).toEqual({
      code: 1,
      out: expect.stringContaining(`✘ stdio · 2026-07-28 · ${LATER}`),
    });
    expect(out).toMatch(/again .* --set latest -- /);
    expect(later()).not.toHaveProperty('new');
    expect(mcptc('verify', '.mcptc/result.json').code).toBe(0);
  });

  it('that a config may name, and the command line another', () => {
    const config = { target: 'x', set: 'latest', transports: { stdio: { command: SERVER } } };
    writeFileSync(join(folder, 'mcptc.yaml'), JSON.stringify(config));
    const configured = (...args: string[]) => mcptc('run', '--quiet', '--case', CASE, ...args).code;
    expect(configured()).toBe(1);
    expect(configured('--set', '2026-07-28@1')).toBe(0);
  });
});

describe('what --set does not know', () => {
  it.each([
    ['2026-07-28@99', 'there is no set of requirements 2026-07-28@99'],
    ['latest,2026-07-28@1', 'the sets latest and 2026-07-28@1 are both named'],
    ['grpc', 'or a set of requirements: latest, or REVISION@VERSION'],
    ['stdio.no=1', 'stdio'],
  ])('is refused: %s', (value, words) => {
    const { code, err } = run('--case', CASE, '--set', value);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(words) });
  });
});
