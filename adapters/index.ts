import type { Adapter } from './adapter.js';
import type { GrpcConnection, GrpcEndpoint } from './grpc/endpoint.js';
import type { GrpcGoogleConnection, GrpcGoogleEndpoint } from './grpc-google/endpoint.js';
import type { StdioConnection, StdioEndpoint } from './stdio/endpoint.js';
import type { HttpConnection, HttpEndpoint } from './streamable-http/endpoint.js';
import type { WebSocketConnection, WebSocketEndpoint } from './websocket/endpoint.js';

/** One line a transport; loaded when it is first used. */
export const adapters = {
  stdio: async () => (await import('./stdio/adapter.js')).stdio,
  'streamable-http': async () => (await import('./streamable-http/adapter.js')).streamableHttp,
  websocket: async () => (await import('./websocket/adapter.js')).websocket,
  grpc: async () => (await import('./grpc/adapter.js')).grpc,
  'grpc-google': async () => (await import('./grpc-google/adapter.js')).grpcGoogle,
} satisfies Record<string, () => Promise<Adapter<never>>>;

export type TransportName = keyof typeof adapters;

/** What a target hands to `open`, per transport. */
export interface EndpointOf {
  stdio: StdioEndpoint;
  'streamable-http': HttpEndpoint;
  websocket: WebSocketEndpoint;
  grpc: GrpcEndpoint;
  'grpc-google': GrpcGoogleEndpoint;
}

/** What binding scenarios see beyond `Connection`. */
export interface ConnectionOf {
  stdio: StdioConnection;
  'streamable-http': HttpConnection;
  websocket: WebSocketConnection;
  grpc: GrpcConnection;
  'grpc-google': GrpcGoogleConnection;
}

export const transportNames = Object.keys(adapters) as TransportName[];
