import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { runPooled } from '../faults.test.support.js';
import { runCommandLine, type Ran } from '../mcptc.test.support.js';

/** Milliseconds for all runs on a busy machine; alone they take a tenth. */
const PATIENCE = 240_000;
const TOKEN = 'sesame-open-the-door-9b1f';
const LONG = 'x'.repeat(500);

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const says =
  (status: number, type: string, body: string, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': type, ...headers }).end(body);

/** Refuses all but one path, where it answers as an MCP server does. */
const onlyAt =
  (path: string): Answer =>
  (request, response) => {
    if (request.url !== path || request.method !== 'POST')
      return says(404, 'text/html', `<pre>Cannot ${request.method} ${request.url}</pre>`)(request, response);
    const result = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      serverInfo: { name: 'x', version: '1' },
    };
    return says(
      200,
      'application/json',
      JSON.stringify({ jsonrpc: '2.0', id: 1, result }),
    )(request, response);
  };

const sse: Answer = (request, response) => {
  if (request.url !== '/sse' || request.method !== 'GET')
    return says(405, 'text/plain', 'Method Not Allowed', { allow: 'GET' })(request, response);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('event: endpoint\ndata: /messages?sessionId=1\n\n');
};

interface Broken {
  answer?: Answer;
  /** Over TLS. */
  secure?: true;
  /** A module in place of a server at a URL. */
  script?: string;
  path?: string;
  scheme?: 'http' | 'https';
  args?: string[];
  env?: Record<string, string>;
  exit: number;
  /** What the reason says, PORT for its port. */
  expected: (string | RegExp)[];
  /** What it must not say. */
  never?: string;
}

const servers: Record<string, Broken> = {
  'wants a token': {
    answer: says(401, 'application/json', '{"error":"invalid_token"}', {
      'www-authenticate': 'Bearer realm="x"',
    }),
    exit: 2,
    expected: [
      'status 401',
      'it said (application/json): {"error":"invalid_token"}',
      'Bearer realm="x"',
      '--bearer-env NAME',
    ],
  },
  'refuses the token': {
    answer: (request, response) =>
      says(401, 'text/plain', `no such token: ${request.headers.authorization}`)(request, response),
    args: ['--header', `Authorization: Bearer ${TOKEN}`],
    // A refusal without a challenge is a finding of its own, and so is a redirect that answers a request.
    exit: 1,
    expected: ['status 401', 'no such token', 'Check the token'],
    never: TOKEN,
  },
  'forbids a host': {
    answer: says(403, 'text/plain', 'Access is only allowed at localhost:4130'),
    exit: 2,
    expected: ['status 403', 'only allowed at localhost:4130', 'host name that the server allows'],
  },
  'forbids a host in a message': {
    answer: says(
      403,
      'application/json',
      '{"jsonrpc":"2.0","error":{"code":-32000,"message":"Invalid Host: 127.0.0.1"},"id":null}',
    ),
    exit: 2,
    expected: ['status 403', 'Invalid Host: 127.0.0.1', 'Write the host name that the server allows'],
  },
  forbids: {
    answer: says(403, 'text/plain', `Your key may not. ${LONG}\u001b[31m`),
    exit: 2,
    expected: ['Your key may not.', /x…$/m, '--bearer-env'],
    never: '\u001b',
  },
  'is elsewhere': {
    answer: onlyAt('/mcp'),
    path: '/wrong',
    exit: 2,
    expected: ['nothing is served at /wrong', 'Cannot POST /wrong', 'Write http://127.0.0.1:PORT/mcp,'],
  },
  'is nowhere': {
    answer: says(404, 'text/plain', 'Not Found'),
    exit: 2,
    expected: ['nothing is served at /mcp', 'none answers at /mcp/, /, /api/mcp'],
  },
  'speaks HTTP+SSE': {
    answer: sse,
    path: '/sse',
    exit: 2,
    expected: ['/sse speaks HTTP+SSE, the transport of 2024-11-05', 'Serve Streamable HTTP'],
  },
  'takes no POST': {
    answer: says(405, 'text/plain', 'no', { allow: 'GET' }),
    exit: 2,
    expected: ['/mcp takes no POST', 'its allow: GET', 'Look up the path'],
  },
  fails: {
    answer: says(
      500,
      'text/html',
      '<html><pre>TypeError: &#39;db&#39; is undefined<br> &nbsp;at &lt;x&gt;</pre>',
    ),
    exit: 2,
    expected: ['status 500', "TypeError: 'db' is undefined at <x>", 'log of the server'],
  },
  'is behind a proxy': {
    answer: says(502, 'text/html', '<html><h1>502 Bad Gateway</h1></html>', { server: 'nginx' }),
    exit: 2,
    expected: [
      'a proxy answers',
      '502 Bad Gateway',
      'its server: nginx',
      'Check that the server behind 127.0.0.1:PORT runs',
    ],
  },
  redirects: {
    answer: says(308, 'text/plain', '', { location: 'http://127.0.0.1:9/mcp' }),
    exit: 1,
    expected: [
      'status 308 to the opening requests: it leads elsewhere',
      'Write the address that it leads to: http://127.0.0.1:9/mcp.',
    ],
  },
  'is a web page': {
    answer: says(200, 'text/html', '<!doctype html><title>Weather</title><script>alert(1)</script>'),
    exit: 1,
    expected: ['a web page in answer', 'Weather', 'Look up the path'],
    never: 'alert',
  },
  'answers as text': {
    answer: says(200, 'text/plain', '{"jsonrpc":"2.0","id":1,"result":{}}'),
    exit: 1,
    expected: ['text/plain in answer to the opening requests', 'Content-Type: application/json'],
  },
  'speaks TLS': {
    answer: onlyAt('/mcp'),
    secure: true,
    scheme: 'http',
    exit: 3,
    expected: ['this port speaks TLS', 'Write https://127.0.0.1:PORT/mcp.'],
  },
  'has another name': {
    answer: onlyAt('/mcp'),
    secure: true,
    scheme: 'https',
    args: ['--ca', 'certificate.pem'],
    exit: 3,
    expected: ['Write a host name that the certificate is for'],
    never: '--ca',
  },
  'speaks no TLS': {
    answer: onlyAt('/mcp'),
    scheme: 'https',
    exit: 3,
    expected: ['speaks no TLS', 'write http://127.0.0.1:PORT.'],
    never: 'SSL routines',
  },
  'wants a variable': {
    script: `console.error('Error: WEATHER_API_KEY environment variable is required'); process.exit(1);`,
    exit: 3,
    expected: [
      'exited with code 1',
      'WEATHER_API_KEY environment variable',
      'Set WEATHER_API_KEY and pass it with --env WEATHER_API_KEY',
    ],
  },
  'was not built': {
    script: `await import('./dist/nowhere.js');`,
    exit: 3,
    expected: ['Cannot find module', 'Build or install the server', '--cwd DIR'],
  },
  'prints its usage': {
    script: `console.log('Usage: weather [--stdio] [--port N]');`,
    exit: 1,
    expected: ['exited with code 0 before it answered', 'Usage: weather', 'Add --stdio to the command'],
  },
  'says nothing': {
    script: `process.stdin.resume(); console.error('warming up');`,
    args: ['--start-timeout', '1s'],
    exit: 1,
    expected: ['no reply within 1 s', 'warming up', 'Raise --start-timeout'],
  },
};

