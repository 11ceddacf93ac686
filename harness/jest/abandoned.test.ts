import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { isAlive, until } from '../../adapters/contract/until.js';
import { makeProject } from './project.test.support.js';

/** A Jest that is killed can tell nobody, least of all from the middle of a run. */

const home = makeProject({
  'package.json': '{ "private": true, "type": "module" }',
  'jest.config.json': '{ "transform": {} }',
  'deaf.test.js': `
    import { describeConformance } from 'mcp-transport-conformance/jest';
    describeConformance({ command: [process.execPath, 'deaf.mjs'] }, { revisions: '2025-11-25' });`,
  'deaf.mjs': `
    import { renameSync, writeFileSync } from 'node:fs';
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => {});
    setInterval(() => {}, 1e6);
    writeFileSync('pid.part', process.pid + ' ' + process.ppid);
    renameSync('pid.part', 'pid');`,
});
afterAll(() => home.remove());

it.each(['SIGKILL', 'SIGINT'] as const)('nothing outlives a Jest that %s ended', async (signal) => {
  const jest = home.start('--config', 'jest.config.json');
  const file = join(home.folder, 'pid');
  await until('the target', () => existsSync(file), 30_000);
  const pids = readFileSync(file, 'utf8').split(' ').map(Number);
  expect(pids.map(isAlive)).toEqual([true, true]);
  rmSync(file);
  jest.kill(signal);
  await until('the target and the run to end', () => !pids.some(isAlive), 30_000);
  await until('the folder of the run to go', () => ours(home.temporary).length === 0);
});

const ours = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith('mcptc'));
