import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { makeShards, whole } from '../../reports/result/join.test.data.js';
import { withDigest } from '../../reports/result/digest.js';

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const MAIN = at('dist/harness/cli/main.js');
const text = (name: string): string => readFileSync(at(`examples/ci/${name}`), 'utf8');

let folder = '';
const folders: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcptc-ci-'));
  folders.push(folder);
  // `mcptc`, and `npx mcptc`, are what was just built; every call is noted.
  const note = (words: string): string => `#!/bin/sh\necho "$@" >> ${folder}/calls\n${words}\n`;
  put('bin/mcptc', note(`exec '${process.execPath}' '${MAIN}' "$@"`), 0o755);
  put('bin/npx', `#!/bin/sh\nexec "$@"\n`, 0o755);
});
afterAll(() => folders.forEach((one) => rmSync(one, { recursive: true })));

function put(path: string, content: string, mode = 0o644): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content, { mode });
}

const file = (path: string): string => readFileSync(join(folder, path), 'utf8');

/** Runs a snippet as the CI system does. */
function sh(shell: readonly string[], script: string, env: Record<string, string> = {}) {
  const done = spawnSync(shell[0] ?? '', [...shell.slice(1), '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${folder}/bin:${process.env['PATH']}`, ...env },
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

const BASH = ['bash', '-e', '-o', 'pipefail'];

/** Shards as the jobs before would have left them. */
function leaveShards(of: number, path: (index: number) => string): void {
  makeShards(whole, of).forEach((shard, index) =>
    put(`${path(index + 1)}/result.json`, JSON.stringify(withDigest(shard))),
  );
}

interface Workflow {
  jobs: Record<
    'shard' | 'join',
    { strategy?: { matrix: { shard: number[] } }; steps: { run?: string; env?: Record<string, string> }[] }
  >;
}
interface GitLab {
  conformance: { parallel: number; script: string[]; artifacts: { paths: string[] } };
  'conformance-report': { script: string[]; artifacts: { paths: string[]; reports: { junit: string } } };
}
interface Manifest {
  kind: string;
  data: Record<'targets' | 'run.sh' | 'join.sh', string>;
  spec: {
    completions: number;
    completionMode: string;
    activeDeadlineSeconds: number;
    backoffLimit?: number;
    template: { spec: { containers: { command: string[]; env: { name: string; value?: string }[] }[] } };
  };
}

const mcptcIn = (scripts: readonly (string | undefined)[]): string =>
  scripts.find((script) => script?.includes('mcptc')) ?? '';

/** A command that is not there is exit code 3: what misuse would be, 2, would have come before. */
const NOT_THERE = /the command was not found|ENOENT|dist\/server\.js|could not be tested/;

describe('the GitHub Actions example', () => {
  const { jobs } = parse(text('github-actions.yml')) as Workflow;

  it('runs a shard, and lets a server that is not there end the job', () => {
    const step = jobs.shard.steps.find(({ run }) => run?.includes('mcptc'));
    expect(step?.env).toEqual({ SHARD: '${{ matrix.shard }}' });
    expect(jobs.shard.strategy?.matrix.shard).toEqual([1, 2, 3]);
    const { code, out } = sh(BASH, step?.run ?? '', { SHARD: '2' });
    expect({ code, out }).toEqual({ code: 1, out: expect.stringMatching(NOT_THERE) });
    expect(readdirSync(folder)).toContain('shard-2');
  });

  it('joins them, exits with what they say together, and writes the summary', () => {
    leaveShards(3, (index) => `shard-${index}`);
    const { code, out } = sh(BASH, mcptcIn(jobs.join.steps.map(({ run }) => run)));
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('✘ does not conform') });
    const summary = jobs.join.steps.find(({ run }) => run?.startsWith('cat'))?.run ?? '';
    expect(sh(BASH, summary, { GITHUB_STEP_SUMMARY: join(folder, 'summary') }).code).toBe(0);
    expect(file('summary')).toContain('### ❌ `my-server');
    expect(file('junit.xml')).toContain('<testsuites');
  });
});

describe('the GitHub Pages example', () => {
  const { jobs } = parse(text('github-pages.yml')) as {
    jobs: Record<'build' | 'publish', { steps: { run?: string; uses?: string; with?: { path?: string } }[] }>;
  };
  const steps = jobs.build.steps.flatMap(({ run }) => (run?.includes('mcptc') === true ? [run] : []));

  it('tests every server, whatever is found, and publishes what it writes', () => {
    const gone = { command: 'no-such-command-here' };
    put('.mcp.json', JSON.stringify({ mcpServers: { files: gone, weather: gone } }));
    for (const step of steps) expect(sh(BASH, step)).toMatchObject({ code: 0 });
    const published = jobs.build.steps.find(({ uses }) => uses?.startsWith('actions/upload-pages-artifact'));
    const page = file(`${published?.with?.path}/index.html`);
    for (const name of ['files', 'weather']) expect(page).toContain(`href="${name}.html"`);
  });

  it('fails where it is not told how to test one', () => {
    put('.mcp.json', JSON.stringify({ mcpServers: { files: {}, weather: { command: 'no-such-command' } } }));
    expect(sh(BASH, steps[0] ?? '').code).toBe(1);
  });
});

describe('the GitLab example', () => {
  const gitlab = parse(text('gitlab-ci.yml')) as GitLab;

  it('runs a shard a parallel job', () => {
    const { parallel, script } = gitlab.conformance;
    const env = { CI_NODE_INDEX: '3', CI_NODE_TOTAL: String(parallel) };
    expect(sh(BASH, mcptcIn(script), env).code).toBe(1);
    expect(file('calls')).toContain('--shard 3/3 --output shard-3');
  });

  it('joins them, and names the JUnit XML that it writes', () => {
    leaveShards(gitlab.conformance.parallel, (index) => `shard-${index}`);
    const report = gitlab['conformance-report'];
    expect(sh(BASH, mcptcIn(report.script)).code).toBe(1);
    expect(file(report.artifacts.reports.junit)).toContain('<testsuites');
    for (const path of report.artifacts.paths) expect(file(path)).not.toBe('');
  });

  it('decides nothing where a shard is missing', () => {
    leaveShards(3, (index) => `shard-${index}`);
    rmSync(join(folder, 'shard-2'), { recursive: true });
    expect(sh(BASH, mcptcIn(gitlab['conformance-report'].script)).code).toBe(2);
  });
});

describe('the Kubernetes example', () => {
  const documents = parseAllDocuments(text('kubernetes.yaml')).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Manifest;
  });
  const { data } = documents.find(({ kind }) => kind === 'ConfigMap') as Manifest;
  const [run, joining] = documents.filter(({ kind }) => kind === 'Job') as [Manifest, Manifest];
  const environment = ({ spec }: Manifest): Record<string, string> =>
    Object.fromEntries(
      (spec.template.spec.containers[0]?.env ?? []).flatMap(({ name, value }) =>
        value === undefined ? [] : [[name, value]],
      ),
    );
  const targets = data.targets.trim().split('\n');

  beforeEach(() => {
    for (const [name, content] of Object.entries(data)) put(`config/${name}`, content);
  });
  const here = (): Record<string, string> => ({
    CONFIG: `${folder}/config`,
    RESULTS: `${folder}/results`,
    RUN: 'now',
  });
  const play = (job: Manifest, env: Record<string, string>) => {
    const [shell = '', script = ''] = job.spec.template.spec.containers[0]?.command ?? [];
    return sh([shell], `exec ${shell} ${script.replace('/etc/conformance', '"$CONFIG"')}`, {
      ...environment(job),
      ...here(),
      ...env,
    });
  };

  it('gives each index a shard of a target, and each shard of each target an index', () => {
    const { SHARDS = '' } = environment(run);
    expect(run.spec.completionMode).toBe('Indexed');
    expect(run.spec.completions).toBe(targets.length * Number(SHARDS));
    // What is called is looked at here; that it is valid is shown below.
    put('bin/mcptc', `#!/bin/sh\necho "$@" >> ${folder}/calls\n`, 0o755);
    for (let index = 0; index < run.spec.completions; index++) {
      expect(play(run, { JOB_COMPLETION_INDEX: String(index) }).code).toBe(0);
    }
    const calls = file('calls').trim().split('\n');
    expect(
      calls.map((call) => /--shard (\S+) --output \S*results\/runs\/now\/(\S+) (.*)/.exec(call)?.slice(1)),
    ).toEqual(
      targets.flatMap((line) => {
        const [name, ...urls] = line.split(' ');
        return [1, 2].map((shard) => [`${shard}/2`, `${name}/${shard}`, urls.join(' ')]);
      }),
    );
  });

  it('calls mcptc as it is, and lets a server that is not there fail the index', () => {
    put('config/targets', 'nobody http://127.0.0.1:9/mcp ws://127.0.0.1:9/ws\n');
    const { code, out, err } = play(run, { JOB_COMPLETION_INDEX: '1', START_TIMEOUT: '100ms' });
    expect({ code, out, err }).toEqual({ code: 1, out: expect.stringContaining('exit 3'), err: '' });
  });

  it('joins the shards of each target, and fails where one of them does', () => {
    for (const [name] of targets.map((line) => line.split(' '))) {
      leaveShards(2, (index) => `results/runs/now/${name}/${index}`);
    }
    const { code, out } = play(joining, {});
    expect({ code, joins: out.match(/joined {6}2 results/g) }).toMatchObject({
      code: 1,
      joins: { length: 2 },
    });
    expect(file('results/weather.xml')).toContain('<testsuites');
    expect(file('results/files.md')).toContain('### ❌');
  });

  it('takes no shard and no report of an earlier run for one of this', () => {
    leaveShards(2, (index) => `results/runs/now/files/${index}`);
    leaveShards(2, (index) => `results/runs/before/weather/${index}`);
    put('results/weather.json', '{}');
    const { code, err } = play(joining, {});
    expect(code).toBe(1);
    expect(err).toContain('runs/now/weather/');
    expect(readdirSync(join(folder, 'results')).filter((name) => !name.startsWith('files'))).toEqual([
      'runs',
    ]);
    expect(readdirSync(join(folder, 'results/runs'))).toEqual(['now']);
  });

  it('ends by itself where pods cannot start, and judges once', () => {
    expect(run.spec.activeDeadlineSeconds).toBeGreaterThan(0);
    expect(joining.spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: expect.any(Number) });
  });

  /** `kubectl` that says of each Job, when it is asked the second time, what the file of its name holds. */
  const KUBECTL = `#!/bin/sh
echo "$@" >> calls
[ "$1" = get ] || exit 0
[ -f "asked-$3" ] && cat "$3" || : > "asked-$3"
`;
  it.each<[string, number, string, string]>([
    ['both complete', 0, 'SuccessCriteriaMet\nComplete\n', 'Complete\n'],
    ['shards fail', 1, 'FailureTarget\nFailed\n', 'Complete\n'],
    ['a server does not conform', 1, 'Complete\n', 'Failed\n'],
    ['one never ends', 1, 'Complete\n', ''],
  ])('ends where %s: exit %d', (_, expected, shards, join_) => {
    put('bin/kubectl', KUBECTL, 0o755);
    put('conformance', shards);
    put('conformance-join', join_);
    const { code } = sh(['sh'], `exec sh '${at('examples/ci/kubernetes.sh')}'`, {
      INTERVAL: '0',
      TRIES: '3',
    });
    expect(code).toBe(expected);
    const calls = file('calls').trim().split('\n');
    // A second run is another Job, under another name of a run; the join begins where the shards have ended.
    expect(calls[0]).toBe('delete job --ignore-not-found conformance conformance-join');
    expect(calls).toContainEqual(
      expect.stringMatching(/^create configmap conformance-run --from-literal=run=\d{8}-\d{6}-\d+ /),
    );
    const applied = calls.findIndex((call) => call.endsWith('step=join'));
    expect(applied).toBeGreaterThan(calls.findLastIndex((call) => call.startsWith('get job conformance --')));
  });
});
