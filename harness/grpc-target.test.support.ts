import type { Target } from '../containers/target.js';

/** A server of ours as a target over gRPC, with metadata that names a fault where there is one. */
export function grpcTarget(url: string, metadata: Readonly<Record<string, string>> = {}): Target {
  const endpoint = { address: new URL(url).host, metadata, preset: 'tunnel' };
  return {
    name: url,
    secrets: [],
    hosts: {
      grpc: {
        again: [],
        startable: false,
        remote: false,
        claimed: true,
        lease: async () => ({ endpoint, stderr: () => '', release: async () => {} }),
      },
    },
    stop: async () => {},
  };
}
