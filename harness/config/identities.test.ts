import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from './errors.js';
import { loadConfig, locateConfig } from './load.js';
import { resolveTarget } from './resolve.js';
import type { Surroundings } from './surroundings.js';

const folder = mkdtempSync(join(tmpdir(), 'identities-'));
const file = join(folder, 'mcptc.yaml');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = {
  ALICE: 'alice-4711-token',
  BOB: 'bob-4712-token',
  LINE: 'two\nlines',
  WIDE: 'bÃ',
  NONE: '',
};

const BOTH = `
  streamable-http: { url: 'http://h:1/mcp', headers: { X-Tenant: acme } }
  grpc: { url: 'h:2' }`;
const write = (identities: string, transports = BOTH): void =>
  writeFileSync(file, `transports:${transports}\nidentities:\n${identities}`);

async function resolve(more: Partial<Surroundings> = {}) {
  const { config, at } = await locateConfig(file);
  return resolveTarget(config, {
    from: file,
    at,
    base: folder,
    reproduceWith: () => [],
    environment,
    startTimeoutMs: 60_000,
    env: {},
    headers: {},
    tls: {},
    secrets: [],
    ...more,
  });
}

/** Without the folder, which is another one every time. */
const refusal = async (made: Promise<unknown>): Promise<string> => {
  const error = await made.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UsageError);
  return (error as UsageError).message.replaceAll(`${folder}/`, '');
};

describe('two identities', () => {
  it('are laid over the headers of each transport, and the run is the first of them', async () => {
    write("  a: { bearerEnv: ALICE }\n  b: { headers: { X-Key: '${BOB}', x-tenant: other } }\n");
    const { transports, secrets, credentials } = await resolve();
    const [alice, bob] = ['Bearer alice-4711-token', 'bob-4712-token'];
    expect(transports['streamable-http']).toMatchObject({
      headers: { authorization: alice, 'X-Tenant': 'acme' },
      identities: {
        // What either names itself belongs to nobody else.
        a: { authorization: alice },
        b: { 'x-key': bob, 'x-tenant': 'other' },
        nobody: {},
      },
    });
    expect(transports.grpc).toMatchObject({
      metadata: { authorization: alice },
      identities: { a: { authorization: alice }, b: { 'x-key': bob }, nobody: {} },
    });
    expect(secrets).toEqual(expect.arrayContaining(['alice-4711-token', bob]));
    expect(credentials).toEqual(expect.arrayContaining(['alice-4711-token', bob]));
  });

  it('give way to what the command line says, but in the scenarios that name them', async () => {
    write('  a: { bearerEnv: ALICE }\n  b: { bearerEnv: BOB }\n');
    const { transports } = await resolve({ headers: { authorization: 'Bearer other' } });
    expect(transports['streamable-http']).toMatchObject({
      headers: { authorization: 'Bearer other' },
      identities: {
        a: { authorization: 'Bearer alice-4711-token', 'X-Tenant': 'acme' },
        nobody: { 'X-Tenant': 'acme' },
      },
    });
  });

  it('are not there where none are named', async () => {
    writeFileSync(file, `transports:${BOTH}\n`);
    expect((await resolve()).transports['streamable-http']).not.toHaveProperty('identities');
  });
});

describe('a slip in them is told with its place, and never with a secret', () => {
  it.each([
    ['  a: { bearerEnv: ALICE }\n', 'mcptc.yaml:5:3: identities: expected two clients', '`b` is missing'],
    ['  a: {}\n  b: { bearerEnv: BOB }\n', 'mcptc.yaml:5:6: identities.a: expected an object with', 'got {}'],
    [
      '  a: { bearerEnv: ALICE }\n  b: { token: x }\n',
      'mcptc.yaml:6:8: identities.b: `token` is not known',
      '',
    ],
    [
      '  a: { bearerEnv: ALICE }\n  b: { bearerEnv: sk-1234 }\n',
      'mcptc.yaml:6:19: identities.b.bearerEnv: expected the name of the environment variable',
      'got a string',
    ],
    [
      "  a: { bearerEnv: ALICE }\n  b: { headers: { 'X Key': x } }\n",
      'mcptc.yaml:6:28: identities.b.headers.X Key: "X Key" is no name of a header',
      '',
    ],
  ])('%j', async (identities, where, what) => {
    write(identities);
    const message = await refusal(loadConfig(file));
    expect(message).toContain(where);
    expect(message).toContain(what);
    expect(message).not.toContain('sk-1234');
  });

  it.each([
    ['{ bearerEnv: CAROL }', 'identities.b.bearerEnv: expected the environment variable CAROL to be set'],
    ["{ headers: { k: '${CAROL}' } }", 'identities.b.headers.k: expected the environment variable CAROL'],
    ['{ headers: {} }', 'identities.b: it names no header'],
    ['{ bearerEnv: NONE }', 'identities.b.bearerEnv: its value is empty'],
    ['{ bearerEnv: LINE }', 'identities.b: the value of authorization holds U+000A'],
    // HTTP would take it, and gRPC does not.
    ["{ headers: { k: '${WIDE}' } }", 'identities.b.headers.k: the value of k holds U+00C3'],
    ['{ bearerEnv: ALICE }', 'identities.b: it sends the same as `a`'],
  ])('%s', async (b, what) => {
    write(`  a: { bearerEnv: ALICE }\n  b: ${b}\n`);
    const message = await refusal(resolve());
    expect(message).toMatch(/^mcptc\.yaml:6:\d+: /);
    expect(message).toContain(what);
    expect(message).not.toContain('4711');
  });

  it('has no place over stdio', async () => {
    write('  a: { bearerEnv: ALICE }\n  b: { bearerEnv: BOB }\n', '\n  stdio: { command: [node] }');
    expect(await refusal(resolve())).toMatch(/^mcptc\.yaml:4:3: identities: nothing that .* carries headers/);
  });

  it('stands below its target, where there are several', async () => {
    writeFileSync(
      file,
      `targets:\n  one:\n    transports: { streamable-http: { url: 'http://h:1' } }\n    identities: { a: { bearerEnv: CAROL }, b: { bearerEnv: BOB } }\n`,
    );
    const { config, at } = await locateConfig(file, 'one');
    expect(config.identities).toEqual({ a: { bearerEnv: 'CAROL' }, b: { bearerEnv: 'BOB' } });
    expect(await refusal(resolve({ at }))).toContain('mcptc.yaml:4:35: one.identities.a.bearerEnv: expected');
  });
});
