/** Turns the description of a network transport and its URL into what its adapter connects to. */
import { getNetwork, type EndpointOf, type NetworkName } from '../../adapters/index.js';
import type { NetworkSpec } from './spec.js';

/** What the adapter of a transport gets: the options of the spec, and the address once it is known. */
export function toEndpoint<N extends NetworkName>(name: N, spec: NetworkSpec, url: string): EndpointOf[N] {
  // The descriptor's own types settle that its options and its endpoint belong together; here they meet by name.
  return getNetwork(name).endpoint(optionsOf(spec), url) as EndpointOf[N];
}

/** The same place for a client that sends other headers or metadata, where the transport has any. */
export function replaceHeaders<N extends NetworkName>(
  name: N,
  endpoint: EndpointOf[N],
  headers: Readonly<Record<string, string>>,
): EndpointOf[N] {
  const option = getNetwork(name).headers;
  return option === undefined ? endpoint : { ...endpoint, [option]: headers };
}

/** Names of headers that say who somebody is. */
const CREDENTIAL = /^(?:authorization|cookie)$|(?:^|[-_])(?:api-?key|key|token|secret|password)$/i;

/** Whether credentials go with what a transport sends. */
export function sendsCredentials(name: NetworkName, spec: NetworkSpec): boolean {
  const option = getNetwork(name).headers;
  const headers = option === undefined ? {} : ((optionsOf(spec) as Record<string, unknown>)[option] ?? {});
  return Object.keys(headers).some((header) => CREDENTIAL.test(header));
}

/** Without what only says how the target is reached. */
function optionsOf({ reproduceWith, claim, form, url, command, image, identities, ...rest }: NetworkSpec) {
  const { port, ready, ...options } = rest as typeof rest & { port?: number; ready?: string };
  return options;
}
