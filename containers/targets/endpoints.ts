import type { EndpointOf } from '../../adapters/index.js';
import type { NetworkName, NetworkSpec } from './spec.js';

/** What the adapter of a transport gets: the options of the spec, and the address once it is known. */
export const toEndpoint: {
  [N in NetworkName]: (spec: NetworkSpec<N>, url: string) => EndpointOf[N];
} = {
  'streamable-http': (spec, url) => ({ ...optionsOf(spec), url }),
  websocket: (spec, url) => ({ ...optionsOf(spec), url }),
  grpc: (spec, url) => ({ ...optionsOf(spec), ...dialled(url, spec) }),
  'grpc-google': (spec, url) => ({ ...optionsOf(spec), ...dialled(url, spec) }),
};

/** Without what only says how the target is reached. */
function optionsOf<S extends NetworkSpec>({ reproduceWith, claim, url, command, image, ...rest }: S) {
  const { port, ready, ...options } = rest as typeof rest & { port?: number; ready?: string };
  return options;
}

/** gRPC has no URLs of its own: `grpc://` is plain text, `grpcs://` TLS. */
function dialled(url: string, { tls }: Pick<EndpointOf['grpc'], 'tls'>) {
  const { host, protocol } = new URL(url);
  return { address: host, ...(protocol === 'grpcs:' ? { tls: tls ?? {} } : {}) };
}
