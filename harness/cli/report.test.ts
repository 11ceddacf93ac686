import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseResult } from '../../reports/result/read.js';
import type { BaselineReport, Result } from '../../reports/result/result.js';
import { withDigest } from '../../reports/result/digest.js';
import { getCaseKey } from '../../reports/result/shards.js';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
const REFERENCE = fileURLToPath(new URL('../../containers/servers/reference/dual-era.js', import.meta.url));
const SHARDS = 2;

const folder = mkdtempSync(join(tmpdir(), 'mcptc-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Outcome {
  code: number;
  out: string;
  err: string;
}

function mcptc(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    // Without what makes colours here: a test runner sets FORCE_COLOR for whatever it starts.
    const env = { PATH: process.env['PATH'] };
    execFile(process.execPath, [MAIN, ...args], { cwd: folder, env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

const file = (...names: string[]): string => join(folder, ...names);
const read = (name: string): Promise<Result> => parseResult(readFileSync(file(name), 'utf8'));

/** A config with two transports of one server, so that there is something to compare. */
const CONFIG = `target: reference
transports:
  stdio: { command: ${JSON.stringify([process.execPath, REFERENCE, '--stdio'])} }
  streamable-http:
    command: ${JSON.stringify([process.execPath, REFERENCE, '--http-port', '0'])}
    ready: json-line
`;
const RUN = [
  'run',
  '--quiet',
  '--revision',
  '2025-11-25',
  '--scenario',
  'shared/lifecycle,shared/tools/list',
];

let runs: Outcome[] = [];
beforeAll(async () => {
  writeFileSync(file('mcptc.yaml'), CONFIG);
  const shards = Array.from({ length: SHARDS }, (_, index) => [
    '--shard',
    `${index + 1}/${SHARDS}`,
    '--output',
    `shard-${index + 1}`,
  ]);
  const all = [['--seed', '1', '--output', 'whole'], ...shards];
  runs = await Promise.all(all.map((args) => mcptc(...RUN, ...args)));
});

const shardFiles = Array.from({ length: SHARDS }, (_, index) => `shard-${index + 1}/result.json`);

describe('a run in shards', () => {
  it('says on the terminal and in its result which part it is', async () => {
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(runs[2]?.out).toContain('shard       2/2, a part of the plan: mcptc report joins all of them');
    expect(runs[2]?.out).toMatch(/✔ conforms in (\d+) of \1 that it can show, as far as shard 2\/2 goes/);
    const { run } = await read('shard-2/result.json');
    expect(run).toMatchObject({ shard: { index: 2, of: 2 }, seed: 1 });
    expect(run.planHash).toBe((await read('whole/result.json')).run.planHash);
  });

  it('is, joined, the whole run: the same cases, figures and comparisons', async () => {
    const args = ['--report', 'json=joined.json,junit=junit.xml,markdown=summary.md,matrix'];
    const { code, out } = await mcptc('report', ...shardFiles, ...args);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('joined      2 results') });
    const [joined, whole] = [await read('joined.json'), await read('whole/result.json')];
    expect(joined.cases.map(getCaseKey)).toEqual(whole.cases.map(getCaseKey));
    expect(joined.summary).toEqual(whole.summary);
    expect(joined.requirements).toEqual(whole.requirements);
    const parity = ({ parity }: Result): string[] =>
      parity.map(({ scenario, verdict }) => `${scenario} ${verdict}`);
    expect(parity(joined)).toEqual(parity(whole));
    expect(parity(joined).length).toBeGreaterThan(3);
    expect(readFileSync(file('junit.xml'), 'utf8')).toContain('<testsuite name="parity.2025-11-25"');
    expect(readFileSync(file('summary.md'), 'utf8')).toContain('### ✅ `reference');
  });

  it('decides nothing while a shard is missing', async () => {
    const { code, out } = await mcptc('report', shardFiles[1]!);
    expect({ code, out }).toEqual({
      code: 2,
      out: expect.stringContaining('✘ nothing was decided (shard 1/2 is missing)'),
    });
  });

  it('fails, joined, for an entry of the baseline that holds in all of them, and for no other', async () => {
    const entry = { reason: 'x', owner: 'ada', issue: 'https://example.com/1', expires: '2999-01-01' };
    const held = { ...entry, requirement: 'tools.list-answered', scenario: 'shared/tools/list' };
    const elsewhere = { ...entry, requirement: 'prompts.list-answered' };
    const joined = async (
      ...entries: Omit<BaselineReport, 'state'>[]
    ): Promise<[number, string[] | undefined]> => {
      for (const [index, name] of shardFiles.entries()) {
        const baseline = entries.map((one) => ({ ...one, state: 'unused' as const }));
        const shard = { ...(await read(name)), baseline };
        writeFileSync(file(`known-${index + 1}.json`), JSON.stringify(withDigest(shard)));
      }
      const { code } = await mcptc('report', 'known-1.json', 'known-2.json', '--report', 'json=known.json');
      return [code, (await read('known.json')).baseline?.map(({ state }) => state)];
    };
    expect(await joined(held, elsewhere)).toEqual([1, ['stale', 'unused']]);
    expect(await joined(elsewhere)).toEqual([0, ['unused']]);
  });

  it('is refused with a shard that somebody changed', async () => {
    const result = await read('shard-1/result.json');
    const bad = JSON.parse(JSON.stringify(result)) as Result;
    bad.summary['stdio']!['2025-11-25']!.pass += 1;
    writeFileSync(file('bad.json'), JSON.stringify(bad));
    const { code, out, err } = await mcptc('report', 'bad.json', ...shardFiles.slice(1));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('bad.json is no result: it was changed after it was written');
    // Nor does it help to take the digest out, or to write it anew.
    writeFileSync(file('bad.json'), JSON.stringify({ ...bad, digest: undefined }));
    expect((await mcptc('report', 'bad.json', ...shardFiles.slice(1))).err).toContain('carries no digest');
    writeFileSync(file('bad.json'), JSON.stringify(withDigest(bad)));
    expect((await mcptc('report', 'bad.json', ...shardFiles.slice(1))).err).toContain(
      'bad.json contradicts itself, so somebody changed it: it is not so that the summary is the sum of the cases',
    );
  });

  it('is refused with a shard of another run', async () => {
    const { err } = await mcptc('report', 'whole/result.json', ...shardFiles);
    expect(err).toContain('whole/result.json is the whole plan, shard-1/result.json is shard 1/2');
  });
});

describe('a result and an earlier one', () => {
  it('are compared, and that changes no exit code', async () => {
    const old = await read('whole/result.json');
    const [one] = old.cases.filter(({ status }) => status === 'ran');
    // What no sentence demands is compared in no line.
    const check = one!.checks.find(({ requirement }) => old.requirements[requirement]?.level === 'MUST');
    Object.assign(check!, { verdict: 'fail', expected: 'x', received: 'y' });
    writeFileSync(file('old.json'), JSON.stringify(withDigest(old)));
    const args = ['whole/result.json', '--against', 'old.json', '--report', 'markdown=changes.md,matrix'];
    const { code, out } = await mcptc('report', ...args);
    expect(code).toBe(0);
    // The other way round it is broken; by itself that changes no exit code either.
    const back = ['old.json', '--against', 'whole/result.json', '--report', 'markdown=back.md'];
    expect((await mcptc('report', ...back)).code).toBe(0);
    expect(await mcptc('report', ...back, '--fail-on', 'broken')).toMatchObject({
      code: 1,
      err: expect.stringContaining(`broken: ${check!.requirement}`),
    });
    expect((await mcptc('report', ...args, '--fail-on', 'broken')).code).toBe(0);
    expect(readFileSync(file('back.md'), 'utf8')).toMatch(/^<!-- mcptc [\w.-]+ -->\n/);
    expect(out).toContain(`✔ fixed   ${check!.requirement}  fail → pass`);
    expect(readFileSync(file('changes.md'), 'utf8')).toContain(
      `- ✔ fixed \`${check!.requirement}\` fail → pass`,
    );
  });

  it('is needed for what is to fail by it', async () => {
    const { code, err } = await mcptc('report', 'whole/result.json', '--fail-on', 'broken');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('--against main.json') });
  });

  it('has to be a result', async () => {
    writeFileSync(file('no.json'), '{}');
    const { code, err } = await mcptc('report', 'whole/result.json', '--against', 'no.json');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('no.json is no result') });
  });
});
