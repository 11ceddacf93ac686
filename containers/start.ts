import { ConnectError } from '../adapters/adapter.js';
import type { HttpEndpoint } from '../adapters/streamable-http/endpoint.js';
import { launch } from './process.js';
import type { Served } from './process.js';
import { accepts, addressOf, freePort, untilAccepts } from './ready.js';
import type { HttpCommandSpec } from './spec.js';

/** A started server and where it answers. */
export interface Instance {
  process: Served;
  endpoint: HttpEndpoint;
}

export interface CommandContext {
  cwd?: string;
  env: Readonly<Record<string, string>>;
  startTimeoutMs: number;
  /** Takes secrets out of what is quoted of the target. */
  redact: (text: string) => string;
}

/** Lines of stderr that an error quotes. */
const QUOTED_LINES = 8;

/**
 * Starts a server on HTTP and waits until it is ready. Rejects with `ConnectError`, and leaves nothing running, where
 * it ends before that, does not become ready in time, or the signal is aborted.
 */
export async function startServer(
  spec: HttpCommandSpec,
  context: CommandContext,
  signal: AbortSignal,
): Promise<Instance> {
  const port = spec.port ?? (await freePort());
  const fill = (text: string): string => text.replaceAll('${PORT}', String(port));
  const command = spec.command.map(fill);
  const url = fill(spec.url);
  const { host } = addressOf(url);
  // Whoever has the port already would be tested in place of the target.
  if (spec.port !== undefined && (await accepts(host, port))) {
    throw new ConnectError(
      `port ${port} is taken by another process`,
      'Stop that process, or leave out `port`, so that a free one is chosen.',
    );
  }
  const served = await launch({ ...context, command, env: { ...context.env, PORT: String(port) } });
  try {
    const at = await ready(served, spec.ready === 'port' ? url : undefined, signal, context.startTimeoutMs);
    const { headers, tls } = spec;
    return { process: served, endpoint: { url: at, headers, ...(tls === undefined ? {} : { tls }) } };
  } catch (cause) {
    await served.stop();
    throw notReady(served, command, port, cause, context.redact);
  }
}

/** Settles with the URL that the server answers at. `url` absent: the server says it. */
async function ready(
  served: Served,
  url: string | undefined,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<string> {
  const over = new AbortController();
  try {
    const died = served.exited.then((how): never => {
      throw new Error(`it ${how} before it was ready`);
    });
    const late = new Promise<never>((_, reject) => {
      const timer = setTimeout(reject, timeoutMs, new Error(`it was not ready within ${timeoutMs} ms`));
      over.signal.addEventListener('abort', () => clearTimeout(timer));
    });
    const stopped = new Promise<never>((_, reject) => {
      const abort = (): void => reject(new Error('the run was stopped meanwhile'));
      signal.addEventListener('abort', abort, { signal: over.signal });
      if (signal.aborted) abort();
    });
    const up = url === undefined ? announced(served) : answers(url, over.signal);
    return await Promise.race([up, died, late, stopped]);
  } finally {
    over.abort();
  }
}

async function answers(url: string, signal: AbortSignal): Promise<string> {
  const { host, port } = addressOf(url);
  await untilAccepts(host, port, signal);
  return url;
}

/** The URL of the first line on stdout that is a JSON object with one for this transport. */
function announced(served: Served): Promise<string> {
  return new Promise((resolve) => {
    served.onLine((line) => {
      if (!line.startsWith('{')) return;
      try {
        const { url, transport } = JSON.parse(line) as { url?: unknown; transport?: unknown };
        const ours = transport === undefined || transport === 'streamable-http';
        if (ours && typeof url === 'string' && URL.canParse(url)) resolve(url);
      } catch {
        // Not the line that is waited for.
      }
    });
  });
}

function notReady(
  served: Served,
  command: readonly string[],
  port: number,
  cause: unknown,
  redact: CommandContext['redact'],
): ConnectError {
  const said = redact(served.stderr()).trimEnd().split('\n').slice(-QUOTED_LINES).join('\n');
  const why = cause instanceof Error ? cause.message : String(cause);
  const quote = said === '' ? '; it wrote nothing to stderr' : `; its stderr ends with:\n${said}`;
  return new ConnectError(
    `the server did not come up: ${why}${quote}`,
    `Run it by hand: PORT=${port} ${redact(command.join(' '))}`,
    { cause },
  );
}
