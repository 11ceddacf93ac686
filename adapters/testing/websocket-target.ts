/** A WebSocket target for the contract test; logs `port N`. Argument: `stubborn` answers no close frame. */
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { behave, log, type Request, type Wire } from '../contract/behaviour.js';

const stubborn = process.argv.includes('stubborn');

function wireOf(client: WebSocket, socket: Socket): Wire {
  const put = async (bytes: Buffer, fin: boolean): Promise<void> => {
    client.send(bytes, { binary: false, fin });
    // Nobody reads a connection that was dropped: wait for good, as any server that awaits `drain` would.
    if (socket.writableNeedDrain) await once(socket, 'drain');
  };
  return {
    send: (message) => put(message, true),
    part: (bytes) => put(bytes, false),
    drop: () => socket.resetAndDestroy(),
    finish: () => client.close(1000, 'finished'),
  };
}

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  maxPayload: 128 * 1024 * 1024,
  perMessageDeflate: false,
  handleProtocols: () => 'mcp',
});
server.on('connection', (client, { socket }) => {
  const wire = wireOf(client, socket);
  // A client that resets its connection ends that one, and not the server.
  client.on('error', () => log('connection failed'));
  client.on('message', (body: Buffer) => {
    void behave(JSON.parse(body.toString()) as Request, body, wire);
  });
  // What is paused sees no close frame, and so answers none.
  if (stubborn) client.pause();
});
server.once('listening', () => {
  log(`pid ${process.pid}`);
  log(`port ${(server.address() as AddressInfo).port}`);
});
