// `server-everything` over WebSocket with the `mcp-websocket-transport` package, wired as the README of that shows.
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { createServer } from '@modelcontextprotocol/server-everything/dist/server/index.js';
import { WebSocketServerTransport } from 'mcp-websocket-transport';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

const sockets = new WebSocketServer({ host: '127.0.0.1', port: Number(process.env.PORT ?? 0) });

sockets.on('connection', (socket) => {
  const { server, cleanup } = createServer();
  socket.once('close', () => cleanup());
  // Its own copy of the SDK's types is older than the SDK, hence the assertion.
  void server.connect(new WebSocketServerTransport(socket) as Transport);
});

sockets.on('listening', () => {
  const { port } = sockets.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `ws://127.0.0.1:${port}/` })}\n`);
});
