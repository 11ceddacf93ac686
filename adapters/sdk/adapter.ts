/** Makes an adapter out of a client transport of the official SDKs. */
import { ConnectError, type Adapter, type OpenOptions, type Traits } from '../adapter.js';
import type { Era } from '../revision.js';
import { settledWithin } from '../wait.js';
import { SdkConnection } from './connection.js';
import type { Secrets } from '../secrets.js';
import { describeError } from './message.js';
import type { SdkTransport } from './transport.js';

/** Milliseconds until a transport must have started; it may have to start a process. */
const START_MS = 20_000;

export interface SdkAdapterOptions<Endpoint, T extends SdkTransport> {
  /** The name of the transport, as in the config: lower case letters, digits and hyphens. */
  transport: string;
  /** A new transport, not started. `endpoint` is the transport's block in the config. */
  create(endpoint: Endpoint, options: Pick<OpenOptions, 'era' | 'revision'>): T | Promise<T>;
  /** How the server speaks first; `inherent` (on the one channel there is) unless said otherwise. */
  serverChannel?(era: Era): Traits['serverChannel'];
  /** Ends at once what `close` does not end: a socket whose other side is silent, a process. */
  kill?(transport: T): void;
  /** What to do where the transport does not start, in one sentence. */
  next?: string;
}

/**
 * An adapter around any client-side `Transport` of the official SDKs, v1 or v2. What such a transport cannot send or does
 * not show is `not-verified`, never charged to the target.
 */
export function sdkAdapter<Endpoint, T extends SdkTransport>(
  o: SdkAdapterOptions<Endpoint, T>,
): Adapter<Endpoint> {
  const traits = (era: Era): Traits => ({
    channelPerRequest: false,
    abandonCancels: false,
    serverChannel: o.serverChannel?.(era) ?? 'inherent',
    raw: false,
  });
  return {
    transport: o.transport,
    custom: true,
    traits,
    async open(endpoint, options) {
      options.signal.throwIfAborted();
      const transport = await attempt(() => o.create(endpoint, options), {
        ...o,
        secrets: options.transcript.secrets,
      });
      const connection = new SdkConnection(transport, traits(options.era), options, () =>
        o.kill?.(transport),
      );
      try {
        await start(transport, options.signal);
      } catch (cause) {
        await connection.close('abrupt');
        options.signal.throwIfAborted();
        throw notStarted(cause, { ...o, secrets: options.transcript.secrets });
      }
      connection.started();
      return connection;
    },
  };
}

async function attempt<T>(work: () => T | Promise<T>, o: StartFailure): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw notStarted(cause, o);
  }
}

async function start(transport: SdkTransport, signal: AbortSignal): Promise<void> {
  const started = (async () => transport.start())();
  if (await settledWithin(started, START_MS, signal)) return started;
  // Nobody waits for it any more; what starts all the same has to go.
  started.then(() => transport.close()).catch(() => {});
  throw new Error(`it did not start within ${START_MS} ms`);
}

interface StartFailure {
  transport: string;
  next?: string;
  secrets: Secrets;
}

const notStarted = (cause: unknown, { transport, next, secrets }: StartFailure): ConnectError =>
  new ConnectError(
    `the ${transport} transport did not start: ${describeError(cause, secrets)}`,
    next ?? `Check that the target runs, and what the config says of ${transport}.`,
    { cause },
  );
