/** What starts a target of each transport for the contract test, and which transports have none. */
import type { TestHost } from '../contract/host.js';
import { transports, type EndpointOf, type TransportName } from '../index.js';
import type { CommandEndpoint } from '../stdio/endpoint.js';

export type { Running, TestHost } from '../contract/host.js';

const hosted: Record<string, TestHost<unknown>> = {};
/** Transports that cannot run the contract test, each with the reason. */
export const unhosted: Record<string, string> = {};

// One after the other: Jest cannot load modules that share another one at a time.
for (const { name, contract } of transports) {
  if ('exempt' in contract) unhosted[name] = contract.exempt;
  else hosted[name] = await contract();
}

/** What starts targets for the contract test, by transport. */
export const hosts = hosted as unknown as {
  readonly [T in TransportName]: TestHost<T extends 'stdio' ? CommandEndpoint : EndpointOf[T]>;
};
