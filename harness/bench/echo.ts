// A server that does as little as a server can: it gives back what it gets. Listens where a flag says so, else stdio.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  sendUnaryData,
  Server,
  ServerCredentials,
  ServerDuplexStream,
  ServerUnaryCall,
} from '@grpc/grpc-js';

interface Request {
  id: number;
  params: unknown;
}

const answer = ({ id, params }: Request) => ({ jsonrpc: '2.0', id, result: params });
const reply = (request: string): string => JSON.stringify(answer(JSON.parse(request) as Request));

const LISTEN = {
  async '--http'() {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.setHeader('content-type', 'application/json');
        response.end(reply(Buffer.concat(chunks).toString('utf8')));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  },
  async '--ws'() {
    const { WebSocketServer } = await import('ws');
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: 0 });
    server.on('connection', (socket) => {
      socket.on('message', (data: Buffer) => socket.send(reply(data.toString('utf8'))));
    });
    await once(server, 'listening');
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  },
  async '--grpc'() {
    const [{ Server, ServerCredentials }, { makeFrameCodec, LIMITS, METHOD }] = await Promise.all([
      import('@grpc/grpc-js'),
      import('./bare/grpc.js'),
    ]);
    const { encode, decode } = makeFrameCodec();
    const server = new Server(LIMITS);
    server.register(
      METHOD,
      (call: ServerDuplexStream<Request, object>) =>
        void call.on('data', (request: Request) => call.write(answer(request))),
      encode,
      decode as (bytes: Buffer) => Request,
      'bidi',
    );
    return bind(server, ServerCredentials.createInsecure());
  },
  async '--google'() {
    const [{ Server, ServerCredentials }, { LIMITS }, { CALL_TOOL, makeEcho }] = await Promise.all([
      import('@grpc/grpc-js'),
      import('./bare/grpc.js'),
      import('./bare/grpc-google.js'),
    ]);
    const [echo, asItIs] = [makeEcho(), (bytes: Buffer) => bytes];
    const server = new Server(LIMITS);
    server.register(
      CALL_TOOL,
      ({ request }: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) =>
        callback(null, echo(request)),
      asItIs,
      asItIs,
      'unary',
    );
    return bind(server, ServerCredentials.createInsecure());
  },
};

async function bind(server: Server, credentials: ServerCredentials): Promise<string> {
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return `127.0.0.1:${port}`;
}

function onStdio(): void {
  let rest: Buffer[] = [];
  process.stdin.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; start = end + 1, end = chunk.indexOf(10, start)) {
      rest.push(chunk.subarray(start, end));
      process.stdout.write(`${reply(Buffer.concat(rest).toString('utf8'))}\n`);
      rest = [];
    }
    rest.push(chunk.subarray(start));
  });
}

const flag = process.argv[2] as keyof typeof LISTEN | undefined;
if (flag === undefined) onStdio();
else process.stdout.write(`${await LISTEN[flag]()}\n`);
