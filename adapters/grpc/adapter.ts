/** The adapter for gRPC tunnels: opens a session stream or a connection of single calls. */
import { ConnectError, type Adapter } from '../adapter.js';
import type { Era } from '../revision.js';
import { CallConnection } from './call-connection.js';
import { connectClient } from './client.js';
import type { GrpcConnection, GrpcEndpoint } from './endpoint.js';
import { mergeMetadata, toMetadata } from './metadata.js';
import { CALL_TRAITS, SESSION_TRAITS } from './connection-context.js';
import { findRoute, explainNoRoute } from './presets.js';
import { SessionConnection } from './session-connection.js';

/** A JSON-RPC message in one field of each gRPC message (proto/README.md): a stream for a legacy session, a call a modern request. */
export const grpc: Adapter<GrpcEndpoint, GrpcConnection> = {
  transport: 'grpc',
  custom: true,
  traits: (era: Era) => (era === 'legacy' ? SESSION_TRAITS : CALL_TRAITS),
  async open(endpoint, options) {
    options.signal.throwIfAborted();
    const route = findRoute(endpoint, options.era);
    if (route === undefined)
      throw new ConnectError(`the gRPC method to call is not clear`, explainNoRoute(endpoint));
    checkMetadata(endpoint);
    const client = await connectClient(endpoint, options);
    if (route.mode === 'call') return new CallConnection({ client, endpoint, route, options });
    const session = new SessionConnection({ client, endpoint, route, options });
    await session.taken();
    return session;
  },
};

/** The user's own, which goes with every call; a value that cannot be sent is no fault of the target. */
function checkMetadata({ metadata }: GrpcEndpoint): void {
  try {
    toMetadata(mergeMetadata(metadata));
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ConnectError(message, 'Change its name or its value.', { cause });
  }
}
