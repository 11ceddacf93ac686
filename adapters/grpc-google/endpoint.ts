/** Where a typed gRPC service is reached, and what its connection shows. */
import type { GrpcConnection } from '../grpc/endpoint.js';
import type { TlsOptions } from '../tls.js';

/** The typed service `model_context_protocol.Mcp` of GoogleCloudPlatform/mcp-grpc-transport-proto. */
export interface GrpcGoogleEndpoint {
  /** `host:port` */
  address: string;
  /** Absent: plain text. */
  tls?: TlsOptions;
  /** Sent with every call; their values never reach a transcript. */
  metadata: Readonly<Record<string, string>>;
  /** Full name of the service, where it is not `model_context_protocol.Mcp`. */
  service?: string;
}

/** What binding scenarios see beyond `Connection`. */
export interface GrpcGoogleConnection extends GrpcConnection {
  readonly mode: 'call';
  readonly native: true;
}
