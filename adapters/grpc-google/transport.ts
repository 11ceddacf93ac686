/** Describes the typed gRPC transport: its name, its URLs and its config block. */
import { greetHttp2 } from '../greeting.js';
import { toAddress } from '../grpc/dial.js';
import { SERVICE_NAME } from '../grpc/service-name.js';
import { TEXTS, type NetworkTransport } from '../transport.js';
import type { GrpcGoogleConnection, GrpcGoogleEndpoint } from './endpoint.js';

/** What its block in a config may say. */
export interface GrpcGoogleBlock {
  metadata?: Record<string, string>;
  service?: string;
}

export const grpcGoogle: NetworkTransport<
  'grpc-google',
  GrpcGoogleEndpoint,
  GrpcGoogleConnection,
  GrpcGoogleBlock
> = {
  name: 'grpc-google',
  label: 'gRPC',
  custom: true,
  native: true,
  order: 5,
  adapter: async () => (await import('./adapter.js')).grpcGoogle,
  contract: {
    exempt: 'typed messages have no room for made-up methods: grpc-google/*.test.ts holds the like',
  },
  network: {
    scheme: 'grpc',
    tls: true,
    hostPort: true,
    headers: 'metadata',
    options: {
      metadata: { ...TEXTS, description: 'metadata of every call' },
      service: SERVICE_NAME,
    },
    settle: (block) => block,
    endpoint: toAddress,
    greeting: greetHttp2,
  },
};
