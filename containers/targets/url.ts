/** The host for a server that already runs at a URL. */
import type { Host } from './target.js';

/** A server that somebody else runs: nothing is started, and nothing can be restarted. */
export const makeUrlHost = <Endpoint>(
  endpoint: Endpoint,
  remote: boolean,
): Pick<Host<Endpoint>, 'startable' | 'remote' | 'lease'> => ({
  startable: false,
  remote,
  lease: async (_kind, signal) => {
    signal.throwIfAborted();
    return { endpoint, stderr: () => '', release: async () => {} };
  },
});
