/** Starts one server process and waits until it is ready on all its transports. */
import { ConnectError } from '../../adapters/adapter.js';
import { findTransports } from '../../adapters/index.js';
import { launch } from './process.js';
import type { ServerProcess } from './process.js';
import { acceptsConnections, parseAddress, findFreePort, waitUntilAccepts } from './ready.js';
import type { Instance } from './server-pool.js';
import type { ByCommand } from './spec.js';
import { quoteLastLines, waitUntilUp } from './until-up.js';

/** What one process has to become ready for. */
export interface ServerSpec extends Pick<ByCommand, 'command' | 'port' | 'ready'> {
  /** By transport; `${PORT}` stands for the port. Where the server announces them, only the names count. */
  urls: Readonly<Record<string, string>>;
}

export interface CommandContext {
  cwd?: string;
  env: Readonly<Record<string, string>>;
  startTimeoutMs: number;
  /** Takes secrets out of what is quoted of the target. */
  redact: (text: string) => string;
}

/**
 * Starts a server and waits until it is ready on all its transports. Rejects with `ConnectError`, and leaves nothing
 * running, where it ends before that, does not become ready in time, or the signal is aborted.
 */
export async function startServer(
  spec: ServerSpec,
  context: CommandContext,
  signal: AbortSignal,
): Promise<Instance> {
  const port = spec.port ?? (await findFreePort());
  const fill = (text: string): string => text.replaceAll('${PORT}', String(port));
  const command = spec.command.map(fill);
  const urls = Object.fromEntries(Object.entries(spec.urls).map(([name, url]) => [name, fill(url)]));
  if (spec.port !== undefined) await refuseTaken(urls, spec.port);
  const begin = async (): Promise<{ served: ServerProcess; urls: Instance['urls'] }> => {
    const served = await launch({ ...context, command, env: { ...context.env, PORT: String(port) } });
    try {
      return { served, urls: await ready(served, urls, spec.ready, signal, context.startTimeoutMs) };
    } catch (cause) {
      await served.stop();
      throw notReady(served, command, port, cause, context.redact);
    }
  };
  const first = await begin();
  if (spec.ready !== 'port' || spec.port !== undefined) return { process: first.served, urls: first.urls };
  return { urls: first.urls, ...restartable(first.served, async () => (await begin()).served) };
}

/** A process with a machine that can lose it and start another in its place. */
function restartable(
  first: ServerProcess,
  begin: () => Promise<ServerProcess>,
): Required<Pick<Instance, 'process' | 'machine'>> {
  let current = first;
  return {
    process: {
      get alive() {
        return current.alive;
      },
      stderr: () => current.stderr(),
      exited: first.exited,
      stop: () => current.stop(),
    },
    machine: {
      pause: async () => current.signal('SIGSTOP'),
      resume: async () => current.signal('SIGCONT'),
      async kill() {
        current.signal('SIGKILL');
        await current.exited;
        await current.stop();
      },
      async start() {
        if (!current.alive) current = await begin();
      },
    },
  };
}

/** Whoever has the port already would be tested in place of the target. */
async function refuseTaken(urls: Instance['urls'], port: number): Promise<void> {
  for (const url of Object.values(urls)) {
    if (!URL.canParse(url) || !(await acceptsConnections(parseAddress(url).host, port))) continue;
    throw new ConnectError(
      `port ${port} is taken by another process`,
      'Stop that process, or leave out `port`, so that a free one is chosen.',
    );
  }
}

/** Settles with the URLs that the server answers at. */
async function ready(
  served: ServerProcess,
  urls: Instance['urls'],
  how: ServerSpec['ready'],
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Instance['urls']> {
  const over = new AbortController();
  const missing = new Set(Object.keys(urls));
  try {
    return await waitUntilUp({
      up: how === 'port' ? answers(urls, over.signal) : announced(served, missing),
      died: served.exited,
      timeoutMs,
      missing: () =>
        how === 'port' ? '' : `: no line of JSON on stdout with a url for ${[...missing].join(', ')}`,
      signal,
    });
  } finally {
    over.abort();
  }
}

async function answers(urls: Instance['urls'], signal: AbortSignal): Promise<Instance['urls']> {
  await Promise.all(
    Object.values(urls).map(async (url) => {
      const { host, port } = parseAddress(url);
      await waitUntilAccepts(host, port, signal);
    }),
  );
  return urls;
}

/** For each transport the URL of the first line on stdout that is a JSON object with one for it. */
function announced(served: ServerProcess, missing: Set<string>): Promise<Instance['urls']> {
  const found: Record<string, string> = {};
  return new Promise((resolve) => {
    served.onLine((line) => {
      if (!line.startsWith('{')) return;
      try {
        const { url, transport } = JSON.parse(line) as { url?: unknown; transport?: unknown };
        if (typeof url !== 'string' || !URL.canParse(url)) return;
        const name = typeof transport === 'string' ? transport : [...missing].find((one) => speaks(one, url));
        if (name === undefined || !missing.delete(name)) return;
        found[name] = url;
        if (missing.size === 0) resolve(found);
      } catch {
        // Not the line that is waited for.
      }
    });
  });
}

/** A line that names no transport counts for the one whose scheme its URL has. */
const speaks = (transport: string, url: string): boolean =>
  findTransports(url).some((name) => name === transport);

function notReady(
  served: ServerProcess,
  command: readonly string[],
  port: number,
  cause: unknown,
  redact: CommandContext['redact'],
): ConnectError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ConnectError(
    `the server did not come up: ${why}${quoteLastLines(redact(served.stderr()))}`,
    `Run it by hand: PORT=${port} ${redact(command.join(' '))}`,
    { cause },
  );
}
