/** A workflow with the action, played step by step in a container: what one step leaves, a later one has to find. */
import { execFile, execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { withEngine } from '../containers/engine.test.support.js';

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

interface Step {
  id?: string;
  if?: string;
  uses?: string;
  run?: string;
  'working-directory'?: string;
  env?: Record<string, string>;
  with?: Record<string, string | number>;
}
const action = parse(readFileSync(at('action.yml'), 'utf8')) as {
  inputs: Record<string, { default: string }>;
  outputs: Record<string, { value: string }>;
  runs: { steps: Step[] };
};
const workflow = parse(readFileSync(at('examples/ci/github-action.yml'), 'utf8')) as {
  jobs: Record<'conformance', { steps: Step[] }>;
};

/** Actions of others, whose place is taken by what the test has put into the workspace. */
const KNOWN = /^actions\/(checkout|setup-node|cache\/restore|cache\/save|upload-artifact)@v\d+$/;
const SERVER = '/action/dist/containers/servers/reference/dual-era.js';

type Scope = Record<string, unknown>;
interface Ran {
  code: number;
  /** What it printed, for whoever reads why it failed. */
  said: string;
  outputs: Record<string, string>;
}

/** A machine as a runner has it: the workspace, the action, and nothing of the network. */
class Runner {
  readonly folder = mkdtempSync(join(tmpdir(), 'mcptc action steps '));
  readonly #container: string;
  summary = '';

  constructor() {
    const image = execFileSync(process.execPath, ['scripts/base-image.mjs', '--bash'], {
      cwd: at('.'),
      encoding: 'utf8',
    });
    this.put('workspace/server/dist/server.js', `process.argv.push('--stdio'); await import('${SERVER}');\n`);
    this.put('workspace/server/package.json', '{ "type": "module" }');
    this.put('runner/output', '');
    // `npx mcp-transport-conformance@VERSION` is what was just built; `gh` knows one comment where a file says so.
    this.put('bin/npx', '#!/bin/bash\nshift 2\nexec node /action/dist/harness/cli/main.js "$@"\n', 0o755);
    this.put('bin/npm', '#!/bin/bash\n', 0o755);
    this.put(
      'bin/gh',
      '#!/bin/bash\necho "$@" >> /runner/gh\n[[ $2 != --paginate || ! -f /runner/known ]] || printf "7\\n8\\n"\n',
      0o755,
    );
    const mounts = [
      [at('.'), '/action:ro'],
      [join(this.folder, 'workspace'), '/workspace'],
      [join(this.folder, 'runner'), '/runner'],
      [join(this.folder, 'bin'), '/fakes:ro'],
    ].flatMap(([from, to]) => ['--volume', `${from}:${to}`]);
    const user = `${process.getuid?.()}:${process.getgid?.()}`;
    this.#container = execFileSync(
      'docker',
      [
        'run',
        '--detach',
        '--rm',
        '--init',
        '--network',
        'none',
        '--user',
        user,
        ...mounts,
        image.split(' ')[0]!,
        'node',
        '-e',
        'setInterval(() => {}, 1e6)',
      ],
      { encoding: 'utf8' },
    ).trim();
  }

  put(path: string, text: string, mode = 0o644): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text, { mode });
  }

  has = (path: string): boolean => existsSync(join(this.folder, path));
  read = (path: string): string => readFileSync(join(this.folder, path), 'utf8');

  /** One step that is a script, as the runner runs it: in the workspace, with files for outputs and summary. */
  async run(script: string, env: Record<string, string>, folder = ''): Promise<Ran> {
    this.put('runner/output', '');
    const variables = {
      PATH: '/fakes:/usr/local/bin:/usr/bin:/bin',
      GITHUB_OUTPUT: '/runner/output',
      GITHUB_STEP_SUMMARY: '/runner/summary',
      GITHUB_REPOSITORY: 'ada/weather',
      ...env,
    };
    const words = ['exec', '--workdir', `/workspace/${folder}`];
    for (const [name, value] of Object.entries(variables)) words.push('--env', `${name}=${value}`);
    words.push(this.#container, 'bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', script);
    const { code, said } = await new Promise<{ code: number; said: string }>((resolve) => {
      execFile('docker', words, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), said: out + err }),
      );
    });
    const lines = this.read('runner/output')
      .split('\n')
      .filter((line) => line !== '');
    return { code, said, outputs: Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2))) };
  }

  /** The action with these inputs: each of its steps, and its outputs as `action.yml` maps them. */
  async act(given: Readonly<Record<string, string>>): Promise<Ran> {
    for (const name of Object.keys(given)) expect(Object.keys(action.inputs)).toContain(name);
    const inputs = Object.fromEntries(
      Object.entries(action.inputs).map(([name, { default: standard }]) => [name, given[name] ?? standard]),
    );
    const steps: Record<string, Ran> = {};
    const scope = { inputs, steps, github: { action_path: '/action' } };
    let [code, said] = [0, ''];
    for (const step of action.runs.steps) {
      const ran = await this.run(step.run ?? '', fill(step.env ?? {}, scope));
      if (step.id !== undefined) steps[step.id] = ran;
      code ||= ran.code;
      said += ran.said;
    }
    const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, expand(value, scope)]);
    return { code, said, outputs: Object.fromEntries(outputs) as Record<string, string> };
  }

  /** The whole job of a workflow; what its `if` says is not looked at. Leaves what was uploaded, and the steps. */
  async play(steps: readonly Step[]): Promise<{ steps: Record<string, Ran>; uploaded: string[] }> {
    const ran: Record<string, Ran> = {};
    const uploaded: string[] = [];
    const github = { run_id: '1', token: 'T', event: { number: '5' } };
    for (const step of steps) {
      const scope = { steps: ran, github };
      const given = fill(step.with ?? {}, scope);
      let done: Ran = { code: 0, said: '', outputs: {} };
      if (step.run !== undefined) {
        done = await this.run(step.run, fill(step.env ?? {}, scope), step['working-directory']);
        expect({ step: step.run, ...done }).toEqual({ step: step.run, ...done, code: 0 });
      } else if (step.uses?.includes('/mcp-transport-conformance@') === true) done = await this.act(given);
      else expect(step.uses).toMatch(KNOWN);
      if (step.uses?.startsWith('actions/upload-artifact@') === true) uploaded.push(given['path'] ?? '');
      if (step.id !== undefined) ran[step.id] = done;
    }
    return { steps: ran, uploaded };
  }

  end(): void {
    execFileSync('docker', ['rm', '--force', this.#container], { stdio: 'ignore' });
    rmSync(this.folder, { recursive: true });
  }
}

const fill = (values: Readonly<Record<string, string | number>>, scope: Scope): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, expand(String(value), scope)]));

