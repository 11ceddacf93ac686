import { describe, expect, it } from '@jest/globals';
import type { Config } from './load.js';
import { resolveTarget } from './resolve.js';
import type { Surroundings } from './resolve.js';

const around: Surroundings = {
  from: 'mcptc.yaml',
  base: '/home/me',
  again: { stdio: ['--config', 'x'], 'streamable-http': [] },
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
  it('names the target, its folder and how to reach it again', () => {
    expect(resolveTarget(stdio, around)).toEqual({
      name: 'server.js',
      guessed: true,
      transports: { stdio: { command: ['node', 'dist/server.js'], again: ['--config', 'x'] } },
      cwd: '/home/me',
      env: {},
      secrets: [],
      startTimeoutMs: 60_000,
    });
    expect(resolveTarget({ ...stdio, cwd: 'server' }, around).cwd).toBe('/home/me/server');
    expect(resolveTarget({ ...stdio, cwd: 'server' }, { ...around, cwd: '/else' }).cwd).toBe('/else');
  });

  it('takes variables from the environment of the caller, and keeps them secret', () => {
    const env = { KEY: '${API_KEY}', MODE: 'debug', LEVEL: '${LEVEL:-info}', PASSWORD: 'abc' };
    const spec = resolveTarget({ ...stdio, env }, around);
    expect(spec.env).toEqual({ KEY: 'from the caller', MODE: 'debug', LEVEL: 'info', PASSWORD: 'abc' });
    expect(spec.secrets).toEqual(['from the caller', 'abc']);
  });

  it('keeps a token secret with and without its scheme', () => {
    const spec = resolveTarget(
      http({ url: 'http://${HOST}:1/mcp?api_key=k123', headers: { authorization: 'Bearer ${TOKEN}' } }),
      around,
    );
    expect(spec.transports['streamable-http']).toMatchObject({
      url: 'http://localhost:1/mcp?api_key=k123',
      headers: { authorization: 'Bearer t0ken' },
    });
    expect(spec.secrets.toSorted()).toEqual(['Bearer t0ken', 'k123', 't0ken']);
  });

  it('lets the command line override', () => {
    const spec = resolveTarget(
      { ...http({ url: 'http://a/', headers: { a: '1', b: '2' } }), env: { X: '1' } },
      { ...around, env: { X: '2' }, headers: { b: '3' } },
    );
    expect(spec.env).toEqual({ X: '2' });
    expect(spec.transports['streamable-http']?.headers).toEqual({ a: '1', b: '3' });
  });

  it('leaves ${PORT} of a started server for its start', () => {
    const spec = resolveTarget(http({ command: ['serve', '${PORT}'], path: '/x' }), around);
    expect(spec.transports['streamable-http']).toEqual({
      command: ['serve', '${PORT}'],
      url: 'http://127.0.0.1:${PORT}/x',
      ready: 'port',
      headers: {},
      again: [],
    });
    const fixed = resolveTarget(http({ command: ['serve'], port: 3000 }), around);
    expect(fixed.transports['streamable-http']).toMatchObject({ port: 3000 });
    const free = resolveTarget(http({ command: ['serve'], port: 0 }), around);
    expect(free.transports['streamable-http']).not.toHaveProperty('port');
  });

  it.each<[Config, string]>([
    [{ ...stdio, env: { A: '${NOT_SET}' } }, 'env.A: expected the environment variable NOT_SET to be set'],
    [http({ url: 'http://user:pass@host/' }), 'would end up in reports'],
    [http({ url: '${HOST}' }), 'expected an http:// or https:// URL, got localhost'],
    [http({ url: 'http://a/', ready: 'port' }), 'ready has no effect without `command`'],
    [http({ url: 'http://a/', tls: { cert: 'x' } }), 'needs both its cert and its key'],
    [http({ url: 'http://a/', tls: { ca: 'missing.pem' } }), 'missing.pem'],
  ])('refuses %j', (config, why) => {
    expect(() => resolveTarget(config, around)).toThrow(why);
  });
});
