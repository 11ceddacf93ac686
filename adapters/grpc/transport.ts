/** Describes the gRPC tunnel transport: its name, its URLs and its config block. */
import { greetHttp2 } from '../greeting.js';
import { TEXTS, type NetworkTransport } from '../transport.js';
import { toAddress } from './dial.js';
import type { GrpcConnection, GrpcEndpoint, GrpcMode } from './endpoint.js';
import { presetNames } from './presets.js';
import { SERVICE_NAME } from './service-name.js';

/** What its block in a config may say. */
export interface GrpcBlock {
  metadata?: Record<string, string>;
  /** A preset of ours, or `google`. */
  profile?: string;
  service?: string;
  method?: string;
  mode?: GrpcMode;
  field?: 'string' | 'bytes';
  fieldNumber?: number;
}

const [tunnel, ...publicTunnels] = presetNames;

export const grpc: NetworkTransport<'grpc', GrpcEndpoint, GrpcConnection, GrpcBlock> = {
  name: 'grpc',
  label: 'gRPC',
  custom: true,
  order: 4,
  adapter: async () => (await import('./adapter.js')).grpc,
  server: () => import('./server/serve.js'),
  contract: async () => (await import('./contract.test.support.js')).host,
  network: {
    scheme: 'grpc',
    tls: true,
    hostPort: true,
    headers: 'metadata',
    options: {
      metadata: { ...TEXTS, description: 'metadata of every call' },
      profile: {
        description: `${tunnel} (our written binding), google, or a public tunnel that differs in names: ${publicTunnels.join(', ')}`,
        enum: [tunnel, 'google', ...publicTunnels],
      },
      service: SERVICE_NAME,
      method: {
        description: 'the full method path of the stream, such as /package.Service/Method',
        type: 'string',
        pattern: '^/[^/]+/[^/]+$',
      },
      mode: {
        description: 'bidi (one stream is the session) or call (one call a message)',
        enum: ['bidi', 'call'],
      },
      fieldNumber: {
        description: 'the number of the field that holds the message',
        type: 'integer',
        minimum: 1,
        maximum: 536870911,
      },
      field: { description: 'string or bytes', enum: ['string', 'bytes'] },
    },
    // The google profile has nothing in common with the tunnels but gRPC: it is a transport of its own.
    redirect: { option: 'profile', value: 'google', to: 'grpc-google' },
    find: {
      unless: ['profile', 'method', 'mode', 'field', 'fieldNumber'],
      load: async () => (await import('./find.js')).findProfiles,
    },
    settle: ({ profile = 'tunnel', ...rest }) => ({ preset: profile, ...rest }),
    endpoint: toAddress,
    greeting: greetHttp2,
  },
};
