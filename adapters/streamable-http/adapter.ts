/** The Streamable HTTP adapter: checks that the server is reachable, then opens a connection. */
import type { Adapter } from '../adapter.js';
import { HTTP_TRAITS, StreamableHttpConnection } from './connection.js';
import type { HttpConnection, HttpEndpoint } from './endpoint.js';
import { checkReachable } from './connect.js';

/** One POST a message; replies as one JSON document or as an SSE stream (specification, basic/transports). */
export const streamableHttp: Adapter<HttpEndpoint, HttpConnection> = {
  transport: 'streamable-http',
  custom: false,
  traits: (era) => HTTP_TRAITS[era],
  async open(endpoint, options) {
    options.signal.throwIfAborted();
    await checkReachable(endpoint, options.signal);
    return new StreamableHttpConnection(endpoint, options);
  },
};
