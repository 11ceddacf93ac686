/** The adapter for the typed gRPC service, where each MCP request is an RPC of its own. */
import type { Adapter } from '../adapter.js';
import { connectClient } from '../grpc/client.js';
import { GOOGLE_TRAITS, GoogleConnection } from './connection.js';
import type { GrpcGoogleConnection, GrpcGoogleEndpoint } from './endpoint.js';

/**
 * The typed service of GoogleCloudPlatform/mcp-grpc-transport-proto (`proto/mcp_google.proto`): eight RPCs in place of JSON-RPC.
 * There is no handshake, no id and no message that the server sends unasked.
 */
export const grpcGoogle: Adapter<GrpcGoogleEndpoint, GrpcGoogleConnection> = {
  transport: 'grpc-google',
  custom: true,
  traits: () => GOOGLE_TRAITS,
  async open(endpoint, options) {
    const client = await connectClient(endpoint, options);
    return new GoogleConnection(client, endpoint, options);
  },
};