/** Expressions here are places alone; one that is not there is empty, as on a runner, but its first word is known. */
function expand(text: string, scope: Scope): string {
  return text.replaceAll(/\$\{\{ ([\w.-]+) \}\}/g, (_, place: string) => {
    const [first = '', ...rest] = place.split('.');
    expect(Object.keys(scope)).toContain(first);
    const found = rest.reduce<unknown>((value, name) => (value as Scope | undefined)?.[name], scope[first]);
    return typeof found === 'string' ? found : '';
  });
}

withEngine('the action in a container', () => {
  let runner: Runner;
  beforeAll(() => {
    runner = new Runner();
  });
  afterAll(() => runner.end());

  const PING = {
    'working-directory': 'server',
    command: 'node dist/server.js',
    revision: '2025-11-25',
    args: '--quiet --scenario=shared/lifecycle/ping',
  };

  it('is found by the later steps of the example, which keep a result and replace one comment', async () => {
    const steps = workflow.jobs.conformance.steps.map((step) =>
      step.id === 'conformance'
        ? { ...step, with: { ...step.with, args: PING.args, revision: PING.revision } }
        : step,
    );
    const [first, ...rest] = steps;
    expect(first?.uses).toMatch(KNOWN);
    // The first time there is nothing to compare with, and so nothing to comment; the `if` of those steps says so.
    const commenting = (step: Step): boolean => step.run?.includes('gh api') === true;
    expect(steps.find(commenting)?.if).toContain(`steps.conformance.outputs.comment != ''`);
    const before = await runner.play(rest.filter((step) => !commenting(step)));
    expect(before.steps['conformance']).toMatchObject({
      code: 0,
      outputs: {
        folder: 'server/conformance',
        result: 'server/conformance/result.json',
        comment: '',
        'exit-code': '0',
      },
    });
    expect(before.uploaded).toEqual(['server/conformance']);
    expect(runner.has('workspace/server/conformance/junit.xml')).toBe(true);
    expect(runner.read('runner/summary')).toContain('### ✅ `mcptc-reference');

    const again = await runner.play(rest);
    expect(again.steps['conformance']).toMatchObject({
      code: 0,
      outputs: { comment: 'server/conformance/comment.md' },
    });
    runner.put('runner/known', '');
    await runner.play(rest);
    const calls = runner.read('runner/gh').split('\n');
    const body = '--field body=@server/conformance/comment.md';
    expect(calls).toEqual([
      expect.stringContaining('--paginate repos/ada/weather/issues/5/comments'),
      `api repos/ada/weather/issues/5/comments ${body}`,
      expect.stringContaining('--paginate repos/ada/weather/issues/5/comments'),
      `api --method PATCH repos/ada/weather/issues/comments/7 ${body}`,
      '',
    ]);
  });

  it('excuses, holds to a set, signs and judges by a policy', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    runner.put('workspace/server/known.yaml', '[]\n');
    runner.put('workspace/server/public.pem', publicKey.export({ type: 'spki', format: 'pem' }) as string);
    const rule = '{ set: 2025-11-25@1, transports: [stdio], requirements: [ping.empty-result] }';
    runner.put('workspace/server/policy.yaml', `gate: Ping\nrules:\n  - ${rule}\n`);
    const ran = await runner.act({
      ...PING,
      set: '2025-11-25@1',
      baseline: 'known.yaml',
      policy: 'policy.yaml',
      'sign-key': privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    });
    expect(ran).toEqual({ ...ran, code: 0 });
    expect(ran).toMatchObject({
      code: 0,
      outputs: { gate: 'met', signature: 'server/conformance/result.json.sig' },
    });
    const verify = 'npx --yes x verify conformance/result.json --key public.pem';
    expect(await runner.run(verify, {}, 'server')).toMatchObject({ code: 0 });
    expect(runner.read('runner/summary')).toContain('# Ping: met');
  });

  it('leaves outputs where it is refused', async () => {
    const refused = await runner.act({ 'working-directory': 'nowhere', command: 'x' });
    expect(refused).toMatchObject({ code: 2, outputs: { 'exit-code': '2', result: '', folder: '' } });
  });
});
