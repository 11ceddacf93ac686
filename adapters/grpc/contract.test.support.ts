import type { TestHost } from '../contract/host.js';
import { makeListeningHost } from '../testing/listening.js';
import type { GrpcEndpoint } from './endpoint.js';

export const host: TestHost<GrpcEndpoint> = {
  wholeMessages: true,
  ...makeListeningHost('grpc-target.js', (port): GrpcEndpoint => ({
    address: `127.0.0.1:${port}`,
    metadata: {},
    preset: 'tunnel',
  })),
};
