/** HTTP servers that attack the client: silence, garbage, floods, deep nesting and endless lines. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { limitLifetime } from './lifetime.js';
import { FILLER, flood, garbage, LINE_START, makeManyValues, makeNested, pour } from './streams.js';

const json = { 'content-type': 'application/json' };
const events = { 'content-type': 'text/event-stream' };

/** What becomes of every request. */
const overHttp: Readonly<Record<string, (response: ServerResponse) => void>> = {
  silent: () => undefined,
  garbage: (response) => void response.writeHead(200, json).end(garbage),
  flood: (response) => pour(response.writeHead(200, events), '', flood('data: ', '\n\n')),
  'many-values': (response) => void response.writeHead(200, json).end(makeManyValues()),
  nested: (response) => void response.writeHead(200, events).end(`data: ${makeNested()}\n\n`),
  'endless-line': (response) => pour(response.writeHead(200, json), LINE_START, FILLER),
};

/** Resolves with the address, or with nothing where there is no such server over HTTP. */
export async function serveOverHttp(name: string, port: number): Promise<string | undefined> {
  const respond = overHttp[name];
  if (!respond) return undefined;
  limitLifetime();
  const server = createServer((request, response) => {
    request.on('error', () => undefined).resume();
    response.on('error', () => undefined);
    respond(response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}
