/** Turns the description of a network transport and its URL into what its adapter connects to. */
import { getNetwork, type EndpointOf, type NetworkName } from '../../adapters/index.js';
import type { NetworkSpec } from './spec.js';

/** What the adapter of a transport gets: the options of the spec, and the address once it is known. */
export function toEndpoint<N extends NetworkName>(name: N, spec: NetworkSpec, url: string): EndpointOf[N] {
  // The descriptor's own types settle that its options and its endpoint belong together; here they meet by name.
  return getNetwork(name).endpoint(optionsOf(spec), url) as EndpointOf[N];
}

/** Without what only says how the target is reached. */
function optionsOf({ reproduceWith, claim, form, url, command, image, ...rest }: NetworkSpec) {
  const { port, ready, ...options } = rest as typeof rest & { port?: number; ready?: string };
  return options;
}
