import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseResult } from '../../../reports/result/read.js';
import type { Result } from '../../../reports/result/result.js';
import { parseConfig } from '../../config/load.js';
import { DEMO_FAULTS, matchFaults } from './faults.js';
import { FAULTY, formatConfig, makeConfig, RIGHT } from './servers.js';
import { describeFaults } from './text.js';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mcptc-demo-'));
afterAll(() => rmSync(folder, { recursive: true }));

function mcptc(...args: string[]): { code: number | null; out: string; err: string } {
  const env = { PATH: process.env['PATH'] };
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

it.each([...RIGHT, FAULTY])('leaves the config that it used: $name', async (server) => {
  const config = makeConfig(server);
  expect(await parseConfig(formatConfig(config), 'mcptc.yaml')).toEqual(config);
});

describe('the demo', () => {
  let demo: ReturnType<typeof mcptc>;
  let weather: Result;
  beforeAll(async () => {
    demo = mcptc(
      'demo',
      '--quiet',
      '--transport=stdio,streamable-http,websocket',
      '--output=out',
      '--report=sarif=all.sarif,junit={target}.xml',
    );
    weather = await parseResult(read('out/weather/result.json'));
  });

  it('exits with 0, finds the three faults of the third server, explains and repeats them, and says why', () => {
    expect({ code: demo.code, err: demo.err }).toEqual({ code: 0, err: '' });
    expect(demo.out.match(/✔ conforms/g)).toHaveLength(2);
    expect(demo.out).toContain('✘ does not conform');
    for (const { requirement, harm, mend } of DEMO_FAULTS)
      for (const words of [requirement, harm, mend]) expect(demo.out).toContain(words);
    expect(demo.out).toMatch(/✔ three faults found, explained, and seen again in [\d.]+ s/);
    expect(demo.out).toContain('exit 0, because this server was to fail, and did.');
  });

  it('fails on no more than a fault each, and beside a transport that is right', () => {
    const { found, wrong } = matchFaults(weather, DEMO_FAULTS);
    expect({ found: found.length, wrong }).toEqual({ found: 3, wrong: [] });
    expect(weather.run.exitCode).toBe(1);
    expect(weather.parity.some(({ verdict }) => verdict === 'differs')).toBe(true);
  });

  it('shows commands that show each again', () => {
    const [again = ''] = /again +mcptc (run .*stdio.*)$/m.exec(demo.out)?.slice(1) ?? [];
    const { code, out } = mcptc(...again.split(' '), '--quiet');
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('stdio.stdout-only-messages') });
  });

  it('leaves results, reports and transcripts where they were asked for', () => {
    expect(existsSync(join(folder, '.mcptc/demo'))).toBe(false);
    const targets = ['dual-era', 'legacy', 'weather'];
    for (const name of targets) expect(read(`${name}.xml`)).toContain('<testsuites');
    expect(existsSync(join(folder, 'out/weather/transcripts/stdio'))).toBe(true);
    expect(read('all.sarif')).toContain('http.origin-forbidden');
    const { code, out } = mcptc('report', 'out');
    expect(code).toBe(0);
    for (const name of ['✘ weather', '✔ reference dual-era', '✔ reference legacy'])
      expect(out).toContain(name);
  });

  it('exits with 1 and says what is amiss where a fault is not found, or another is', () => {
    const right = structuredClone(weather);
    for (const { transport, checks } of right.cases)
      for (const check of checks) if (transport === 'stdio') check.verdict = 'pass';
    const gone = matchFaults(right, DEMO_FAULTS);
    expect(gone.wrong).toEqual(['stdio.stdout-only-messages was not found on stdio']);
    const other = structuredClone(weather);
    other.cases.find(({ scenario }) => scenario === 'shared/lifecycle/ping')!.checks[0]!.verdict = 'fail';
    expect(matchFaults(other, DEMO_FAULTS).wrong).toEqual([expect.stringContaining('which nobody planned')]);
    const said = describeFaults(gone, { faults: gone, durationMs: 1 }, { color: false });
    expect(said).toContain('✘ this is not what the demo was to find: stdio.stdout-only-messages was not');
    expect(said).toContain('exit 1');
  });
});

it('leaves out the third server where it is right', () => {
  const { code, out } = mcptc('demo', '--quiet', '--transport', 'grpc');
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('none of them was asked for') });
  expect(existsSync(join(folder, '.mcptc/demo/targets.json'))).toBe(true);
});

it.each<[string, string[], string]>([
  ['a transport that there is not', ['--transport', 'stdoi'], 'Did you mean stdio?'],
  ['one file for three servers', ['--report', 'html=report.html'], '--report html={target}-report.html'],
])('refuses %s before anything is started', (_, args, words) => {
  const { code, err } = mcptc('demo', ...args);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(words) });
});
