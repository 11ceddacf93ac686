import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeProject, type Project } from '../jest/project.test.support.js';
import { getFile } from '../served.test.support.js';

/** Every block of code of `docs/program.md`, run as users would. */

const PAGE = new URL('../../../docs/program.md', import.meta.url);
const blocks = new Map(
  [...readFileSync(PAGE, 'utf8').matchAll(/^```js (\S+)\n([\s\S]*?)^```$/gm)].map(
    ([, name = '', text = '']) => [name, text],
  ),
);

let home: Project;
beforeAll(() => {
  home = makeProject({
    ...Object.fromEntries(blocks),
    'package.json': '{ "private": true, "type": "module" }',
    'jest.config.json': '{ "transform": {}, "testMatch": ["**/*.test.mjs"] }',
  });
  mkdirSync(join(home.folder, 'dist'));
  writeFileSync(
    join(home.folder, 'dist', 'server.js'),
    `process.argv.push('--stdio');\nawait import(${JSON.stringify(getFile('reference/legacy.js'))});\n`,
  );
});
afterAll(() => home.remove());

/** What a block says, once it ended by itself. */
function said(name: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [name], {
    cwd: home.folder,
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

describe('the blocks of docs/program.md', () => {
  it('are those that are run here', () => {
    const fences = readFileSync(PAGE, 'utf8').match(/^```/gm)?.length;
    expect(2 * blocks.size).toBe(fences);
    expect([...blocks.keys()]).toEqual(['program.mjs', 'watch.mjs', 'misuse.mjs', 'conformance.test.mjs']);
  });

  it('a server that conforms exits 0 and has nothing to list', () => {
    expect(said('program.mjs')).toBe('');
  }, 120_000);

  it('progress reaches its end', () => {
    const [, last, total] = /(\d+) of (\d+)\n$/.exec(said('watch.mjs')) ?? [];
    expect(last).toBe(total);
  }, 120_000);

  it('misuse says what is wrong and what to do', () => {
    expect(said('misuse.mjs')).toMatch(/^no scenario matches shared\/toools\nDid you mean /);
  });

  it('each scenario is a test', async () => {
    const { code, tests } = await home.test('--config', 'jest.config.json');
    expect(code).toBe(0);
    expect(tests.filter(({ status }) => status === 'passed').length).toBeGreaterThan(5);
    expect(tests[0]?.ancestorTitles[0]).toBe('MCP conformance of my server');
  }, 120_000);
});
