// `node scripts/public-servers.mjs FOLDER [COMMAND ARG…]`: installs servers that nobody here wrote below a folder, starts those that
// listen, writes a .mcp.json of them and of three broken ones there, and runs the command in that folder: `mcptc run --from .mcp.json`.
// What many of them fail is a check to be doubted: docs/many-servers.md.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createConnection } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as waitFor } from 'node:timers/promises';
import { run } from './run.mjs';

const [named, ...command] = process.argv.slice(2);
if (named === undefined) throw new Error('Name a folder.');
const folder = resolve(named);
const FIRST_PORT = 3101;
/** Milliseconds until a server that was started listens. */
const STARTS_WITHIN = 60_000;

const NPM = [
  '@eslint/mcp',
  '@modelcontextprotocol/node',
  '@modelcontextprotocol/sdk',
  '@modelcontextprotocol/server',
  '@modelcontextprotocol/server-basic-vanillajs',
  '@modelcontextprotocol/server-everything',
  '@modelcontextprotocol/server-filesystem',
  '@modelcontextprotocol/server-memory',
  '@modelcontextprotocol/server-sequential-thinking',
  '@playwright/mcp',
  'fastmcp',
  'zod',
];
/** An environment for each line: they want different versions of the same packages. */
const PYPI = {
  official: ['mcp-server-fetch', 'mcp-server-git', 'mcp-server-time'],
  excel: ['excel-mcp-server'],
  fastmcp: ['fastmcp'],
  sdk: ['mcp'],
};

/** What the READMEs of two frameworks and of the SDKs show, as short as it goes. */
const OWN = {
  'my-fastmcp.mjs': `import { FastMCP } from 'fastmcp';
import { z } from 'zod';
const server = new FastMCP({ name: 'My Server', version: '1.0.0' });
server.addTool({
  name: 'add',
  description: 'Add two numbers',
  parameters: z.object({ a: z.number(), b: z.number() }),
  annotations: { readOnlyHint: true },
  execute: async ({ a, b }) => String(a + b),
});
server.start({ transportType: 'httpStream', httpStream: { port: Number(process.env.PORT) } });
`,
  'my-sdk-v1.mjs': `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';
const server = new McpServer({ name: 'demo', version: '1.0.0' });
server.registerTool(
  'add',
  { description: 'Adds', inputSchema: { a: z.number(), b: z.number() }, annotations: { readOnlyHint: true } },
  async ({ a, b }) => ({ content: [{ type: 'text', text: String(a + b) }] }),
);
await server.connect(new StdioServerTransport());
`,
  'my-sdk-v2.mjs': `import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'demo', version: '1.0.0' });
  server.registerTool(
    'add',
    {
      description: 'Adds',
      inputSchema: z.object({ a: z.number(), b: z.number() }),
      annotations: { readOnlyHint: true },
    },
    async ({ a, b }) => ({ content: [{ type: 'text', text: String(a + b) }] }),
  );
  return server;
});
createServer(toNodeHandler(handler)).listen(Number(process.env.PORT), '127.0.0.1');
`,
  'my-fastmcp.py': `import os
from fastmcp import FastMCP
mcp = FastMCP("Demo")

@mcp.tool(annotations={"readOnlyHint": True})
def add(a: int, b: int) -> int:
    """Add two numbers"""
    return a + b

mcp.run(transport="http", host="127.0.0.1", port=int(os.environ["PORT"]))
`,
  'my-sdk.py': `import os
from mcp.server.mcpserver import MCPServer
mcp = MCPServer("Demo")

@mcp.tool()
def add(a: int, b: int) -> int:
    """Add two numbers"""
    return a + b

@mcp.resource("greeting://{name}")
def greeting(name: str) -> str:
    return f"Hello, {name}!"

mcp.run(transport="streamable-http", port=int(os.environ["PORT"]))
`,
};

const module = (...path) => join(folder, 'node_modules', ...path);
const bin = (name) => module('.bin', name);
const python = (environment, name = 'python') => join(folder, 'python', environment, 'bin', name);
const own = (name) => join(folder, name);
const official = '@modelcontextprotocol';

