/** The entry of stdio in the list of transports. */
import type { Transport } from '../transport.js';
import type { StdioConnection, StdioEndpoint } from './endpoint.js';

export const stdio: Transport<'stdio', StdioEndpoint, StdioConnection> = {
  name: 'stdio',
  label: 'stdio',
  custom: false,
  order: 1,
  adapter: async () => (await import('./adapter.js')).stdio,
  contract: async () => (await import('./contract.test.support.js')).host,
};
