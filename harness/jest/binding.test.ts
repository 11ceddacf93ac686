import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { makeProject } from './project.test.support.js';
import type { Project, Told } from './project.test.support.js';

/** `describeConformance` as users have it: in a project and a Jest of their own. */

const server = (name: string, ...words: string[]): string => {
  const file = fileURLToPath(new URL(`../../containers/servers/${name}/main.js`, import.meta.url));
  return `{ command: ${JSON.stringify([process.execPath, file, ...words])} }`;
};
const own = (file: string): string => `{ command: [process.execPath, ${JSON.stringify(file)}] }`;

/** A line of a stack with a file that is not the target's to show, and what would garble a terminal. */
const EVIL = '\\u001b[2J\\u202e\\n    at evil (/etc/passwd:1:1)\\n';

const FILES = {
  'package.json': '{ "private": true, "type": "module" }',
  'jest.config.json': JSON.stringify({
    maxWorkers: 2,
    projects: [
      { displayName: 'esm', transform: {}, testMatch: ['**/*.test.js'] },
      { displayName: 'commonjs', transform: {}, testMatch: ['**/*.test.cjs'], injectGlobals: false },
    ],
  }),
  'right.test.cjs': `
    const { describe } = require('@jest/globals');
    const { describeConformance } = require('mcp-transport-conformance/jest');
    describe('mine', () => {
      describeConformance(${server('honest', 'tools-only', '--stdio')}, {
        name: 'right', revisions: '2025-11-25', failOn: ['fail', 'warn'],
        scenarios: ['shared/lifecycle/ping', 'shared/prompts/list', 'shared/tools/text'],
      });
    });`,
  'wrong.test.js': `
    import { describeConformance } from 'mcp-transport-conformance/jest';
    const options = { revisions: ['2025-11-25'], seed: 7 };
    describeConformance(${server('faulty', 'tools-list-not-array', '--stdio')}, {
      ...options, name: 'fails', scenarios: ['shared/tools/list'], output: 'kept' });
    describeConformance(${server('faulty', 'tool-name-space', '--stdio')}, {
      ...options, name: 'warns', scenarios: 'shared/tools/names' });
    describeConformance(${server('faulty', 'tool-name-space', '--stdio')}, {
      ...options, name: 'must not warn', scenarios: 'shared/tools/names', failOn: ['fail', 'warn'] });`,
  'absent.test.js': `
    import { describeConformance } from 'mcp-transport-conformance/jest';
    describeConformance({ command: ['no-such-command'] });
    describeConformance({ url: 'http://127.0.0.1:1/mcp?key=k' }, { startTimeoutMs: 500 });
    describeConformance(${server('hostile', 'silent')}, {
      name: 'silent', revisions: '2025-11-25', startTimeoutMs: 1_000, requestTimeoutMs: 1_000 });
    describeConformance({ command: ['x'] }, { scenario: 'shared/tools', name: 'misspelt' });
    describeConformance({ command: ['x'] }, { scenarios: 'shared/toools', name: 'unmatched' });
    describeConformance(${server('honest', 'tools-only', '--stdio')}, {
      name: 'undecided', revisions: '2025-11-25', scenarios: 'shared/tools/text' });`,
  'hostile.test.js': `
    import { describeConformance } from 'mcp-transport-conformance/jest';
    process.env.SECRET = 'only in the test file';
    describeConformance(${own('dies.mjs')}, { name: 'dies' });
    describeConformance(${own('refuses.mjs')}, { name: 'refuses', revisions: '2025-11-25' });
    describeConformance(${own('garbles.mjs')}, {
      name: 'garbles', revisions: '2025-11-25', scenarios: 'shared/lifecycle/ping',
      env: { SECRET: undefined, PLAIN: 'a, b' } });`,
  'dies.mjs': `process.stderr.write('Error: x${EVIL}', () => process.exit(1));`,
  'refuses.mjs': `
    process.stdin.on('data', (line) => {
      const error = { code: -32000, message: 'no${EVIL}' };
      console.log(JSON.stringify({ jsonrpc: '2.0', id: JSON.parse(line).id, error }));
    });`,
  'garbles.mjs': `
    const opening = { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 'x', version: '1' } };
    const { SECRET = '', PLAIN } = process.env;
    process.stdin.on('data', (chunk) => {
      for (const { id, method } of String(chunk).trim().split('\\n').map((line) => JSON.parse(line))) {
        if (id === undefined) continue;
        const result = method === 'initialize' ? opening : { '\\u009b2J${EVIL}': [SECRET, SECRET.length, PLAIN] };
        console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
      }
    });`,
};

let home: Project;
let told: Told[] = [];
let code: number | null = null;
beforeAll(async () => {
  home = makeProject(FILES);
  ({ code, tests: told } = await home.test('--config', 'jest.config.json'));
}, 120_000);
afterAll(() => home.remove());

