import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

const ROOT = new URL('../../../', import.meta.url);
const at = (path: string): string => fileURLToPath(new URL(path, ROOT));
const MAIN = at('dist/harness/cli/main.js');
const SERVER = [process.execPath, at('dist/containers/servers/reference/dual-era.js'), '--stdio'];

interface Action {
  inputs: Record<string, { default: string }>;
  outputs: Record<string, { value: string }>;
  runs: { steps: { shell: string; run: string; env: Record<string, string> }[] };
}
const action = parse(readFileSync(at('action.yml'), 'utf8')) as Action;
const [step] = action.runs.steps;

/** Where every step starts. */
let workspace = '';
/** The working directory of the action in it. */
let folder = '';
const folders: string[] = [];
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'mcptc action '));
  folder = join(workspace, 'a server');
  mkdirSync(folder);
  folders.push(workspace);
});
afterAll(() => folders.forEach((one) => rmSync(one, { recursive: true })));

/** Runs the script as a runner would: inputs in variables, files for outputs and summary. */
async function act(inputs: Record<string, string>) {
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    MCPTC_ACTION: at('.'),
  };
  for (const [name, { default: standard }] of Object.entries(action.inputs)) {
    const value = { 'working-directory': 'a server', ...inputs }[name] ?? standard;
    env[`MCPTC_${name.toUpperCase().replaceAll('-', '_')}`] = value;
  }
  const done = await new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile('bash', ['-c', step?.run ?? ''], { env, cwd: workspace }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
  const text = existsSync(join(folder, 'output')) ? readFileSync(join(folder, 'output'), 'utf8') : '';
  return { ...done, outputs: Object.fromEntries(text.split('\n').map((line) => line.split(/=(.*)/s, 2))) };
}

/** An executable that does what the words in JavaScript say. */
function executable(script: string): string {
  const file = join(folder, 'an executable');
  writeFileSync(file, `#!${process.execPath}\n${script}\n`, { mode: 0o755 });
  return file;
}

const RECORD = `require('node:fs').writeFileSync('words.json', JSON.stringify(process.argv.slice(2)))`;
const words = (): string[] => JSON.parse(readFileSync(join(folder, 'words.json'), 'utf8')) as string[];

