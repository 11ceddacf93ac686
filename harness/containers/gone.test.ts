import { expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once as event } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { runCommandLine } from '../mcptc.test.support.js';
import {
  writeConfig,
  waitUntil,
  resolveFile,
  makeImageRunning,
  makeImageWith,
  listLeftBy,
  makeOnce,
  PATIENCE,
  makeScratch,
  withEngine,
} from './engine.test.support.js';

const LISTENS = { command: ['--host', '0.0.0.0', '--http-port', '3000'], port: 3000 };
const ONE = ['--scenario', 'shared/lifecycle/ping'];

withEngine('containers are gone after', () => {
  const image = makeOnce(() => makeImageWith());
  const config = makeOnce(async () =>
    writeConfig({
      transports: { stdio: await image(), 'streamable-http': { ...(await image()), ...LISTENS } },
    }),
  );

  /** A run that is in the middle of its work: it has containers, one at least. */
  async function running(program: string[], cwd: string, pidOf = (child: ChildProcess) => child.pid ?? 0) {
    const child = spawn(process.execPath, program, { cwd, stdio: ['ignore', 'ignore', 'ignore'] });
    const exited = event(child, 'exit');
    await waitUntil(async () => (await listLeftBy(pidOf(child))).length > 0);
    return { child, exited };
  }

  const endless = async () => [
    resolveFile('harness/cli/main.js'),
    'run',
    '--quiet',
    '--scenario',
    'shared/tools,shared/resources,shared/prompts',
    '--config',
    await config(),
  ];

  it.concurrent(
    'a success',
    async () => {
      const ran = await runCommandLine(await makeScratch(), ...ONE, '--config', await config());
      expect(ran.code).toBe(0);
      expect(ran.result.run.containers?.started).toBeGreaterThan(1);
      expect(await listLeftBy(ran.pid)).toEqual([]);
    },
    PATIENCE,
  );

  it.concurrent(
    'a target that fails',
    async () => {
      const broken = await makeImageRunning('["node", "-e", "console.log(1); setTimeout(() => {}, 1e6)"]');
      const file = await writeConfig({ transports: { stdio: broken } });
      const ran = await runCommandLine(
        await makeScratch(),
        ...ONE,
        '--request-timeout',
        '2s',
        '--config',
        file,
      );
      expect(ran.code).toBe(1);
      expect(await listLeftBy(ran.pid)).toEqual([]);
    },
    PATIENCE,
  );

  it.concurrent(
    'a build that fails, which is quoted',
    async () => {
      const broken = await makeImageRunning('["node"]');
      await writeFile(broken.dockerfile, 'ARG BASE_IMAGE\nFROM ${BASE_IMAGE}\nRUN echo so near; exit 7\n');
      const file = await writeConfig({ transports: { stdio: broken } });
      const ran = await runCommandLine(await makeScratch(), ...ONE, '--config', file);
      expect(ran.code).toBe(3);
      expect(ran.result.target.transports['stdio']?.reason).toMatch(/so near/);
      expect(await listLeftBy(ran.pid)).toEqual([]);
    },
    PATIENCE,
  );

  it.concurrent(
    'an entry point that does not exist',
    async () => {
      const broken = await makeImageRunning('["/no/such/program"]');
      const file = await writeConfig({
        transports: { stdio: broken, 'streamable-http': { ...broken, ...LISTENS } },
      });
      const ran = await runCommandLine(await makeScratch(), ...ONE, '--config', file);
      expect(ran.code).toBe(3);
      for (const { reason } of Object.values(ran.result.target.transports)) {
        expect(reason).toMatch(/no\/such\/program/);
      }
      expect(await listLeftBy(ran.pid)).toEqual([]);
    },
    PATIENCE,
  );

  it.concurrent(
    'Ctrl-C, and the result is there',
    async () => {
      const { child, exited } = await running(await endless(), await makeScratch());
      child.kill('SIGINT');
      expect((await exited)[0]).toBe(2);
      expect(await listLeftBy(child.pid ?? 0)).toEqual([]);
    },
    PATIENCE,
  );

  it.concurrent(
    'SIGKILL of the runner',
    async () => {
      const { child, exited } = await running(await endless(), await makeScratch());
      child.kill('SIGKILL');
      await exited;
      await waitUntil(async () => (await listLeftBy(child.pid ?? 0)).length === 0);
    },
    PATIENCE,
  );
});
