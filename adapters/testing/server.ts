/** A small HTTP or HTTPS server for tests that answers as told and keeps every request. */
import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export interface SeenRequest {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  /** As they were spelled: name, value, name, value. */
  rawHeaders: readonly string[];
  body: string;
}

export interface TestServer {
  url: string;
  /** Every request, in order. */
  seen: SeenRequest[];
  /** Sockets that are open now. */
  sockets(): number;
  stop(): Promise<void>;
}

/** A server on loopback that answers as the test says, and keeps what it was asked. */
export async function startTestServer(
  answer: (response: ServerResponse, request: SeenRequest) => void,
  tls?: ServerOptions,
): Promise<TestServer> {
  const seen: SeenRequest[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { method = '', url = '', headers, rawHeaders } = request;
      const one = { method, url, headers, rawHeaders, body };
      seen.push(one);
      answer(response, one);
    });
  };
  const server = tls === undefined ? createHttp(listener) : createHttps(tls, listener);
  let sockets = 0;
  server.on('connection', (socket: Socket) => {
    sockets++;
    socket.once('close', () => sockets--);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/mcp`,
    seen,
    sockets: () => sockets,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

export const sendJson = (response: ServerResponse, document: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(document));
};
