/** A Streamable HTTP target for the contract test; logs `port N`. Argument: `stubborn` never answers a DELETE. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { behave, log, STREAMED, type Request, type Wire } from '../contract/behaviour.js';

const stubborn = process.argv.includes('stubborn');

function wireOf(response: ServerResponse, streamed: boolean): Wire {
  const write = async (bytes: Buffer): Promise<void> => {
    // Nobody reads a connection that was dropped: wait for good, as any server that awaits `drain` would.
    if (!response.write(bytes)) await once(response, 'drain');
  };
  response.writeHead(200, { 'content-type': streamed ? 'text/event-stream' : 'application/json' });
  response.flushHeaders();
  return {
    send: (message) =>
      write(streamed ? Buffer.concat([Buffer.from('data: '), message, Buffer.from('\n\n')]) : message),
    part: write,
    drop: () => response.socket?.resetAndDestroy(),
    finish: () => response.socket?.end(),
  };
}

const server = createServer((request, response) => {
  request.on('close', () => log('request closed'));
  response.on('close', () => log('response closed'));
  if (request.method === 'DELETE') {
    log(`DELETE ${String(request.headers['mcp-session-id'])}`);
    if (!stubborn) response.writeHead(200).end();
    return;
  }
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    return;
  }
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts);
    const message = JSON.parse(body.toString()) as Request;
    const wire = wireOf(response, STREAMED.has(message.method));
    void behave(message, body, wire).then(() => response.end());
  });
});
server.listen(0, '127.0.0.1', () => {
  log(`pid ${process.pid}`);
  log(`port ${(server.address() as AddressInfo).port}`);
});
