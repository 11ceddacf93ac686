import type { TestHost } from '../contract/host.js';
import { makeListeningHost } from '../testing/listening.js';
import type { WebSocketEndpoint } from './endpoint.js';

export const host: TestHost<WebSocketEndpoint> = {
  wholeMessages: true,
  ...makeListeningHost('websocket-target.js', (port): WebSocketEndpoint => ({
    url: `ws://127.0.0.1:${port}/mcp`,
    headers: {},
    profile: 'mcp',
  })),
};
