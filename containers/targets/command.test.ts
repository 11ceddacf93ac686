import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { ConnectError } from '../../adapters/adapter.js';
import { buildTarget } from './build.js';
import { findFreePort } from './ready.js';
import type { ByCommand, TargetSpec } from './spec.js';
import type { Target } from './target.js';

/** A server on HTTP in one line: answers with its own process id. */
const SERVER = `
const server = require('node:http').createServer((_, response) => response.end(String(process.pid)));
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  console.log('a line that is no JSON');
  console.log(JSON.stringify({ transport: 'streamable-http', url: 'http://127.0.0.1:' + server.address().port + '/mcp' }));
});`;

const forever = new AbortController().signal;
const targets: Target[] = [];

function target(script: string, http: Partial<ByCommand> = {}, rest: Partial<TargetSpec> = {}): Target {
  const built = buildTarget({
    name: 'under test',
    env: {},
    secrets: [],
    startTimeoutMs: 10_000,
    transports: {
      'streamable-http': {
        command: [process.execPath, '-e', script],
        url: 'http://127.0.0.1:${PORT}/mcp',
        ready: 'port',
        headers: {},
        reproduceWith: [],
        ...http,
      },
    },
    ...rest,
  });
  targets.push(built);
  return built;
}

const lease = async (from: Target, kind: 'shared' | 'own', signal = forever) => {
  const leased = await from.hosts['streamable-http']!.lease(kind, signal);
  const pid = Number(await (await fetch(leased.endpoint.url)).text());
  return { ...leased, pid };
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

afterEach(async () => {
  await Promise.all(targets.splice(0).map((one) => one.stop()));
});

describe('a server on HTTP that is started by a command', () => {
  it.each(['port', 'json-line'] as const)('is reachable when its lease is given (%s)', async (ready) => {
    const { endpoint, pid } = await lease(target(SERVER, { ready }), 'shared');
    expect(endpoint.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
    expect(isAlive(pid)).toBe(true);
  });

  it('is one process for shared leases, and another for each of one’s own', async () => {
    const one = target(SERVER);
    const [first, second, own] = await Promise.all([
      lease(one, 'shared'),
      lease(one, 'shared'),
      lease(one, 'own'),
    ]);
    expect(second.pid).toBe(first.pid);
    expect(own.pid).not.toBe(first.pid);
    await own.release();
    expect(isAlive(own.pid)).toBe(false);
    await first.release();
    expect(isAlive(first.pid)).toBe(true);
    await one.stop();
    await one.stop();
    expect(isAlive(first.pid)).toBe(false);
  });

  it('is started again when the shared one has died', async () => {
    const one = target(SERVER);
    const { pid } = await lease(one, 'shared');
    process.kill(pid, 'SIGKILL');
    while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve));
    expect((await lease(one, 'shared')).pid).not.toBe(pid);
  });

  it('is ended with its children, even where they ignore SIGTERM', async () => {
    const stubborn = `
      process.on('SIGTERM', () => {});
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
      require('node:http').createServer((_, response) => response.end(String(child.pid))).listen(Number(process.env.PORT), '127.0.0.1');`;
    const one = target(stubborn);
    const { pid: child } = await lease(one, 'shared');
    await one.stop();
    expect(isAlive(child)).toBe(false);
  });

  it('shares its one process where the port is fixed', async () => {
    const one = target(SERVER, { port: await findFreePort() });
    expect(one.hosts['streamable-http']!.startable).toBe(false);
    const [first, second] = [await lease(one, 'shared'), await lease(one, 'own')];
    expect(second.pid).toBe(first.pid);
    await second.release();
    expect(isAlive(first.pid)).toBe(true);
  });

  it('gets the port in its command, its URL and its environment, and nothing of ours but the basics', async () => {
    process.env['SOME_SECRET_OF_OURS'] = 'hidden';
    const script = `
      const [port] = process.argv.slice(1);
      const seen = { same: port === process.env.PORT, named: process.env.NAMED, leaked: process.env.SOME_SECRET_OF_OURS };
      require('node:http').createServer((_, response) => response.end(JSON.stringify(seen))).listen(Number(port), '127.0.0.1');`;
    const one = target(
      script,
      { command: [process.execPath, '-e', script, '${PORT}'] },
      { env: { NAMED: 'yes' } },
    );
    const { endpoint } = await one.hosts['streamable-http']!.lease('shared', forever);
    expect(await (await fetch(endpoint.url)).json()).toEqual({ same: true, named: 'yes' });
    delete process.env['SOME_SECRET_OF_OURS'];
  });
});

