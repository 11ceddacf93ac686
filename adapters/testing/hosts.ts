import type { TestHost } from '../contract/host.js';
import { transports, type EndpointOf, type TransportName } from '../index.js';
import type { CommandEndpoint } from '../stdio/endpoint.js';

export type { Running, TestHost } from '../contract/host.js';

/** What starts targets for the contract test, by transport. */
export const hosts = Object.fromEntries(
  await Promise.all(
    transports.flatMap(({ name, contract }) =>
      'exempt' in contract ? [] : [contract().then((host) => [name, host] as const)],
    ),
  ),
) as unknown as { [T in TransportName]: TestHost<T extends 'stdio' ? CommandEndpoint : EndpointOf[T]> };

/** Transports that cannot run the contract test, each with the reason. */
export const unhosted: Readonly<Record<string, string>> = Object.fromEntries(
  transports.flatMap(({ name, contract }) => ('exempt' in contract ? [[name, contract.exempt]] : [])),
);
