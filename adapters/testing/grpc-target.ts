/**
 * A gRPC target for the contract test, on plain HTTP/2 because a gRPC library writes no half messages; logs `port N`.
 * Argument: `stubborn` never ends a session.
 */
import { once } from 'node:events';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { Deframer, prefixWithLength } from '../grpc/deframer.js';
import { decodeGrpcFrame, encodeGrpcFrame, type Field } from '../grpc/frame.js';
import { behave, log, type Request, type Wire } from '../contract/behaviour.js';

const stubborn = process.argv.includes('stubborn');
const FIELD: Field = { number: 1, type: 'bytes' };
/** Bytes that a message is said to have which is never finished. */
const PROMISED = 1024 * 1024 - 1;
const LARGEST = 128 * 1024 * 1024;

const sockets = new Map<number | undefined, Socket>();

function wireOf(stream: ServerHttp2Stream, session: boolean): Wire {
  let begun = false;
  const write = async (bytes: Buffer): Promise<void> => {
    // Nobody reads a call that was cancelled: wait for good, as any server that awaits `drain` would.
    if (!stream.write(bytes)) await once(stream, 'drain');
  };
  return {
    send: (message) => write(prefixWithLength(encodeGrpcFrame(FIELD, message), false)),
    async part(bytes) {
      if (!begun) {
        const prefix = Buffer.alloc(5);
        // What does not end is said to be as long as can be said.
        prefix.writeUInt32BE(bytes.length > 1024 ? 0xff_ff_ff_ff : PROMISED, 1);
        begun = true;
        await write(prefix);
      }
      return write(bytes);
    },
    drop: () => sockets.get(stream.session?.socket.remotePort)?.resetAndDestroy(),
    finish: () => (session ? stream.end() : stream.close()),
  };
}

const server = createServer();
server.on('connection', (socket: Socket) => sockets.set(socket.remotePort, socket));
server.on('stream', (stream, headers) => {
  const session = headers[':path']?.endsWith('/Session') === true;
  const wire = wireOf(stream, session);
  stream.on('error', () => log('stream failed'));
  stream.on('close', () => log('response closed'));
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.respond({ ':status': 200, 'content-type': 'application/grpc+proto' }, { waitForTrailers: true });
  const frames = new Deframer(LARGEST, (frame) => {
    const body = decodeGrpcFrame(FIELD, frame).json;
    const request = JSON.parse(body.toString()) as Request;
    void behave(request, body, wire).finally(() => !session && !stream.destroyed && stream.end());
  });
  stream.on('data', (chunk: Buffer) => frames.feed(chunk));
  stream.on('end', () => {
    if (session && !stubborn) stream.end();
  });
});
server.listen(0, '127.0.0.1', () => {
  log(`pid ${process.pid}`);
  log(`port ${(server.address() as AddressInfo).port}`);
});
