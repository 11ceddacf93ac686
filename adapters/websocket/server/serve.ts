/** Serves MCP over WebSocket: one SDK transport for each connection that comes in. */
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { listenForUpgrades, type WebSocketOptions } from './listener.js';
import { WebSocketServerTransport } from './transport.js';

export { WebSocketServerTransport, type WebSocketOptions };

export interface ListeningWebSocket {
  readonly url: string;
  /** Ends all connections with 1001, and stops listening. */
  close(): Promise<void>;
}

/** Takes a new connection: `connect` of an SDK's server, or anything that starts the transport. */
export type Accept = (transport: WebSocketServerTransport, upgrade: IncomingMessage) => unknown;

/** Close codes of RFC 6455, section 7.4.1. */
const GOING_AWAY = 1001;
const INTERNAL_ERROR = 1011;

/** Serves the binding in `adapters/websocket/README.md`. Rejects where the port cannot be had. */
export async function serveWebSocket(options: WebSocketOptions, accept: Accept): Promise<ListeningWebSocket> {
  const open = new Set<WebSocketServerTransport>();
  const take = (client: WebSocket, upgrade: IncomingMessage): void => {
    const transport = new WebSocketServerTransport(client);
    open.add(transport);
    client.once('close', () => open.delete(transport));
    const failed = () => transport.close(INTERNAL_ERROR, 'the server did not start');
    new Promise((resolve) => resolve(accept(transport, upgrade))).catch(failed);
  };
  const listener = await listenForUpgrades(options, take);
  const leave = (transport: WebSocketServerTransport) =>
    transport.close(GOING_AWAY, 'the server is shutting down');
  return {
    url: listener.url,
    close: () => listener.close(() => Promise.all([...open].map(leave))),
  };
}