const ran = new Map<string, { reason: string; code: number | null; port: string }>();
let folder: string;
let tls: { key: string; cert: string };

const open: Server[] = [];

async function runBroken(name: string, broken: Broken): Promise<void> {
  let target: string[];
  let port = '';
  if (broken.answer === undefined) {
    const file = join(folder, `${name.replaceAll(' ', '-')}.mjs`);
    await writeFile(file, broken.script ?? '');
    target = ['--', process.execPath, file];
  } else {
    const server =
      broken.secure === true ? createTlsServer(tls, broken.answer) : createHttpServer(broken.answer);
    open.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    port = String((server.address() as AddressInfo).port);
    target = [`${broken.scheme ?? 'http'}://127.0.0.1:${port}${broken.path ?? '/mcp'}`];
  }
  const output = join(folder, name);
  const { result, code }: Ran = await runCommandLine(
    folder,
    '--output',
    output,
    ...(broken.args ?? []),
    ...target,
  );
  const [transport] = Object.values(result.target.transports);
  ran.set(name, { reason: transport?.reason ?? '', code, port });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diagnose-'));
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'weather.example' }]);
  tls = { key, cert };
  await writeFile(join(folder, 'certificate.pem'), cert);
  await runPooled(Object.entries(servers), 4, ([name, broken]) => runBroken(name, broken));
}, PATIENCE);

afterAll(async () => {
  for (const server of open) server.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a server that cannot be tested is told why, in its own words, and with one next step: it', () => {
  it.each(Object.entries(servers))('%s', (name, { exit, expected, never }) => {
    const { reason, code, port } = ran.get(name) ?? { reason: '', code: null, port: '' };
    expect({ code, reason }).toEqual({ code: exit, reason: expect.any(String) });
    for (const one of expected)
      if (typeof one === 'string') expect(reason).toContain(one.replaceAll('PORT', port));
      else expect(reason).toMatch(one);
    if (never !== undefined) expect(reason).not.toContain(never);
  });
});
