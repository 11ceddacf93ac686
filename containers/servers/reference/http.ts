/** Makes a reference server listen over HTTP at `/mcp`, and checks the Host and Origin headers. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostHeaderValidation, originValidation } from '@modelcontextprotocol/node';
import { announce } from './announce.js';
import type { Guarded } from './options.js';
import { addStopHandler } from './stop.js';

const PATH = '/mcp';
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

export interface HttpHandler {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

/** Listens, says where in one line of JSON on stdout, and ends with the signal. */
export async function serveHttp({ host, port, allowedHosts }: Guarded, handler: HttpHandler): Promise<void> {
  const names = [...LOOPBACK, host, ...allowedHosts];
  const allows = [hostHeaderValidation(names), originValidation(names)];
  const server = createServer((request, response) => {
    if (!allows.every((allow) => allow(request, response))) return;
    if (request.url?.split('?')[0] !== PATH) {
      response.writeHead(404).end();
      return;
    }
    handler.handle(request, response).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      if (response.headersSent) response.destroy();
      else response.writeHead(statusOf(error), { connection: 'close' }).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  addStopHandler(async () => {
    server.close();
    await handler.close();
    server.closeAllConnections();
  });
  const address = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  const url = `http://${name}:${address.port}${PATH}`;
  announce('streamable-http', url);
}

/** The SDK's error for a body that is too large says so in its `status`. */
const statusOf = (error: unknown): number =>
  error instanceof Error && 'status' in error ? Number(error.status) : 500;
