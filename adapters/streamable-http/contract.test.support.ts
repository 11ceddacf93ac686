import type { TestHost } from '../contract/host.js';
import { makeListeningHost } from '../testing/listening.js';
import type { HttpEndpoint } from './endpoint.js';

export const host: TestHost<HttpEndpoint> = makeListeningHost('http-target.js', (port) => ({
  url: `http://127.0.0.1:${port}/mcp`,
  headers: {},
}));
