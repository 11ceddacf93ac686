import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from 'selfsigned';
import { isConformanceError } from '../../adapters/errors.js';
import { makeRunDocument } from './document.js';
import { checkOpenFiles } from './open-files.js';
import type { ConformanceOptions, ConformanceTarget } from './options.cjs';
import { prepareRun } from './prepare.js';

/** A slip of the user's is told before anything starts: with its place, without the value, and with what to do. */

const folder = mkdtempSync(join(tmpdir(), 'mcptc-slips-'));
const path = (name: string): string => join(folder, name);
const write = (name: string, text: string): string => {
  writeFileSync(path(name), text);
  return path(name);
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HTTPS = { url: 'https://127.0.0.1:9/mcp' };
const SERVER = { command: [process.execPath, 'server.js'] };

beforeAll(async () => {
  const { cert, private: key } = await generate();
  write('cert.pem', cert);
  write('key.pem', key);
  write('bundle.pem', `${cert}\n-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n`);
  write('none.pem', 'nothing of the kind\n');
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  write('other.pem', other.export({ type: 'pkcs8', format: 'pem' }).toString());
});

async function slipOf(target: ConformanceTarget, options: ConformanceOptions = {}): Promise<string> {
  try {
    await prepareRun(makeRunDocument(target, options));
    return 'no slip';
  } catch (error) {
    if (!isConformanceError(error, 'usage')) throw error;
    expect(error.next).toMatch(/\w/);
    return error.message.replaceAll(folder, '');
  }
}

describe('certificates and keys', () => {
  it.each<[ConformanceOptions, RegExp]>([
    [{ ca: 'none.pem' }, /^\/none\.pem:1: expected a certificate in PEM/],
    [{ ca: 'bundle.pem' }, /^\/bundle\.pem:\d\d: this certificate cannot be read/],
    [{ cert: 'none.pem', key: 'key.pem' }, /^\/none\.pem:1: expected a certificate/],
    [{ cert: 'cert.pem', key: 'none.pem' }, /^\/none\.pem:1: expected a private key/],
    [{ cert: 'cert.pem', key: 'other.pem' }, /cert\.pem and \/other\.pem: they do not belong together/],
    [{ ca: 'cert.pem', cert: 'cert.pem', key: 'key.pem' }, /^no slip$/],
  ])('%j', async (files, said) => {
    const named = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, path(String(file))]));
    expect(await slipOf(HTTPS, named)).toMatch(said);
  });
});

describe('headers, commands and variables', () => {
  it.each<[ConformanceTarget, ConformanceOptions, string]>([
    [HTTPS, { headers: { a: 'hidden\u0001' } }, 'the command line: the value of a holds U+0001'],
    [HTTPS, { headers: { a: 'hidden€' } }, 'the command line: the value of a holds U+20AC'],
    [{ url: 'grpc://127.0.0.1:9' }, { headers: { a: 'hidden\u00fc' } }, 'the value of a holds U+00FC'],
    [HTTPS, { headers: { 'content-length': '3' } }, 'content-length says how a message is sent'],
    [HTTPS, { bearerEnv: 'A=hidden' }, '--bearer-env: expected the name of a variable, got "A"'],
    [{ command: [''] }, {}, 'the command after --: expected a program to start, got ""'],
    [{ command: ['node', 'a\0b'] }, {}, 'a word of the command holds a NUL'],
    [SERVER, { cwd: '/no/such/folder' }, '--cwd: there is no /no/such/folder'],
    [SERVER, { env: { A: 'hidden\0' } }, 'the value of A holds a NUL'],
    [
      HTTPS,
      { settings: { 'streamable-http.headers': '[' } },
      '--set streamable-http.headers: its value is no YAML',
    ],
  ])('%j with %j', async (target, options, said) => {
    const message = await slipOf(target, options);
    expect(message).toContain(said);
    expect(message).not.toContain('hidden');
  });
});

describe('files', () => {
  it.each([
    ['transports: { stdio: { command: [""] } }', ':1:33: transports.stdio.command: expected a program'],
    [
      'transports: { stdio: { command: [x] } }\nenv: { "A=B": c }',
      ':2:15: env.A=B: expected the name of a variable',
    ],
    ['transports: { stdio: { command: [x] } }\nreset: [" "]', ':2:8: reset: expected a program'],
    [
      'transports: { streamable-http: { url: "http://h/mcp",\n  headers: { "a b": c } } }',
      ':2:21: transports.streamable-http.headers.a b: "a b" is no name of a header',
    ],
  ])('a config %#', async (text, said) => {
    expect(await slipOf({ config: write('mcptc.yaml', text) })).toContain(`/mcptc.yaml${said}`);
  });

  it('a config that is nested too deep', async () => {
    const config = write('mcptc.yaml', '['.repeat(9_000));
    expect(await slipOf({ config })).toMatch(/^\/mcptc\.yaml:1:\d+: it is nested too deep$/);
  });

  it.each([
    ['{"mcpServers":{\n"a":{"command":""}}}', ':2: a.command: expected a program'],
    [
      '{"mcpServers":{"a":{"command":"x",\n"env":{"A=B":"c"}}}}',
      ':2: a.env: expected the name of a variable',
    ],
    [
      '{"mcpServers":{"a":{\n"url":"http://h/mcp",\n"headers":{"a b":"c"}}}}',
      ':3: a.headers: "a b" is no name',
    ],
    ['{"mcpServers":\n{"a":', ':2: '],
  ])('a file of a client %#', async (text, said) => {
    expect(await slipOf({ from: write('mcp.json', text) })).toContain(`/mcp.json${said}`);
  });

  it('a baseline that expires on a day that there is not', async () => {
    const entry = 'requirement: a\n  reason: r\n  owner: o\n  issue: https://h/1\n  expires: 2027-02-31';
    const baseline = write('baseline.yaml', `- ${entry}\n`);
    expect(await slipOf(SERVER, { baseline })).toMatch(
      /baseline\.yaml:5:12: 0\.expires: expected a day that there is/,
    );
  });
});

it('a process that may open too few files', () => {
  expect(() => checkOpenFiles(8, 100)).toThrow(
    'may open 100 files at a time, and a run of 8 cases at a time needs 192',
  );
  expect(() => checkOpenFiles(8, 1_024)).not.toThrow();
});