/** Words of a command for each on stdio. */
const STDIO = {
  everything: [bin('mcp-server-everything'), 'stdio'],
  filesystem: [bin('mcp-server-filesystem'), join(folder, 'files')],
  memory: [bin('mcp-server-memory')],
  'sequential-thinking': [bin('mcp-server-sequential-thinking')],
  eslint: [bin('mcp')],
  playwright: [bin('playwright-mcp'), '--headless', '--isolated'],
  fetch: [python('official', 'mcp-server-fetch')],
  git: [python('official', 'mcp-server-git'), '--repository', join(folder, 'files')],
  time: [python('official', 'mcp-server-time')],
  'sdk-typescript-v1': ['node', own('my-sdk-v1.mjs')],
  'broken-exit': ['node', '-e', 'process.stdin.once("data", () => process.exit(7))'],
};

/** Each listens on the port that it is told in its environment. */
const HTTP = {
  'everything-http': [bin('mcp-server-everything'), 'streamableHttp'],
  'basic-vanillajs': ['node', module(official, 'server-basic-vanillajs/dist/index.js')],
  excel: [python('excel', 'excel-mcp-server'), 'streamable-http'],
  'fastmcp-typescript': ['node', own('my-fastmcp.mjs')],
  'fastmcp-python': [python('fastmcp'), own('my-fastmcp.py')],
  'sdk-typescript-v2': ['node', own('my-sdk-v2.mjs')],
  'sdk-python': [python('sdk'), own('my-sdk.py')],
};

/** What they answer to whatever is asked. */
const BROKEN = {
  'broken-401': [401, { 'www-authenticate': 'Bearer realm="demo"' }, '{"error":"a token is needed"}'],
  'broken-page': [200, { 'content-type': 'text/html' }, '<!doctype html><title>Welcome</title><h1>It works'],
};

const listening = [];
const end = () => listening.splice(0).forEach((one) => one());
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    end();
    process.exit(130);
  });
try {
  install();
  const servers = Object.fromEntries(
    Object.entries(STDIO).map(([name, [program, ...args]]) => [name, { command: program, args }]),
  );
  let port = FIRST_PORT;
  for (const [name, [program, ...args]] of Object.entries(HTTP)) {
    start(name, program, args, port);
    servers[name] = { type: 'http', url: `http://localhost:${port}/mcp` };
    port += 1;
  }
  for (const [name, [status, headers, body]] of Object.entries(BROKEN)) {
    const server = createServer((_, response) => response.writeHead(status, headers).end(body));
    server.listen(port, '127.0.0.1');
    listening.push(() => server.close().closeAllConnections());
    servers[name] = { type: 'http', url: `http://localhost:${port}/mcp` };
    port += 1;
  }
  for (let one = FIRST_PORT; one < port; one++) await untilAccepts(one);
  writeFileSync(join(folder, '.mcp.json'), `${JSON.stringify({ mcpServers: servers }, null, 2)}\n`);
  console.log(`${Object.keys(servers).length} servers in ${join(folder, '.mcp.json')}`);
  if (command.length > 0) {
    const child = spawn(command[0], command.slice(1), { cwd: folder, stdio: 'inherit' });
    [process.exitCode] = await once(child, 'exit');
  } else await new Promise(() => undefined);
} finally {
  end();
}

function install() {
  mkdirSync(join(folder, 'files'), { recursive: true });
  for (const [name, text] of Object.entries(OWN)) writeFileSync(own(name), text);
  if (!existsSync(join(folder, 'files/.git'))) run('git', ['init', '--quiet', 'files'], folder);
  if (!existsSync(module())) {
    writeFileSync(own('package.json'), '{ "private": true }\n');
    run('npm', ['install', '--no-audit', '--no-fund', '--silent', ...NPM], folder);
  }
  for (const [name, packages] of Object.entries(PYPI)) {
    if (existsSync(python(name))) continue;
    run('python3', ['-m', 'venv', join('python', name)], folder);
    run(python(name), ['-m', 'pip', 'install', '--quiet', ...packages], folder);
  }
}

function start(name, program, args, port) {
  const env = { ...process.env, PORT: String(port), EXCEL_MCP_PORT: String(port) };
  const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => (said = (said + chunk).slice(-2_000)));
  child.once(
    'exit',
    (code) => code !== null && listening.length > 0 && console.error(`${name} ended with ${code}: ${said}`),
  );
  listening.push(() => child.kill());
}

async function untilAccepts(port) {
  const giveUp = performance.now() + STARTS_WITHIN;
  for (;;) {
    const socket = createConnection({ host: 'localhost', port });
    const isThere = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isThere) return;
    if (performance.now() > giveUp) throw new Error(`nothing listens on port ${port}`);
    await waitFor(200);
  }
}
