import type { Adapter } from './adapter.js';
import type { GrpcGoogleConnection, GrpcGoogleEndpoint } from './grpc-google/endpoint.js';
import type { StdioConnection, StdioEndpoint } from './stdio/endpoint.js';
import type { HttpConnection, HttpEndpoint } from './streamable-http/endpoint.js';

/** One line a transport; loaded when it is first used. */
export const adapters = {
  stdio: async () => (await import('./stdio/adapter.js')).stdio,
  'streamable-http': async () => (await import('./streamable-http/adapter.js')).streamableHttp,
  'grpc-google': async () => (await import('./grpc-google/adapter.js')).grpcGoogle,
} satisfies Record<string, () => Promise<Adapter<never>>>;

export type TransportName = keyof typeof adapters;

/** What a target hands to `open`, per transport. */
export interface EndpointOf {
  stdio: StdioEndpoint;
  'streamable-http': HttpEndpoint;
  'grpc-google': GrpcGoogleEndpoint;
}

/** What binding scenarios see beyond `Connection`. */
export interface ConnectionOf {
  stdio: StdioConnection;
  'streamable-http': HttpConnection;
  'grpc-google': GrpcGoogleConnection;
}

export const transportNames = Object.keys(adapters) as TransportName[];
