/** The WebSocket transport of the v1 SDK. */
import { WebSocketClientTransport } from '@modelcontextprotocol/sdk/client/websocket.js';
import { sdkAdapter } from 'mcp-transport-conformance/adapter';
import { WebSocket } from 'ws';

// It takes the global one, which Node 20 does not have.
globalThis.WebSocket ??= WebSocket;

export const adapter = sdkAdapter({
  transport: 'sdk-websocket',
  create: ({ url }) => new WebSocketClientTransport(new URL(url)),
});
