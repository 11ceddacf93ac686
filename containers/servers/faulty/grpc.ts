/** The gRPC proxy that puts faults between clients and a right server. */
import { connect, createServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { startListeningUpstream } from './upstream.js';
import type { Upstream, Fault } from './fault.js';
import { Front } from './grpc-front.js';
import { GrpcRelay, type RelayPlace } from './grpc-relay.js';
import { MessageInterceptor } from './interceptor.js';

/** Metadata that names the fault: `FAULT-ID`, or `FAULT-ID~NAME` for one with a memory of its own. */
export const FAULT_KEY = 'x-fault';
/** MiB that node:http2 may hold for one connection: messages of 64 MiB pass in one piece. */
const MAX_SESSION_MIB = 512;

/** Stands before one right server that it starts. Resolves with the address. */
export async function meddleOverGrpc(
  faults: Readonly<Record<string, Fault>>,
  upstreamName: Upstream,
  port: number,
): Promise<string> {
  const upstream = await startListeningUpstream(upstreamName, '--grpc-port');
  const { address } = await standBefore(upstream.host, faults, port);
  return `grpc://${address}`;
}

/**
 * Stands between gRPC clients and one right server, on plain HTTP/2, because a gRPC library would not do most of what is wrong here.
 * All faults share one server; metadata says which is meant.
 */
export async function standBefore(
  host: string,
  faults: Readonly<Record<string, Fault>>,
  port = 0,
): Promise<{ address: string; close: () => void }> {
  const session = connect(`http://${host}`, { maxSessionMemory: MAX_SESSION_MIB });
  const places = new Map<string, RelayPlace>();
  const [only, ...others] = Object.keys(faults);
  const placeAt = (name: string): RelayPlace | undefined => {
    const fault = faults[name.split('~')[0] ?? ''];
    if (fault === undefined) return undefined;
    const place = places.get(name) ?? {
      fault,
      interceptor: new MessageInterceptor(fault, 'grpc'),
      streams: new Set(),
    };
    places.set(name, place);
    return place;
  };
  const front = new Front();
  const server = createServer({ maxSessionMemory: MAX_SESSION_MIB });
  server.on('sessionError', (error: Error) => process.stderr.write(`${error.message}\n`));
  server.on('stream', (stream: ServerHttp2Stream, headers) => {
    stream.on('error', (error) => process.stderr.write(`${error.message}\n`));
    // Where there is one, it needs no name.
    const place = placeAt(String(headers[FAULT_KEY] ?? (others.length === 0 ? only : '')));
    if (place === undefined) stream.respond({ ':status': 404 }, { endStream: true });
    else {
      const { http2 } = place.fault.grpc ?? {};
      if (http2 !== undefined) front.bend(stream.session?.socket.remotePort, http2);
      new GrpcRelay(place, session, stream, headers).start();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const own = await front.listen(port, (server.address() as AddressInfo).port);
  const close = (): void => {
    session.destroy();
    front.close();
    server.close();
  };
  return { address: `127.0.0.1:${own}`, close };
}
