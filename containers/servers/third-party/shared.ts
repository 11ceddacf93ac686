// A server on the official SDK that has one transport, or one server, for all its clients: up to version 1.25.3 of the SDK
// this gives one client what another one asked for (CVE-2026-25536). Arguments: WHAT (`transport`, `server` or `nothing`) is
// shared, and `at-once` where its tools take no time.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as waitFor } from 'node:timers/promises';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';

/** Milliseconds that half of the work takes. */
const WORK_MS = 20;

const [what = 'nothing', when] = process.argv.slice(2);

function makeServer(): McpServer {
  const server = new McpServer({ name: `shared-${what}`, version: '1.0.0' });
  server.registerTool(
    'look_up',
    {
      description: 'Says what was asked for.',
      inputSchema: { word: z.string() },
      annotations: { readOnlyHint: true },
    },
    when === 'at-once'
      ? ({ word }) => ({ content: [{ type: 'text', text: word }] })
      : async ({ word }, { _meta, sendNotification }) => {
          await waitFor(WORK_MS);
          const { progressToken } = _meta ?? {};
          if (progressToken !== undefined) {
            const params = { progressToken, progress: 1, total: 2 };
            await sendNotification({ method: 'notifications/progress', params });
            await waitFor(WORK_MS);
          }
          return { content: [{ type: 'text', text: word }] };
        },
  );
  return server;
}

const makeTransport = async (server: McpServer): Promise<StreamableHTTPServerTransport> => {
  const transport = new StreamableHTTPServerTransport();
  await server.connect(transport);
  return transport;
};

const onlyServer = makeServer();
const onlyTransport = what === 'transport' ? await makeTransport(onlyServer) : undefined;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST' }).end();
  const server = what === 'nothing' ? makeServer() : onlyServer;
  const transport = onlyTransport ?? (await makeTransport(server));
  if (what === 'nothing') response.on('close', () => void server.close());
  if (what === 'server') response.on('close', () => void transport.close());
  await transport.handleRequest(request, response);
}

const http = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    if (!response.headersSent) response.writeHead(500).end();
  });
});
http.listen(0, '127.0.0.1', () => {
  const { port } = http.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}/mcp` })}\n`);
});
