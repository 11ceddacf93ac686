import { afterAll, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { writeConfig, resolveFile, makeScratch } from './engine.test.support.js';

const SERVER = resolveFile('containers/servers/reference/dual-era.js');
const ONE = ['--scenario', 'shared/lifecycle/ping', '--quiet'];

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));

/** The command line where the engine is to be found at `host`. */
async function without(host: string, ...args: string[]) {
  const child = spawn(process.execPath, [resolveFile('harness/cli/main.js'), ...args], {
    cwd: await makeScratch(),
    env: { PATH: process.env['PATH'], DOCKER_HOST: host },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  for (const pipe of [child.stdout, child.stderr]) pipe.on('data', (chunk) => (out += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out };
}

const mixed = () =>
  writeConfig({
    transports: {
      stdio: { command: [process.execPath, SERVER, '--stdio'] },
      'streamable-http': { image: 'anything', port: 3000 },
    },
  });

const NOWHERE = 'unix:///nowhere/docker.sock';

it('without an engine everything else runs, and one line says what did not and how it would', async () => {
  const { code, out } = await without(NOWHERE, 'run', ...ONE, '--config', await mixed());
  expect(code).toBe(0);
  expect(out).toMatch(/^stdio +✔ [1-9]/m);
  expect(out).toMatch(/^streamable-http +not run: no container engine answers at .* Start Docker/m);
});

it('--require-containers makes that exit 3', async () => {
  const config = await mixed();
  const { code, out } = await without(NOWHERE, 'run', ...ONE, '--require-containers', '--config', config);
  expect(code).toBe(3);
  expect(out).toMatch(/^stdio +✔ [1-9]/m);
});

it('a target that is nothing but an image then decides nothing', async () => {
  expect((await without(NOWHERE, 'run', ...ONE, '--image', 'anything')).code).toBe(2);
});

it('an engine that takes connections and never answers holds nothing up', async () => {
  const socket = join(await makeScratch(), 'docker.sock');
  const server = createServer().listen(socket);
  servers.push(server);
  await once(server, 'listening');
  const { code, out } = await without(`unix://${socket}`, 'run', ...ONE, '--image', 'anything');
  expect(code).toBe(2);
  expect(out).toMatch(/no container engine answers/);
});

it.each([
  ['tcp://192.0.2.1:2375', /not on this machine/],
  ['ssh://user@host', /not on this machine/],
  ['tcp://127.0.0.1:1', /no container engine answers/],
])('the engine at %s is no use, and the reason is said', async (host, reason) => {
  const { out } = await without(host, 'doctor');
  expect(out).toMatch(reason);
});
