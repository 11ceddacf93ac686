import { afterAll, expect, it } from '@jest/globals';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once as event } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { makeProject } from '../jest/project.test.support.js';
import { runCommandLine } from '../mcptc.test.support.js';
import {
  buildBaseImage,
  waitUntil,
  resolveFile,
  makeImageWith,
  PATIENCE,
  makeScratch,
  withEngine,
  writeConfig,
} from './engine.test.support.js';

/** Containers of one image, which nobody else has: those of runs, and none in which the image is being built. */
const of = (mark: string): string[] =>
  execFileSync(
    'docker',
    ['ps', '--all', '--quiet', ...['mcptc.run', mark].flatMap((label) => ['--filter', `label=${label}`])],
    { encoding: 'utf8' },
  )
    .split('\n')
    .filter((line) => line !== '');

/** The image of the reference server with a label of its own. */
async function marked(): Promise<{ mark: string; image: { dockerfile: string; buildArgs: object } }> {
  const [mark, image] = [`mcptc.test.${randomUUID()}`, await makeImageWith()];
  await appendFile(image.dockerfile, `LABEL ${mark}=true\n`);
  return { mark, image };
}

const started: ChildProcess[] = [];
afterAll(() => started.forEach((child) => child.kill('SIGKILL')));

withEngine('when nobody is left to clean up', () => {
  it(
    'a Jest that was killed leaves no container',
    async () => {
      const { mark, image } = await marked();
      const config = JSON.stringify(await writeConfig({ transports: { stdio: image } }));
      const home = makeProject({
        'package.json': '{ "private": true, "type": "module" }',
        'jest.config.json': '{ "transform": {} }',
        'contained.test.js': `
          import { describeConformance } from 'mcp-transport-conformance/jest';
          describeConformance({ config: ${config} }, { scenarios: ['shared', 'stdio'] });`,
      });
      try {
        const jest = home.start('--config', 'jest.config.json');
        await waitUntil(async () => of(mark).length > 0);
        jest.kill('SIGKILL');
        await waitUntil(async () => of(mark).length === 0);
      } finally {
        home.remove();
      }
    },
    PATIENCE,
  );

  it(
    'doctor removes what a run left whose reaper was killed as well, and nothing of a run that goes on',
    async () => {
      const [{ mark, image }, other] = [await marked(), await marked()];
      const start = async (one: typeof image) => {
        const config = await writeConfig({ transports: { stdio: one } });
        const args = [resolveFile('harness/cli/main.js'), 'run', '--quiet', '--config', config];
        return spawn(process.execPath, args, { cwd: await makeScratch(), stdio: 'ignore' });
      };
      const [killed, going] = [await start(image), await start(other.image)];
      started.push(killed, going);
      const ended = [killed, going].map((child) => event(child, 'exit'));
      await waitUntil(async () => of(mark).length > 0 && of(other.mark).length > 0);
      execFileSync('pkill', ['-KILL', '-P', String(killed.pid), '-f', 'reaper-main']);
      killed.kill('SIGKILL');
      await ended[0];
      expect(of(mark)).not.toEqual([]);

      const said = execFileSync(process.execPath, [resolveFile('harness/cli/main.js'), 'doctor'], {
        cwd: await makeScratch(),
        encoding: 'utf8',
      });
      expect(said).toMatch(/removed [1-9]\d* containers? of runs that were killed/);
      expect(said).toMatch(/[1-9]\d* containers? of runs that still go on/);
      // Those that this test had built.
      expect(said).toMatch(/[1-9]\d* images? built for targets/);
      expect(of(mark)).toEqual([]);
      going.kill('SIGTERM');
      await ended[1];
      expect(of(other.mark)).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'doctor and other runs leave a run alone that lives in a container, on a host of the same name',
    async () => {
      const { mark, image } = await marked();
      const config = await writeConfig({ transports: { stdio: image } });
      const main = resolveFile('harness/cli/main.js');
      const mounts = ['/var/run/docker.sock', tmpdir(), process.cwd()].flatMap((path) => [
        '-v',
        `${path}:${path}`,
      ]);
      const outside = [
        'run',
        '--rm',
        '--network',
        'none',
        '--hostname',
        hostname(),
        ...mounts,
        '--workdir',
        '/tmp',
      ];
      const asked = [
        '--scenario',
        'shared/lifecycle,shared/tools',
        '--output',
        '/tmp/out',
        '--config',
        config,
      ];
      const command = ['node', main, 'run', '--quiet', ...asked];
      const runner = spawn('docker', [...outside, await buildBaseImage(), ...command], { stdio: 'ignore' });
      const ended = event(runner, 'exit');
      await waitUntil(async () => of(mark).length > 0);
      const cwd = await makeScratch();
      const said = execFileSync(process.execPath, [main, 'doctor'], { cwd, encoding: 'utf8' });
      expect(said).not.toMatch(/removed/);
      const short = await writeConfig({ transports: { stdio: await makeImageWith() } });
      const one = ['--scenario', 'shared/lifecycle/ping', '--config', short];
      expect((await runCommandLine(await makeScratch(), ...one)).code).toBe(0);
      // It lost nothing that it had: then something would have failed.
      expect((await ended)[0]).toBe(0);
      expect(of(mark)).toEqual([]);
    },
    PATIENCE,
  );
});
