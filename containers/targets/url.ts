/** The host for a server that somebody else runs at a URL. */
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
    // Not `AbortSignal.any` with a timeout: Node 20 may collect it as garbage, and then it never aborts.
    const over = new AbortController();
    const stop = (): void => over.abort();
    const timer = setTimeout(stop, waitMs);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    await waitUntilAccepts(host, port, over.signal).catch(() => undefined);
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
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
