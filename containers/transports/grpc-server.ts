import {
  Server,
  ServerCredentials,
  type handleBidiStreamingCall,
  type handleServerStreamingCall,
  type MethodDefinition,
} from '@grpc/grpc-js';
import { codecOf, loadProto, messageType } from '../../adapters/grpc/proto.js';
import type { TlsOptions } from '../../adapters/tls.js';
import type { Frame, Frame__Output } from '../../proto/generated/mcp/tunnel/v1/Frame.js';
import { GrpcCallTransport, GrpcSessionTransport } from './grpc.js';
import { addHealth } from './grpc-health.js';
import { addReflection } from './grpc-reflection.js';
import { mirrorProblem } from './mirror.js';

export interface GrpcListen {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Absent: plain text. With `ca`, clients have to show a certificate. */
  tls?: TlsOptions;
  /** Bytes of one message of a client; 4 MiB where absent, as everywhere in gRPC. */
  maxMessage?: number;
}

/** Who serves what; an RPC without one is answered with `UNIMPLEMENTED`. */
export interface GrpcHandlers {
  /** Given the transport of one session, connects a server to it. */
  session?: (transport: GrpcSessionTransport) => unknown;
  /** Given the transport of one call, connects a server to it. */
  call?: (transport: GrpcCallTransport) => unknown;
  /** Definitions of tools, by name, whose parameters may be mirrored in metadata. */
  tools?: ReadonlyMap<string, Record<string, unknown>>;
}

export interface GrpcListening {
  /** `grpc://127.0.0.1:50051` */
  url: string;
  /** Lets calls end, for a moment. */
  close: () => Promise<void>;
}

const PROTO = 'mcp_tunnel.proto';
const SERVICE = 'mcp.tunnel.v1.McpTunnel';
/** Milliseconds that open calls get to end by themselves. */
const GRACE_MS = 500;

/** Serves the tunnel (proto/README.md) with health and reflection beside it. */
export async function serveGrpc(listen: GrpcListen, handlers: GrpcHandlers): Promise<GrpcListening> {
  const root = loadProto(PROTO);
  const frame = messageType<Frame, Frame__Output>(root, 'mcp.tunnel.v1.Frame');
  const method = (name: string, requestStream: boolean): MethodDefinition<Frame__Output, Frame> => ({
    path: `/${SERVICE}/${name}`,
    requestStream,
    responseStream: true,
    ...codecOf(frame, frame),
  });
  const open = new Set<GrpcSessionTransport | GrpcCallTransport>();
  const track = (transport: GrpcSessionTransport | GrpcCallTransport): void => {
    open.add(transport);
    transport.call.once('close', () => open.delete(transport));
  };
  const { session, call, tools = new Map() } = handlers;
  const onSession: handleBidiStreamingCall<Frame__Output, Frame> = (stream) => {
    const transport = new GrpcSessionTransport(stream);
    track(transport);
    void session?.(transport);
  };
  const onCall: handleServerStreamingCall<Frame__Output, Frame> = (stream) => {
    const transport = new GrpcCallTransport(stream, (message, metadata) =>
      mirrorProblem(message, (name) => metadata.get(name).map(String), tools),
    );
    track(transport);
    void call?.(transport);
  };

  const limit = (listen.maxMessage ?? 4 * 1024 * 1024) + FRAME_BYTES;
  const server = new Server({
    'grpc.max_receive_message_length': limit,
    'grpc.max_send_message_length': -1,
  });
  server.addService(
    {
      ...(session && { Session: method('Session', true) }),
      ...(call && { Call: method('Call', false) }),
    },
    { Session: onSession, Call: onCall },
  );
  addHealth(server, [SERVICE]);
  addReflection(server, [root]);
  const port = await bind(server, listen);
  const name = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  return {
    url: `${listen.tls === undefined ? 'grpc' : 'grpcs'}://${name}:${port}`,
    async close() {
      await Promise.all([...open].map((transport) => transport.close()));
      await shutDown(server);
    },
  };
}

/** Tag and length of the one field around a message. */
const FRAME_BYTES = 16;

function bind(server: Server, { host, port, tls }: GrpcListen): Promise<number> {
  const name = host.includes(':') ? `[${host}]` : host;
  return new Promise((resolve, reject) => {
    server.bindAsync(`${name}:${port}`, credentialsOf(tls), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
}

function credentialsOf(tls: TlsOptions | undefined): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const { ca, cert, key } = tls;
  if (cert === undefined || key === undefined)
    throw new Error('A server with TLS needs a certificate and its key');
  return ServerCredentials.createSsl(
    ca === undefined ? null : Buffer.from(ca),
    [{ private_key: Buffer.from(key), cert_chain: Buffer.from(cert) }],
    ca !== undefined,
  );
}

function shutDown(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.forceShutdown(), GRACE_MS);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
