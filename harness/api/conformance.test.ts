import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from '@jest/globals';
import { conformance } from './index.js';

const server = (name: string, ...words: string[]): string[] => [
  process.execPath,
  fileURLToPath(new URL(`../../containers/servers/${name}/main.js`, import.meta.url)),
  ...words,
];
const folder = mkdtempSync(join(tmpdir(), 'mcptc-program-'));
afterAll(() => rmSync(folder, { recursive: true }));
const ours = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('mcptc-run-'));

it('delivers the result of a run, and leaves nothing behind', async () => {
  const before = ours();
  const result = await conformance(
    { command: server('honest', 'tools-only', '--stdio') },
    { scenarios: 'shared/lifecycle/ping', revisions: '2025-11-25', seed: 3, env: { NOBODY: 'x' } },
  );
  expect(result.run).toMatchObject({ exitCode: 0, complete: true, seed: 3 });
  expect(result.cases.map(({ scenario }) => scenario)).toEqual(['shared/lifecycle/ping', 'survey']);
  expect(ours()).toEqual(before);
});

it('delivers it also where the target fails, and keeps what is asked for', async () => {
  const output = join(folder, 'kept');
  const result = await conformance(
    { command: server('faulty', 'tools-list-not-array', '--stdio') },
    { scenarios: ['shared/tools/list'], revisions: '2025-11-25', output },
  );
  expect(result.run.exitCode).toBe(1);
  expect(existsSync(join(output, 'result.json'))).toBe(true);
});

it('delivers it also where there is no target', async () => {
  const result = await conformance({ command: ['no-such-command-anywhere'] }, { startTimeoutMs: 1_000 });
  expect(result.run.exitCode).toBe(3);
  expect(result.target.transports['stdio']?.reason).toContain('no-such-command-anywhere');
});

it.each<[string, () => Promise<unknown>, string]>([
  [
    'a misspelt option',
    () => conformance({ command: ['x'] }, { scenario: 'x' } as object),
    'no option scenario',
  ],
  ['a misspelt target', () => conformance({ comand: ['x'] } as object), 'there is no target comand'],
  ['a scenario of nobody’s', () => conformance({ command: ['x'] }, { scenarios: 'no/such' }), 'no/such'],
  [
    'an unset variable',
    () => conformance({ command: ['x'] }, { env: { NOT_SET: undefined } }),
    'options.env.NOT_SET',
  ],
])('rejects for %s', (_, work, words) => expect(work()).rejects.toThrow(words));
