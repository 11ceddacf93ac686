import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { countPasses, listComplaints, runCommandLineOf } from './mcptc.test.support.js';

/** Milliseconds: whole runs of other processes, on a machine that may be busy. */
const RUN_MS = 120_000;

/** All that a new transport is: this folder in `adapters/`, … */
const FOLDER = {
  'transport.js': `
export const tcp = {
  name: 'tcp',
  label: 'TCP',
  custom: true,
  adapter: async () => (await import('./adapter.js')).tcp,
  contract: { exempt: 'it is the example of a test' },
  network: {
    scheme: 'tcp',
    tls: false,
    hostPort: true,
    options: { noDelay: { description: 'true to send small messages at once', type: 'boolean' } },
    settle: ({ noDelay = false }) => ({ noDelay }),
    endpoint: (options, url) => ({ ...options, url }),
  },
};
`,
  'adapter.js': `
import { once } from 'node:events';
import { connect } from 'node:net';
import { ConnectError, encode, Lines, settledWithin, SoleChannel } from '../kit.js';

const traits = { channelPerRequest: false, abandonCancels: false, serverChannel: 'inherent', raw: true };

/** A line of JSON for each message. */
export const tcp = {
  transport: 'tcp',
  custom: true,
  traits: () => traits,
  async open({ url, noDelay }, options) {
    options.signal.throwIfAborted();
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), noDelay });
    try {
      await once(socket, 'connect', { signal: options.signal });
    } catch (cause) {
      socket.destroy();
      options.signal.throwIfAborted();
      throw new ConnectError('nothing listens at ' + url, 'Start the server.', { cause });
    }
    const sole = new SoleChannel('socket', options);
    const take = (line) => void (sole.receive(line, () => socket.resume()) || socket.pause());
    const lines = new Lines(options.maxMessage, take);
    const closed = once(socket, 'close');
    let closing;
    socket.on('error', (error) => options.transcript.note(error.message, 'socket'));
    socket.on('close', () => sole.end(closing === undefined ? 'peer' : 'us', 'the socket ended'));
    socket.on('data', (chunk) => {
      if (sole.over || lines.feed(chunk)) return;
      sole.end('fault', 'the line is too long');
      socket.destroy();
    });
    const shut = async (startedAt) => {
      sole.inbound.close();
      socket.end();
      await settledWithin(closed, 2_000);
      socket.destroy();
      sole.end('us', 'the connection was closed');
      sole.inbound.dispose();
      return { forced: false, tookMs: Math.round(performance.now() - startedAt) };
    };
    const close = (how) => {
      if (how === 'abrupt') socket.destroy();
      return (closing ??= shut(performance.now()));
    };
    options.signal.addEventListener('abort', () => void close('abrupt'), { once: true });
    sole.channel.open({ refused: false, header: () => undefined, streaming: true });
    return {
      traits,
      inbound: sole.inbound,
      send: ({ body }) => (socket.write(encode(body, '\\n')), sole.sent(body)),
      settle: () => {},
      listen: () => sole.channel,
      close,
    };
  },
};
`,
};
/** … and this line in its registry. */
const LINE = `export { tcp } from './tcp/transport.js';\n`;

/** What the program finds beside its compiled files. */
const BESIDE = ['package.json', 'node_modules', 'harness', 'reports', 'suites', 'proto'];

let root: string;
let server: Server;
let url: string;
const cli = (): string => join(root, 'dist/harness/cli/main.js');

beforeAll(async () => {
  const repository = fileURLToPath(new URL('../../', import.meta.url));
  root = realpathSync(mkdtempSync(join(tmpdir(), 'new-transport-')));
  cpSync(join(repository, 'dist'), join(root, 'dist'), { recursive: true });
  for (const name of BESIDE) symlinkSync(join(repository, name), join(root, name));
  const folder = join(root, 'dist/adapters/tcp');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(FOLDER)) writeFileSync(join(folder, name), text);
  appendFileSync(join(root, 'dist/adapters/registry.js'), `\n${LINE}`);

  server = createServer((socket) => {
    const session = serveStdio(clock, { transport: new StdioServerTransport(socket, socket) });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => void session.close());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, RUN_MS);

afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  server.close();
  await once(server, 'close');
});

function clock(): McpServer {
  const mcp = new McpServer({ name: 'clock', version: '1.0.0' });
  const reads = { description: 'The time', annotations: { readOnlyHint: true } };
  mcp.registerTool('time', reads, () => ({ content: [{ type: 'text', text: new Date().toISOString() }] }));
  return mcp;
}

/** What the SDK under the server is known to get wrong (`containers/servers/reference/known-failures.ts`). */
const KNOWN = ['base.requests-independent'];

describe('a transport that is one folder and one line', () => {
  it(
    'runs the shared scenarios by the scheme of its URL',
    async () => {
      const ran = await runCommandLineOf(cli(), root, url, '--set', 'tcp.noDelay=true');
      const wrong = listComplaints(ran).filter(({ verdict }) => verdict !== 'warn');
      expect(wrong.filter(({ requirement }) => !KNOWN.includes(requirement))).toEqual([]);
      expect([...new Set(ran.result.cases.map((one) => `${one.transport} ${one.revision}`))].sort()).toEqual([
        'tcp 2025-11-25',
        'tcp 2026-07-28',
      ]);
      const scenarios = ran.result.cases.map(({ scenario }) => scenario).filter((id) => id !== 'survey');
      expect(scenarios.every((id) => id.startsWith('shared/'))).toBe(true);
      expect(ran.result.target.transports).toEqual({ tcp: expect.objectContaining({ custom: true }) });
      expect(countPasses(ran)).toBeGreaterThan(60);
    },
    RUN_MS,
  );

  it('has a block in config files that is held to its schema', async () => {
    const file = join(root, 'clock.yaml');
    const one = ['--config', file, '--scenario', 'shared/messages/id-is-echoed'];
    // Its addresses may leave out the scheme.
    writeFileSync(file, `transports: { tcp: { url: "${url.replace('tcp://', '')}", noDelay: true } }\n`);
    expect(countPasses(await runCommandLineOf(cli(), root, ...one))).toBeGreaterThan(0);

    writeFileSync(file, `transports: { tcp: { url: "${url}", noDelay: soon } }\n`);
    expect(() => execFileSync(process.execPath, [cli(), 'run', ...one], { stdio: 'pipe' })).toThrow(
      /tcp\.noDelay: expected true to send small messages at once, got "soon"/,
    );
  }, 60_000);

  it('is in the help', () => {
    const help = execFileSync(process.execPath, [cli(), 'run', '--help'], { encoding: 'utf8' });
    expect(help.replaceAll(/\s+/g, ' ')).toContain('http(s)://, ws(s)://, grpc(s):// or tcp:// endpoint');
    expect(help).toMatch(/tcp\.noDelay +true to send small messages at once/);
  });
});
