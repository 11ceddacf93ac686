import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { Config } from './load.js';
import { resolveTarget } from './resolve.js';
import type { Surroundings } from './surroundings.js';

const around: Surroundings = {
  from: 'mcptc.yaml',
  base: '/home/me',
  reproduceWith: (transport) => (transport === 'stdio' ? ['--config', 'x'] : []),
  environment: { API_KEY: 'from the caller', HOST: 'localhost', TOKEN: 't0ken' },
  startTimeoutMs: 60_000,
  env: {},
  headers: {},
  tls: {},
  secrets: [],
};

const stdio: Config = { transports: { stdio: { command: ['node', 'dist/server.js'] } } };
const http = (block: Config['transports']['streamable-http']): Config => ({
  transports: { 'streamable-http': block! },
});

describe('resolveTarget', () => {
  it('names the target, its folder and how to reach it again', async () => {
    expect(await resolveTarget(stdio, around)).toEqual({
      name: 'server.js',
      guessed: true,
      transports: { stdio: { command: ['node', 'dist/server.js'], reproduceWith: ['--config', 'x'] } },
      cwd: '/home/me',
      env: {},
      secrets: [],
      credentials: [],
      startTimeoutMs: 60_000,
    });
    expect((await resolveTarget({ ...stdio, cwd: 'server' }, around)).cwd).toBe('/home/me/server');
    const elsewhere = await resolveTarget({ ...stdio, cwd: 'server' }, { ...around, cwd: '/else' });
    expect(elsewhere.cwd).toBe('/else');
  });

  it('takes variables from the environment of the caller, and keeps them secret', async () => {
    const env = { KEY: '${API_KEY}', MODE: 'debug', LEVEL: '${LEVEL:-info}', PASSWORD: 'abc' };
    const spec = await resolveTarget({ ...stdio, env }, around);
    expect(spec.env).toEqual({ KEY: 'from the caller', MODE: 'debug', LEVEL: 'info', PASSWORD: 'abc' });
    expect(spec.secrets).toEqual(['from the caller', 'abc']);
  });

  it('keeps a token secret with and without its scheme', async () => {
    const spec = await resolveTarget(
      http({ url: 'http://${HOST}:1/mcp?api_key=k123', headers: { authorization: 'Bearer ${TOKEN}' } }),
      around,
    );
    expect(spec.transports['streamable-http']).toMatchObject({
      url: 'http://localhost:1/mcp?api_key=k123',
      headers: { authorization: 'Bearer t0ken' },
    });
    expect(spec.secrets.toSorted()).toEqual(['Bearer t0ken', 'k123', 't0ken']);
  });

  it('knows what is surely a credential, and keeps it secret too', async () => {
    const { secrets, credentials } = await resolveTarget(
      {
        ...http({ url: 'http://h:1/mcp?api_key=k4711abc', headers: { 'x-api-key': '${API_KEY}' } }),
        env: { DB_PASSWORD: 'hunter2hunter2', MODE: 'debug-4711' },
      },
      {
        ...around,
        environment: { API_KEY: 'abc-4711' },
        headers: { authorization: 'Bearer def-4711' },
        env: { OTHER_TOKEN: 'ghi-4711' },
      },
    );
    expect(credentials?.toSorted()).toEqual([
      'abc-4711',
      'def-4711',
      'ghi-4711',
      'hunter2hunter2',
      'k4711abc',
    ]);
    expect(credentials?.filter((one) => !secrets.includes(one))).toEqual([]);
  });

  it('finds out what runs in a container', async () => {
    const file = fileURLToPath(import.meta.url);
    const [base, name] = [dirname(file), basename(file)];
    const config: Config = {
      transports: {
        stdio: { image: 'registry/${HOST}:1', command: ['--stdio'] },
        'streamable-http': { dockerfile: name, buildArgs: { A: '${HOST}' }, port: 3000, path: '/x' },
        websocket: { dockerfile: name, context: '..', port: 3001 },
      },
      fence: { memory: '1g', tmp: '64m', mounts: [`./${name}:/data`] },
    };
    const { transports, fence } = await resolveTarget(config, { ...around, base });
    expect(transports).toMatchObject({
      stdio: { image: { image: 'registry/localhost:1', command: ['--stdio'] } },
      'streamable-http': {
        image: { dockerfile: { file, context: base, args: { A: 'localhost' } } },
        port: 3000,
        url: 'http://127.0.0.1:${PORT}/x',
      },
      websocket: { image: { dockerfile: { file, context: dirname(base), args: {} } }, port: 3001 },
    });
    expect(fence).toEqual({ memory: 2 ** 30, tmp: 64 * 2 ** 20, mounts: [`${file}:/data`] });
  });

  it.each<[Config, string]>([
    [{ transports: { stdio: { image: 'a', dockerfile: 'b' } } }, 'both name what runs'],
    [{ transports: { stdio: { image: 'a', context: 'b' } } }, 'context has no effect without'],
    [{ transports: { stdio: { dockerfile: 'a/b', context: 'c' } } }, 'is not in its context'],
    [http({ image: 'a', port: 0 }), 'expected the port in the container'],
    [http({ image: 'a', port: 1, ready: 'json-line' }), 'is ready when its port answers'],
    [{ ...stdio, fence: { mounts: ['./no-such-folder:/x'] } }, 'there is no /home/me/no-such-folder'],
  ])('refuses a container that cannot be: %j', async (config, why) => {
    await expect(resolveTarget(config, around)).rejects.toThrow(why);
  });

  it('lets the command line override', async () => {
    const spec = await resolveTarget(
      { ...http({ url: 'http://a/', headers: { a: '1', b: '2' } }), env: { X: '1' } },
      { ...around, env: { X: '2' }, headers: { b: '3' } },
    );
    expect(spec.env).toEqual({ X: '2' });
    expect(spec.transports['streamable-http']?.headers).toEqual({ a: '1', b: '3' });
  });

  it('leaves ${PORT} of a started server for its start', async () => {
    const spec = await resolveTarget(http({ command: ['serve', '${PORT}'], path: '/x' }), around);
    expect(spec.transports['streamable-http']).toEqual({
      command: ['serve', '${PORT}'],
      url: 'http://127.0.0.1:${PORT}/x',
      ready: 'port',
      headers: {},
      reproduceWith: [],
    });
    const fixed = await resolveTarget(http({ command: ['serve'], port: 3000 }), around);
    expect(fixed.transports['streamable-http']).toMatchObject({ port: 3000 });
    const free = await resolveTarget(http({ command: ['serve'], port: 0 }), around);
    expect(free.transports['streamable-http']).not.toHaveProperty('port');
  });

  it('reads what WebSocket and gRPC take beside an address', async () => {
    const command = ['serve', '${PORT}'];
    const { transports } = await resolveTarget(
      {
        transports: {
          websocket: { command, path: '/ws', profile: 'plain', claim: true },
          grpc: { url: '127.0.0.1:50051', metadata: { 'x-key': '${API_KEY}' } },
        },
      },
      { ...around, headers: { b: '3' } },
    );
    expect(transports.websocket).toEqual({
      command,
      url: 'ws://127.0.0.1:${PORT}/ws',
      ready: 'port',
      profile: 'plain',
      claim: true,
      headers: { b: '3' },
      reproduceWith: [],
    });
    expect(transports.grpc).toEqual({
      url: 'grpc://127.0.0.1:50051',
      preset: 'tunnel',
      metadata: { 'x-key': 'from the caller', b: '3' },
      reproduceWith: [],
    });
  });

  it('makes a transport of its own of the google profile', async () => {
    const google: Config = { transports: { grpc: { url: 'grpcs://host:1', profile: 'google' } } };
    const { transports } = await resolveTarget(google, around);
    expect(Object.keys(transports)).toEqual(['grpc-google']);
    const both: Config = { transports: { ...google.transports, 'grpc-google': { url: 'host:2' } } };
    await expect(resolveTarget(both, around)).rejects.toThrow('the same transport');
  });

  it('says that PORT needs no line of its own', () => {
    const config: Config = { ...stdio, env: { PORT: '${PORT}' } };
    return expect(resolveTarget(config, around)).rejects.toMatchObject({
      next: expect.stringContaining('in PORT anyway: delete this line'),
    });
  });

  it.each<[Config, string]>([
    [{ transports: { websocket: { url: 'http://a/' } } }, 'expected a ws:// or wss:// URL, got http://a/'],
    [{ transports: { grpc: { url: 'localhost' } } }, 'has no port'],
    [{ transports: { nats: { adapter: 'missing.js' } } }, 'there is no file /home/me/missing.js'],

    [{ ...stdio, env: { A: '${NOT_SET}' } }, 'env.A: expected the environment variable NOT_SET to be set'],
    [http({ url: 'http://user:pass@host/' }), 'would end up in reports'],
    [http({ url: '${HOST}' }), 'expected an http:// or https:// URL, got localhost'],
    [http({ url: 'http://a/', ready: 'port' }), 'ready has no effect without `command`'],
    [http({ url: 'http://a/', tls: { cert: 'x' } }), 'needs both its cert and its key'],
    [http({ url: 'http://a/', tls: { ca: 'missing.pem' } }), 'missing.pem'],
  ])('refuses %j', (config, why) => {
    return expect(resolveTarget(config, around)).rejects.toThrow(why);
  });
});
