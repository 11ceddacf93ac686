/** Any server of yours: here one of the SDK, over a Unix socket, one connection a client. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';

function build() {
  const server = new McpServer({ name: 'unix-socket-example', version: '1.0.0' });
  server.registerTool('time', { description: 'The time', annotations: { readOnlyHint: true } }, () => ({
    content: [{ type: 'text', text: new Date().toISOString() }],
  }));
  return server;
}

const folder = mkdtempSync(join(tmpdir(), 'mcp-'));
const path = join(folder, 'socket');
const server = createServer((socket) => {
  const handle = serveStdio(build, { transport: new StdioServerTransport(socket, socket) });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => void handle.close());
});
server.listen(path, () => console.log(JSON.stringify({ transport: 'unix-socket', url: `unix://${path}` })));

process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit());
