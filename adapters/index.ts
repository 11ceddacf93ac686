/** All transports by name, and what each of their names stands for. What a transport is stands in `transport.ts`. */
import type { Adapter, Connection } from './adapter.js';
import * as registry from './registry.js';
import { listSchemesOf, type Network, type Transport } from './transport.js';

type Registered = (typeof registry)[keyof typeof registry];

export type TransportName = Registered['name'];
/** Those on which a server listens. */
export type NetworkName = Extract<Registered, { network: object }>['name'];

/** What a target hands to `open`, per transport. */
export type EndpointOf = {
  [T in Registered as T['name']]: T extends Transport<string, infer Endpoint> ? Endpoint : never;
};

/** What binding scenarios see beyond `Connection`. */
export type ConnectionOf = {
  [T in Registered as T['name']]: Awaited<ReturnType<T['adapter']>> extends Adapter<never, infer C>
    ? C
    : Connection;
};

/** What its block in a config says, beside how the server is reached. */
export type BlockOf = {
  [T in Extract<Registered, { network: object }> as T['name']]: Parameters<T['network']['settle']>[0];
};

/** One of them, whichever it is. */
export type AnyTransport = Transport & { readonly network?: Network };

/** In the order of matrices and lists. */
export const transports = (Object.values(registry) as unknown as AnyTransport[]).sort(
  (a, b) => (a.order ?? Number.MAX_VALUE) - (b.order ?? Number.MAX_VALUE) || (a.name < b.name ? -1 : 1),
);

export const transportNames = transports.map(({ name }) => name as TransportName);
export const networkNames = transports.flatMap(({ name, network }) =>
  network === undefined ? [] : [name as NetworkName],
);

/** The client side of each; loaded when it is first used. */
export const adapters = Object.fromEntries(transports.map(({ name, adapter }) => [name, adapter])) as {
  readonly [T in TransportName]: () => Promise<Adapter<EndpointOf[T], ConnectionOf[T]>>;
};

/** `undefined` for what is not built in. */
export const findTransport = (name: string): AnyTransport | undefined =>
  transports.find((one) => one.name === name);

/** How a server is reached that listens on a transport. */
export function getNetwork(name: NetworkName): Network {
  const network = findTransport(name)?.network;
  if (network === undefined) throw new Error(`no server listens on ${name}`);
  return network;
}

/** The transports that a URL may mean, in order: two can share a scheme. */
export function findTransports(url: string): NetworkName[] {
  const scheme = url.split('://', 1)[0]?.toLowerCase() ?? '';
  return networkNames.filter((name) => listSchemesOf(getNetwork(name)).includes(scheme));
}

/** Whether a URL says that its server speaks TLS. */
export const isSecure = (url: string): boolean =>
  findTransports(url).some((name) => !url.toLowerCase().startsWith(`${getNetwork(name).scheme}:`));
