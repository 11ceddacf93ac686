/** Set-up and clean-up for tests of WebSocket: echoing servers and clients connected to them. */
import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage } from 'node:http';
import { createServer as createHttps, type ServerOptions as TlsServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach } from '@jest/globals';
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws';
import type { OpenOptions } from '../adapter.js';
import type { WebSocketEndpoint } from '../websocket/endpoint.js';
import { openBundledClient } from './client.js';

export interface Taken {
  client: WebSocket;
  upgrade: IncomingMessage;
}

/** For one test file: starts WebSocket servers and connections to them, and ends all after each test. */
export function makeWebSocketCases() {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  });

  /** A server that echoes, and keeps who came. */
  const serve = async (options: ServerOptions = {}, tls?: TlsServerOptions) => {
    const http = tls === undefined ? createHttp() : createHttps(tls);
    const server = new WebSocketServer({ ...options, server: http });
    const taken: Taken[] = [];
    server.on('connection', (client, upgrade) => {
      taken.push({ client, upgrade });
      client.on('error', () => {});
      client.on('message', (data: Buffer, binary) => client.send(data, { binary }));
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    cleanups.push(async () => {
      for (const { client } of taken) client.terminate();
      http.closeAllConnections();
      const closed = once(http, 'close');
      http.close();
      await closed;
    });
    const { port } = http.address() as AddressInfo;
    return { url: `${tls === undefined ? 'ws' : 'wss'}://127.0.0.1:${port}/mcp`, taken };
  };

  const open = async (
    endpoint: Partial<WebSocketEndpoint> & { url: string },
    options: Partial<OpenOptions> = {},
  ) => {
    const client = await openBundledClient(
      'websocket',
      { headers: {}, profile: 'mcp', ...endpoint },
      '2025-11-25',
      options,
    );
    cleanups.push(() => client.connection.close('abrupt'));
    return client;
  };
  return { serve, open, cleanups };
}
