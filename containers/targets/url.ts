/** The host for a server that somebody else runs at a URL. */
import { Deadline } from '../../adapters/deadline.js';
import { isLoopback, parseAddress, waitUntilAccepts } from './ready.js';
import type { Host } from './target.js';

/**
 * A server that somebody else runs: nothing is started, and nothing can be restarted. It is waited for once, for `waitMs`;
 * whether it came up by then is for whoever connects to say.
 */
export function makeUrlHost<Endpoint>(
  endpoint: Endpoint,
  url?: string,
  waitMs = 0,
): Pick<Host<Endpoint>, 'startable' | 'remote' | 'lease' | 'firstAnswerMs'> {
  let waited: Promise<void> | undefined;
  const wait = async (signal: AbortSignal): Promise<void> => {
    if (url === undefined || waitMs === 0 || !URL.canParse(url)) return;
    const { host, port } = parseAddress(url);
    const limit = new Deadline(waitMs, signal);
    await waitUntilAccepts(host, port, limit.signal).catch(() => undefined);
    limit.end();
  };
  return {
    startable: false,
    remote: url !== undefined && !isLoopback(url),
    ...(waitMs === 0 ? {} : { firstAnswerMs: waitMs }),
    lease: async (_kind, signal) => {
      await (waited ??= wait(signal));
      signal.throwIfAborted();
      return { endpoint, stderr: () => '', release: async () => {} };
    },
  };
}
