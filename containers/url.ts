import type { HttpEndpoint } from '../adapters/streamable-http/endpoint.js';
import { isLoopback } from './ready.js';
import type { HttpUrlSpec } from './spec.js';
import type { Host } from './target.js';

/** A server that somebody else runs: nothing is started, and nothing can be restarted. */
export function urlHost(spec: HttpUrlSpec): Host<HttpEndpoint> {
  const { url, headers, tls } = spec;
  const endpoint: HttpEndpoint = { url, headers, ...(tls === undefined ? {} : { tls }) };
  return {
    again: spec.again,
    startable: false,
    remote: !isLoopback(url),
    lease: async (_kind, signal) => {
      signal.throwIfAborted();
      return { endpoint, stderr: () => '', release: async () => {} };
    },
  };
}