describe('action.yml', () => {
  it('hands inputs over in the environment, and never writes one into a script', () => {
    expect(step?.run).not.toContain('${{');
    expect(Object.values(step?.env ?? {})).toEqual([
      '${{ github.action_path }}',
      ...Object.keys(action.inputs).map((name) => `\${{ inputs.${name} }}`),
    ]);
    expect(readFileSync(at('scripts/action.sh'), 'utf8')).not.toMatch(/\beval\b|\$\{\{/);
  });

  it('names only outputs that the script writes', () => {
    const script = readFileSync(at('scripts/action.sh'), 'utf8');
    for (const name of Object.keys(action.outputs)) {
      expect(action.outputs[name]?.value).toBe(`\${{ steps.run.outputs.${name} }}`);
      expect(script).toMatch(new RegExp(`${name}=|'${name}'`));
    }
  });
});

describe('the action', () => {
  it('runs, and leaves outputs, reports and the step summary', async () => {
    const { code, out, outputs } = await act({
      executable: executable(`import(${JSON.stringify(MAIN)})`),
      command: `${SERVER.join('\n')}\n`,
      revision: '2025-11-25',
      args: '--quiet --scenario=shared/lifecycle/ping',
      output: 'the output',
    });
    expect(code).toBe(0);
    expect(outputs).toMatchObject({
      folder: 'a server/the output',
      result: 'a server/the output/result.json',
      junit: 'a server/the output/junit.xml',
      'exit-code': '0',
      fail: '0',
      warn: '0',
      'not-verified': '0',
    });
    expect(Number(outputs['pass'])).toBeGreaterThan(2);
    expect(readFileSync(join(folder, 'summary'), 'utf8')).toContain('### ✅ `mcptc-reference');
    expect(readFileSync(join(folder, 'the output/junit.xml'), 'utf8')).toContain('<testsuites');
    // Whatever a server says in between is no command to the runner.
    const [, token] = /^::stop-commands::([0-9a-f-]{36})\n/.exec(out) ?? [];
    expect(out.endsWith(`\n::${token}::\n`)).toBe(true);
  });

  it('annotates what was found once its commands count again, unless it is told not to', async () => {
    const server = at('dist/containers/servers/demo/weather.js');
    const inputs = {
      executable: executable(`import(${JSON.stringify(MAIN)})`),
      command: `${process.execPath}\n${server}\n--stdio`,
      revision: '2025-11-25',
      args: '--quiet --scenario=stdio/stdout-only-messages',
    };
    const { code, out } = await act(inputs);
    const [, token] = /^::stop-commands::([0-9a-f-]{36})\n/.exec(out) ?? [];
    const [, after = ''] = out.split(`\n::${token}::\n`);
    expect({ code, after }).toEqual({
      code: 1,
      after: expect.stringMatching(/^::error title=weather.*stdio\.stdout-only-messages/),
    });
    const silent = await act({ ...inputs, annotations: 'false' });
    expect(silent.out).not.toContain('::error');
  });

  it('passes on what the run exits with', async () => {
    const { code, outputs } = await act({
      executable: executable(`import(${JSON.stringify(MAIN)})`),
      command: 'no-such-command-anywhere --x',
      args: '--quiet --start-timeout=2s',
    });
    expect({ code, exit: outputs['exit-code'], pass: outputs['pass'] }).toEqual({
      code: 3,
      exit: '3',
      pass: '0',
    });
  });

  it('as a gate for regressions fails by what the comparison says, and not by what failed before', async () => {
    const run = `require('node:fs').mkdirSync('conformance', { recursive: true });
      for (const name of ['result.json', 'summary.md']) require('node:fs').writeFileSync('conformance/' + name, '{"summary":{}}');`;
    const script = (code: number): string =>
      `const [command] = process.argv.slice(2); ${run}
      require('node:fs').appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
      process.exitCode = command === 'run' ? ${code} : process.argv.includes('--fail-on=broken') ? 0 : 2;`;
    const inputs = { 'fail-on': 'broken', against: 'main.json' };
    expect(await act({ executable: executable(script(1)), ...inputs })).toMatchObject({ code: 0 });
    const [first, second] = readFileSync(join(folder, 'calls'), 'utf8').split('\n');
    expect(first).not.toContain('--fail-on');
    expect(second).toContain('report conformance/result.json --against=main.json');
    // What decided nothing is no success of a comparison.
    expect(await act({ executable: executable(script(3)), ...inputs })).toMatchObject({ code: 3 });
  });

  it('takes every input as the text that it is', async () => {
    const evil = [
      'two words',
      'quotes \' " `',
      '$(touch pwned) `touch pwned` ${HOME}',
      '; touch pwned #',
      '* ? [a-z]',
      '\\ \\n',
      '-rf',
    ] as const;
    const { code, outputs } = await act({
      executable: executable(RECORD),
      command: `${evil.join('\n')}\n`,
      config: evil[2],
      'fail-on': evil[1],
      args: `--env\r\n${evil[3]}`,
      shard: evil[4],
      set: evil[5],
      baseline: evil[0],
    });
    expect({ code, result: outputs['result'] }).toEqual({ code: 0, result: '' });
    expect(words()).toEqual([
      'run',
      '--output=conformance',
      '--report=markdown=conformance/summary.md,junit=conformance/junit.xml',
      `--config=${evil[2]}`,
      '--revision=auto',
      `--fail-on=${evil[1]}`,
      `--set=${evil[5]}`,
      `--baseline=${evil[0]}`,
      `--shard=${evil[4]}`,
      '--env',
      evil[3],
      '--',
      ...evil,
    ]);
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });

  it('splits a single line at its spaces, and expands nothing', async () => {
    writeFileSync(join(folder, 'a.js'), '');
    await act({ executable: executable(RECORD), command: "node  *.js '$HOME x'" });
    expect(words().slice(-4)).toEqual(['node', '*.js', "'$HOME", "x'"]);
  });

  it.each<[string, Record<string, string>]>([
    ['a URL that is an option', { url: '--header=x' }],
    ['an output with a line break', { output: 'a\nfail=0' }],
    ['an output with a comma', { output: 'a,json=/etc/x' }],
    ['a folder that is not there', { 'working-directory': 'nowhere' }],
    ['a folder with a line break', { 'working-directory': 'a\nfail=0' }],
    ['a gate for regressions without an earlier result', { 'fail-on': 'broken' }],
    ['annotations that are neither', { annotations: 'some' }],
    ['a path in place of a key', { 'sign-key': 'key.pem' }],
    ['a version that is a package', { version: '0.1.0 other', executable: '' }],
    ['a version that is an address', { version: 'https://evil.example/x.tgz', executable: '' }],
  ])('refuses %s', async (_, inputs) => {
    const { code, err, outputs } = await act({ executable: executable(RECORD), ...inputs });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('mcptc action: the input') });
    // A later step that asks for the code is told.
    expect(outputs).toMatchObject({ 'exit-code': '2', result: '', folder: '' });
    expect(existsSync(join(folder, 'words.json'))).toBe(false);
  });

  it('keeps the key from the server under test', async () => {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const script = `require('node:fs').writeFileSync('words.json', JSON.stringify([Object.entries(process.env), process.argv]))`;
    const { code } = await act({ executable: executable(script), 'sign-key': pem });
    expect(code).toBe(0);
    expect(JSON.stringify(words())).not.toContain('PRIVATE');
  });

  it('takes no result of an earlier run for that of this one', async () => {
    mkdirSync(join(folder, 'conformance'));
    writeFileSync(join(folder, 'conformance/result.json'), '{"summary":{}}');
    const { code, outputs } = await act({ executable: executable('process.exitCode = 2') });
    expect({ code, ...outputs }).toMatchObject({ code: 2, result: '', 'exit-code': '2' });
  });
});
