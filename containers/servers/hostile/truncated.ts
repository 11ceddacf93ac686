// Answers the first request with half a message, says so on stderr, and waits to be killed:
// `half.js --stdio`, or `half.js http|sse|ws|grpc PORT`. One file, with nothing to import but Node.
import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createHttp2 } from 'node:http2';

const MESSAGE = JSON.stringify({ jsonrpc: '2.0', id: 1, result: { half: 'x'.repeat(1_000) } });
const HALF = Buffer.from(MESSAGE.slice(0, MESSAGE.length / 2));

const [how = '', port = '0'] = process.argv.slice(2);
const told = (): void => void process.stderr.write('half\n');

const overHttp = (answer: (response: ServerResponse) => void) => (): void => {
  createServer((request, response) => {
    if (request.method === 'POST') answer(response);
    else response.writeHead(405).end();
  }).listen(Number(port), '0.0.0.0');
};

const speak: Readonly<Record<string, () => void>> = {
  '--stdio': () => process.stdin.once('data', () => process.stdout.write(HALF, told)),

  http: overHttp((response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': MESSAGE.length });
    response.write(HALF, told);
  }),

  sse: overHttp((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    // A whole line of an event that does not end.
    response.write(`event: message\ndata: ${MESSAGE}\n`, told);
  }),

  ws() {
    const server = createServer((_, response) => void response.writeHead(426).end());
    server.on('upgrade', (request, socket) => {
      const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
      const accept = createHash('sha1').update(key).digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Protocol: mcp\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      // A text frame that is not the last one of its message.
      const header = Buffer.from([0x01, 126, HALF.length >> 8, HALF.length & 0xff]);
      socket.once('data', () => socket.write(Buffer.concat([header, HALF]), told));
      socket.on('error', () => undefined);
    });
    server.listen(Number(port), '0.0.0.0');
  },

  grpc() {
    const server = createHttp2();
    server.on('stream', (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
      const prefix = Buffer.alloc(5);
      prefix.writeUInt32BE(MESSAGE.length, 1);
      stream.once('data', () => stream.write(Buffer.concat([prefix, HALF]), told));
      stream.on('error', () => undefined);
    });
    server.listen(Number(port), '0.0.0.0');
  },
};

speak[how]?.();
