/** The entry of Streamable HTTP in the list of transports, with its config options. */
import { greetHttp } from '../greeting.js';
import { TEXTS, type NetworkTransport } from '../transport.js';
import type { HttpConnection, HttpEndpoint } from './endpoint.js';

/** What its block in a config may say. */
export interface HttpBlock {
  headers?: Record<string, string>;
}

export const streamableHttp: NetworkTransport<'streamable-http', HttpEndpoint, HttpConnection, HttpBlock> = {
  name: 'streamable-http',
  label: 'Streamable HTTP',
  custom: false,
  order: 2,
  since: { revision: '2025-03-26', before: 'at 2024-11-05 the HTTP transport was HTTP+SSE' },
  adapter: async () => (await import('./adapter.js')).streamableHttp,
  contract: async () => (await import('./contract.test.support.js')).host,
  network: {
    scheme: 'http',
    tls: true,
    path: '/mcp',
    headers: 'headers',
    options: { headers: { ...TEXTS, description: 'headers of every request' } },
    settle: (block) => block,
    endpoint: (options, url) => ({ ...options, url }),
    greeting: greetHttp,
  },
};
