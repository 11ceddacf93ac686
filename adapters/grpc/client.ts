/** Creates and connects the grpc-js client, without retries, proxies or shared connections. */
import {
  ChannelCredentials,
  Client,
  connectivityState,
  credentials,
  type ChannelOptions,
} from '@grpc/grpc-js';
import { ConnectError, makeStall } from '../adapter.js';
import type { TlsOptions } from '../tls.js';
import { probe, toGrpcConnectError } from './probe.js';
import { findStorm } from './storm.js';

/** Where to connect to, for every binding on gRPC. */
export interface GrpcAddress {
  /** `host:port` */
  address: string;
  /** Absent: plain text. */
  tls?: TlsOptions;
}

/** Milliseconds until the HTTP/2 connection must stand. */
const CONNECT_MS = 5_000;
/** Bytes of a frame beyond its message: tag, length, and room for fields that nobody knows. */
export const FRAME_OVERHEAD = 4_096;

/** One client has a TCP connection of its own and sends everything just once. `maxMessage` in bytes, both ways. */
function createClient({ address, tls }: GrpcAddress, maxMessage: number): Client {
  return new Client(address, tls === undefined ? credentials.createInsecure() : secure(tls), {
    ...CHANNEL,
    'grpc.max_receive_message_length': maxMessage + FRAME_OVERHEAD,
  });
}

const CHANNEL: ChannelOptions = {
  'grpc.max_send_message_length': -1,
  'grpc.use_local_subchannel_pool': 1,
  'grpc.enable_retries': 0,
  'grpc.enable_http_proxy': 0,
  'grpc.service_config_disable_resolution': 1,
};

function secure({ ca, cert, key, insecure }: TlsOptions): ChannelCredentials {
  const bytes = (pem: string | undefined): Buffer | null => (pem === undefined ? null : Buffer.from(pem));
  return ChannelCredentials.createSsl(
    bytes(ca),
    bytes(key),
    bytes(cert),
    insecure === true ? { rejectUnauthorized: false } : {},
  );
}

/**
 * A client whose connection stands. Rejects with `ConnectError` (why, and what to do next) where nothing listens, TLS does
 * not fit, or whatever answers does not speak HTTP/2; with the signal's reason where that is aborted.
 */
export async function connectClient(
  at: GrpcAddress,
  options: { maxMessage: number; signal: AbortSignal },
): Promise<Client> {
  options.signal.throwIfAborted();
  checkAddress(at);
  const client = createClient(at, options.maxMessage);
  try {
    await ready(client, options.signal);
    return client;
  } catch (cause) {
    client.close();
    options.signal.throwIfAborted();
    // grpc-js only says that it failed; a bare connection says why.
    throw await probe(at, CONNECT_MS).then(
      async () => {
        const storm = await findStorm(at);
        return toGrpcConnectError(at, storm === undefined ? cause : makeStall(storm));
      },
      (why: unknown) => toGrpcConnectError(at, why),
    );
  }
}

function checkAddress({ address }: GrpcAddress): void {
  if (URL.canParse(`http://${address}`) && /:\d+$/.test(address)) return;
  throw new ConnectError(`${address} is no address of a gRPC server`, 'Write it as grpc://HOST:PORT.');
}

/** Settles at the first success or failure; grpc-js by itself would try again and again. */
function ready(client: Client, signal: AbortSignal): Promise<void> {
  const channel = client.getChannel();
  const deadline = Date.now() + CONNECT_MS;
  return new Promise((resolve, reject) => {
    let over = false;
    const giveUp = (): void => done(() => reject(new Error('aborted')));
    signal.addEventListener('abort', giveUp, { once: true });
    const look = (): void => {
      // Closing the client wakes whoever still watches it.
      if (over) return;
      const state = channel.getConnectivityState(true);
      if (state === connectivityState.READY) return done(resolve);
      if (state === connectivityState.TRANSIENT_FAILURE)
        return done(() => reject(new Error('failed to connect')));
      channel.watchConnectivityState(state, deadline, (error) => {
        if (error === undefined) look();
        else done(() => reject(new Error(`no HTTP/2 connection within ${CONNECT_MS} ms`)));
      });
    };
    const done = (settle: () => void): void => {
      over = true;
      signal.removeEventListener('abort', giveUp);
      settle();
    };
    look();
  });
}
