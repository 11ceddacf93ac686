/** The entry of WebSocket in the list of transports, with its config options. */
import { greetHttp } from '../greeting.js';
import { TEXTS, type NetworkTransport } from '../transport.js';
import {
  PROFILES,
  type WebSocketConnection,
  type WebSocketEndpoint,
  type WebSocketProfile,
} from './endpoint.js';

/** What its block in a config may say. */
export interface WebSocketBlock {
  headers?: Record<string, string>;
  profile?: WebSocketProfile;
  subprotocols?: string[];
  tolerateMissingEcho?: boolean;
  origin?: string;
}

export const websocket: NetworkTransport<
  'websocket',
  WebSocketEndpoint,
  WebSocketConnection,
  WebSocketBlock
> = {
  name: 'websocket',
  label: 'WebSocket',
  custom: true,
  order: 3,
  adapter: async () => (await import('./adapter.js')).websocket,
  server: () => import('./server/serve.js'),
  contract: async () => (await import('./contract.test.support.js')).host,
  network: {
    scheme: 'ws',
    tls: true,
    path: '/mcp',
    headers: 'headers',
    options: {
      headers: { ...TEXTS, description: 'headers of the upgrade' },
      profile: { description: 'mcp, sep-1288 or plain', enum: PROFILES },
      subprotocols: {
        description: "a list of subprotocols to offer in place of the profile's",
        type: 'array',
        items: { description: 'a subprotocol', type: 'string', minLength: 1 },
      },
      tolerateMissingEcho: {
        description: 'true to talk to a server that names no subprotocol in its answer',
        type: 'boolean',
      },
      origin: { description: 'the Origin header of the upgrade', type: 'string', minLength: 1 },
    },
    settle: ({ profile = 'mcp', ...rest }) => ({ profile, ...rest }),
    endpoint: (options, url) => ({ ...options, url }),
    greeting: greetHttp,
  },
};
