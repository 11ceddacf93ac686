/**
 * A weather server as somebody writes it in an afternoon, on the official SDK. It answers on three transports, and each of them has
 * one fault that published servers have, marked with its number. `mcptc demo` finds them.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import { announce } from '../reference/announce.js';
import { readOptions, type Listen } from '../reference/options.js';
import { addStopHandler, stop } from '../reference/stop.js';

const FORECAST = {
  name: 'forecast',
  description: 'Says what the weather will be tomorrow.',
  annotations: { readOnlyHint: true },
  inputSchema: {
    type: 'object',
    properties: { city: { type: 'string', description: 'Name of a city.' } },
    required: ['city'],
  },
} as const;

async function connect(transport: Transport): Promise<Server> {
  const server = new Server({ name: 'weather', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [FORECAST] }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
    if (params.name !== FORECAST.name)
      throw new McpError(ErrorCode.InvalidParams, `there is no tool ${params.name}`);
    const city = params.arguments?.['city'];
    if (typeof city !== 'string') return say('A forecast needs a city.', true);
    // Fault 1, on stdio: a line for whoever debugs the server goes where a client reads messages.
    console.log(`forecast for ${city}`);
    return say(`In ${city} it will be sunny.`);
  });
  await server.connect(transport);
  return server;
}

const say = (text: string, isError = false) => ({ content: [{ type: 'text' as const, text }], isError });

/** Fault 2, over HTTP: nobody looks where a request comes from, so that any web page may call the tools. */
async function listenOverHttp({ host, port }: Listen): Promise<void> {
  const { createLegacyHandler } = await import('../reference/legacy-http.js');
  const handler = createLegacyHandler(connect);
  const server = createServer((request, response) => {
    handler.handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(port, host, resolve);
  });
  addStopHandler(async () => {
    server.close();
    await handler.close();
    server.closeAllConnections();
  });
  announce('streamable-http', `http://${host}:${(server.address() as AddressInfo).port}/mcp`);
}

/** Fault 3, over WebSocket: errors have words for codes, which read well in a log, and which no client looks for. */
function sayCodesInWords(transport: Transport): Transport {
  const send = transport.send.bind(transport);
  transport.send = (message, options) => {
    if (!('error' in message)) return send(message, options);
    const { code } = message.error;
    return send(
      { ...message, error: { ...message.error, code: (ErrorCode[code] ?? 'Error') as never } },
      options,
    );
  };
  return transport;
}

const options = readOptions();
if (options.http) await listenOverHttp(options.http);
if (options.websocket) {
  const { listenOnWebSocket } = await import('../reference/websocket.js');
  await listenOnWebSocket(options.websocket, (transport) => connect(sayCodesInWords(transport)));
}
if (options.stdio) {
  const server = await connect(new StdioServerTransport());
  addStopHandler(() => server.close());
  process.stdin.once('end', stop);
}
