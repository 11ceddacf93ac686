import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatNames } from '../reports/index.js';
import { runCommandLine, type Ran } from './mcptc.test.support.js';

/** Four secrets, told in twelve encodings wherever a server can say something, are in no report of the run. */

/** As an argument, as a variable, in an argument that is a URL, and with all that has to be escaped. */
const SECRETS = [
  'sk-proj-4711abcdef4711',
  'tell-nobody-4711-of-this',
  'pw-4711-of-a-database',
  'tell "nobody" <4711> & \\4711\\ für nichts',
];
const [ARGUMENT = '', VARIABLE = '', PASSWORD = '', ODD = ''] = SECRETS;

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const broken = (text: string, length: number): string =>
  text.replaceAll(new RegExp(`.{${length}}(?=.)`, 'gs'), '$&\n');
const HTML: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

const ENCODINGS: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  JSON: inJson,
  'JSON in JSON': (secret) => inJson(inJson(secret)),
  URL: encodeURIComponent,
  'URL in a URL': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  Base64: base64,
  base64url: (secret) => Buffer.from(secret).toString('base64url'),
  'Base64 of Base64': (secret) => base64(base64(secret)),
  'Base64 with broken lines': (secret) => broken(base64(secret), 8),
  hex: (secret) => Buffer.from(secret).toString('hex'),
  'HTML entities': (secret) =>
    secret.replaceAll(/[<>&"]/g, (one) => HTML[one] ?? one).replaceAll('-', '&#45;'),
  'split over lines': (secret) => broken(secret, 9),
};

const CASES = Object.entries(ENCODINGS).flatMap(([name, encode]) =>
  SECRETS.map((secret): [string, string, string] => [name, secret, encode(secret)]),
);

/** Says all of them in its name, its tools, errors and ids, on stderr and as noise. */
const TELLTALE = (told: readonly string[]): string => `
const all = ${JSON.stringify(told)};
const secret = all.map((one) => '<' + one + '>').join(' ');
console.error(secret);
for (const one of all) console.log('noise ' + one);
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line);
  if (id === undefined) return;
  const say = (message) => console.log(JSON.stringify({ jsonrpc: '2.0', id, ...message }));
  if (method === 'initialize')
    say({ result: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, instructions: secret,
      serverInfo: { name: all[0], version: secret, websiteUrl: 7 } } });
  else if (method === 'tools/list')
    say({ result: { tools: all.map((one) => ({ name: one, description: secret, inputSchema: { type: one } })) } });
  else if (method === 'ping') say({ id: secret, result: {} });
  else say({ error: { code: secret, message: secret, data: all } });
});`;

const folder = mkdtempSync(join(tmpdir(), 'secrets-encoded-'));
let ran: Ran;
let files: { name: string; text: string }[];

beforeAll(async () => {
  const server = join(folder, 'telltale.cjs');
  writeFileSync(server, TELLTALE(CASES.map(([, , told]) => told)));
  const env = ['--env', `API_KEY=${VARIABLE}`, '--env', `ODD_KEY=${ODD}`];
  const reports = formatNames.flatMap((name) => ['--report', `${name}=${join(folder, 'reports', name)}`]);
  const part = [
    '--revision',
    '2025-11-25',
    '--scenario',
    'shared/lifecycle,shared/tools',
    '--request-timeout',
    '1s',
  ];
  const command = [
    process.execPath,
    server,
    '--api-key',
    ARGUMENT,
    `postgresql://me:${PASSWORD}@localhost/db`,
  ];
  ran = await runCommandLine(folder, ...env, ...reports, ...part, '--', ...command);
  rmSync(server);
  files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map(({ parentPath, name }) => ({ name, text: readFileSync(join(parentPath, name), 'utf8') }));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('was told in every report that could tell it', () => {
  expect(files.length).toBeGreaterThan(formatNames.length + 5);
  for (const name of ['json', 'html', 'junit', 'markdown'])
    expect(files.find((file) => file.name === name)?.text).toContain('[redacted]');
});

/** More than half of it is as good as all. */
const partsOf = (told: string): string[] => {
  const most = Math.ceil(told.length * 0.6);
  return [told.slice(0, most), told.slice(-most)];
};
const inHtml = (text: string): string => text.replaceAll(/[<>&"]/g, (one) => HTML[one] ?? one);

it.each(CASES)('%s: is nowhere (%s)', (_, __, told) => {
  const forms = [told, inJson(told), inHtml(told), inHtml(inJson(told)), told.replaceAll('\n', ' ')].flatMap(
    partsOf,
  );
  const telling = files.filter(({ text }) => forms.some((form) => text.includes(form)));
  expect(telling.map(({ name }) => name)).toEqual([]);
  expect(forms.filter((form) => ran.said.includes(form))).toEqual([]);
});

it('leaves a command that can be run again, with a variable for each', () => {
  expect(ran.result.target.transports['stdio']?.again.slice(0, 4)).toEqual([
    '--env',
    'API_KEY',
    '--env',
    'ODD_KEY',
  ]);
  expect(ran.result.target.transports['stdio']?.again.slice(-3)).toEqual([
    '--api-key',
    '${API_KEY_2}',
    'postgresql://me:${PASSWORD}@localhost/db',
  ]);
});