describe('a server that does not come up', () => {
  const refused = async (one: Target): Promise<ConnectError> => {
    const error = await one.hosts['streamable-http']!.lease('shared', forever).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ConnectError);
    return error as ConnectError;
  };

  it('is named with how it ended, its last words, and how to start it by hand', async () => {
    const error = await refused(target('console.error("no database"); process.exit(3)'));
    expect(error.message).toMatch(/exited with code 3 before it was ready[^]*no database/);
    expect(error.next).toContain(`${process.execPath} -e`);
  });

  it('is quoted without the secrets of the user', async () => {
    const script = 'console.error("bad key " + process.env.KEY); process.exit(1)';
    const error = await refused(target(script, {}, { env: { KEY: 'hush-hush' }, secrets: ['hush-hush'] }));
    expect(error.message).toContain('bad key [redacted]');
  });

  it('is given up after the start timeout, and ended', async () => {
    const error = await refused(target('setInterval(() => {}, 1e6)', {}, { startTimeoutMs: 300 }));
    expect(error.message).toContain('not ready within 300 ms');
  });

  it('is named where there is no such command', async () => {
    const error = await refused(target('', { command: ['no-such-command-anywhere'] }));
    expect(error.message).toContain('no such command: no-such-command-anywhere');
  });

  it('is not confused with another server on its port', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    const { port } = other.address() as AddressInfo;
    const error = await refused(target(SERVER, { port }));
    expect(error.message).toBe(`port ${port} is taken by another process`);
    other.close();
  });

  it('can come up the next time', async () => {
    const { mkdtempSync, rmSync } = await import('node:fs');
    const folder = mkdtempSync('/tmp/mcptc-');
    const script = `
      const marker = ${JSON.stringify(folder)} + '/marker';
      if (!require('node:fs').existsSync(marker)) { require('node:fs').writeFileSync(marker, ''); process.exit(1); }
      ${SERVER}`;
    const one = target(script);
    await refused(one);
    expect(isAlive((await lease(one, 'shared')).pid)).toBe(true);
    rmSync(folder, { recursive: true });
  });
});

describe('leases', () => {
  it('are not given once the run is stopped', async () => {
    const one = target(SERVER);
    await one.stop();
    await expect(one.hosts['streamable-http']!.lease('shared', forever)).rejects.toThrow('stopped');
  });

  it('end with their signal, and end what was being started for them alone', async () => {
    const one = target('setInterval(() => {}, 1e6)');
    const abort = new AbortController();
    const waiting = ['shared', 'own'] as const;
    const leases = waiting.map((kind) => one.hosts['streamable-http']!.lease(kind, abort.signal));
    const settled = Promise.allSettled(leases);
    abort.abort(new Error('enough'));
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

describe('a target', () => {
  it('has a host for each transport that is named, and starts nothing for a URL or for stdio', async () => {
    const one = buildTarget({
      name: 'two ways',
      env: { A: 'b' },
      cwd: '/tmp',
      secrets: ['s3cret'],
      startTimeoutMs: 1000,
      transports: {
        stdio: { command: ['no-such-command', '--flag'], reproduceWith: ['--', 'no-such-command', '--flag'] },
        'streamable-http': { url: 'https://mcp.example.com/mcp', headers: { a: 'b' }, reproduceWith: [] },
      },
    });
    const { stdio, 'streamable-http': http } = one.hosts;
    expect(stdio).toMatchObject({ startable: true, remote: false });
    expect(http).toMatchObject({ startable: false, remote: true });
    expect((await stdio!.lease('shared', forever)).endpoint).toEqual({
      command: 'no-such-command',
      args: ['--flag'],
      cwd: '/tmp',
      env: { A: 'b' },
    });
    expect((await http!.lease('own', forever)).endpoint).toEqual({
      url: 'https://mcp.example.com/mcp',
      headers: { a: 'b' },
    });
    await one.stop();
  });

  it('is reset by its command, and says so where that fails', async () => {
    const reset = (script: string) =>
      target(SERVER, {}, { reset: [process.execPath, '-e', script] }).reset!(forever);
    await expect(reset('process.exit(0)')).resolves.toBeUndefined();
    await expect(reset('console.error("locked"); process.exit(2)')).rejects.toThrow(
      /exited with code 2: locked/,
    );
  });
});
