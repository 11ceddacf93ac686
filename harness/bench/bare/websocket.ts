/** A benchmark client over WebSocket with nothing but the `ws` library. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { makeMessage, Waiting, type EchoClient } from '../waiting.js';

export async function connectBareWebSocket(url: string): Promise<EchoClient> {
  const socket = new WebSocket(url, 'mcp', { perMessageDeflate: false, maxPayload: 0 });
  const waiting = new Waiting();
  socket.on('message', (data: Buffer) => waiting.settle(JSON.parse(data.toString('utf8'))));
  await once(socket, 'open');
  return {
    ask(params) {
      const { id, reply } = waiting.next();
      socket.send(JSON.stringify(makeMessage(id, params)));
      return reply;
    },
    async close() {
      const closed = once(socket, 'close');
      socket.terminate();
      await closed;
    },
  };
}