const of = (name: string): Told[] =>
  told.filter(({ ancestorTitles }) => ancestorTitles.includes(`MCP conformance of ${name}`));

/** The names and states of a target's tests; what the failed ones say. */
const names = (name: string): string[] => of(name).map(({ status, title }) => `${status}: ${title}`);
const says = (name: string): string =>
  of(name)
    .flatMap(({ failureMessages }) => failureMessages)
    .join('\n');

it('passes what was seen, and skips the rest with its reason, inside a block of the user', () => {
  expect(names('right')).toEqual([
    'passed: shared/lifecycle/ping: A ping is answered with an empty result',
    'pending: shared/prompts/list: Prompts are listed (not applicable: the target does not declare the capability prompts)',
    expect.stringMatching(/^pending: shared\/tools\/text: .*\(not applicable: .*test_simple_text/),
  ]);
  expect(of('right')[0]?.ancestorTitles).toEqual(['mine', 'MCP conformance of right', 'stdio', '2025-11-25']);
});

it('fails with the words of the terminal, and leads to the line of the user', () => {
  expect(code).toBe(1);
  expect(names('fails')).toEqual([
    'failed: shared/tools/list: Tools are listed, each with an object as its input',
    // It lists the tools too.
    'failed: survey',
  ]);
  expect(says('fails')).toMatch(
    new RegExp(
      [
        '✘ stdio · 2025-11-25 · tools.list-answered +MUST',
        '  A server that declares the tools capability .*',
        '  expected  an array of tools',
        '  received  .*',
        '  again     mcptc run --case stdio/2025-11-25/shared/tools/list --seed 7 -- .*',
        '  next      mcptc explain tools.list-answered; transcript: (\\S+)',
        '',
        '  seen on the wire:',
        '  ← stdout .*"tools":{}.*',
        '    at .*wrong.test.js:4:5',
      ].join('\n'),
    ),
  );
});

it('leaves result and transcripts where that was asked for, and nothing anywhere else', () => {
  const [, transcript = ''] = /transcript: (\S+)/.exec(says('fails')) ?? [];
  expect(readFileSync(join(home.folder, transcript), 'utf8')).toContain('\\"tools\\":{}');
  expect(existsSync(join(home.folder, '.mcptc'))).toBe(false);
  expect(readdirSync(home.temporary).filter((name) => name.startsWith('mcptc'))).toEqual([]);
});

it('shows a warning in the name, and fails for it only where that was asked for', () => {
  expect(names('warns')).toEqual([
    'passed: shared/tools/names: Tools have names that models and clients can work with [! tools.name-characters]',
  ]);
  expect(names('must not warn')).toEqual([expect.stringContaining('failed: shared/tools/names')]);
  expect(says('must not warn')).toMatch(/^! stdio · 2025-11-25 · tools.name-characters +SHOULD$/m);
});

it.each([
  ['no-such-command', 'can be tested', 'no such command: no-such-command'],
  ['http://127.0.0.1:1/mcp', 'can be tested', 'ECONNREFUSED'],
  ['dies', 'can be tested', 'the target ended before any message'],
  ['misspelt', 'takes place', 'there is no option scenario\nDid you mean scenarios'],
  ['unmatched', 'takes place', 'no scenario matches shared/toools'],
])('%s is one failing test that says why', (name, title, words) => {
  expect(names(name)).toEqual([`failed: ${title}`]);
  expect(says(name)).toContain(words);
});

it('tells of a target that is silent what it violates, and what to do', () => {
  expect(names('silent')).toEqual(['failed: survey', 'failed: can be tested']);
  expect(says('silent')).toContain('initialize (id 1): no reply within');
  expect(says('silent')).toContain('Raise --start-timeout where it needs longer to start');
});

it('fails where nothing was decided, beside the skipped tests', () => {
  expect(names('undecided')).toEqual([
    expect.stringContaining('pending: shared/tools/text'),
    'failed: decides something',
  ]);
  expect(says('undecided')).toContain(
    '1 × what is compared here is known of the tool test_simple_text alone',
  );
  expect(names('refuses')).toEqual(['failed: survey']);
});

it('makes what targets say harmless, in names and in messages', () => {
  const shown = told.flatMap(({ title, failureMessages }) => [title, ...failureMessages]).join('\n');
  expect(shown).not.toMatch(/[^\P{C}\n]/u);
  expect(says('refuses')).toContain('no\\u001b[2J<U+202E>');
  expect(says('garbles')).toContain('\\x9b2J\\u001b[2J<U+202E>');
  // Jest would take it for a stack, and show the file.
  expect(says('dies')).toContain('    … at evil (/etc/passwd:1:1)');
});

it('gives the target its variables, those of the test file too, and names secrets only', () => {
  expect(says('garbles')).toContain(`["[redacted]",${'only in the test file'.length},"a, b"]`);
  expect(says('garbles')).toContain(" --env SECRET --env 'PLAIN=a, b' -- ");
});
