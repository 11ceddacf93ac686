/** Serves MCP over the gRPC tunnel, with health and reflection beside it. */
import {
  type handleBidiStreamingCall,
  type handleServerStreamingCall,
  type MethodDefinition,
} from '@grpc/grpc-js';
import { makeCodec, loadProto, findMessageType } from '../proto.js';
import type { Frame, Frame__Output } from '../../../proto/generated/mcp/tunnel/v1/Frame.js';
import { GrpcCallTransport, GrpcSessionTransport } from './tunnel.js';
import { addHealth } from './health.js';
import { createGrpcServer, listenOn, type GrpcListen, type GrpcListening } from './listen.js';
import { addReflection } from './reflection.js';
import { findMirrorProblem } from './mirror-check.js';

export { GrpcCallTransport, GrpcSessionTransport, type GrpcListen, type GrpcListening };

/** Who serves what; an RPC without one is answered with `UNIMPLEMENTED`. */
export interface GrpcHandlers {
  /** Given the transport of one session, connects a server to it. */
  session?: (transport: GrpcSessionTransport) => unknown;
  /** Given the transport of one call, connects a server to it. */
  call?: (transport: GrpcCallTransport) => unknown;
  /** Definitions of tools, by name, whose parameters may be mirrored in metadata. */
  tools?: ReadonlyMap<string, Record<string, unknown>>;
}

const PROTO = 'mcp_tunnel.proto';
const SERVICE = 'mcp.tunnel.v1.McpTunnel';
/** Serves the tunnel (proto/README.md) with health and reflection beside it. */
export async function serveGrpc(listen: GrpcListen, handlers: GrpcHandlers): Promise<GrpcListening> {
  const root = loadProto(PROTO);
  const frame = findMessageType<Frame, Frame__Output>(root, 'mcp.tunnel.v1.Frame');
  const method = (name: string, requestStream: boolean): MethodDefinition<Frame__Output, Frame> => ({
    path: `/${SERVICE}/${name}`,
    requestStream,
    responseStream: true,
    ...makeCodec(frame, frame),
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
      findMirrorProblem(message, (name) => metadata.get(name).map(String), tools),
    );
    track(transport);
    void call?.(transport);
  };

  const server = createGrpcServer((listen.maxMessage ?? 4 * 1024 * 1024) + FRAME_BYTES);
  server.addService(
    {
      ...(session && { Session: method('Session', true) }),
      ...(call && { Call: method('Call', false) }),
    },
    { Session: onSession, Call: onCall },
  );
  addHealth(server, [SERVICE]);
  addReflection(server, [root]);
  const { url, close } = await listenOn(server, listen);
  return {
    url,
    async close() {
      await Promise.all([...open].map((transport) => transport.close()));
      await close();
    },
  };
}

/** Tag and length of the one field around a message. */
const FRAME_BYTES = 16;
