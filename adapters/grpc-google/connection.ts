/** A client connection to the typed gRPC service: requests out, RPC replies in. */
import type { Client } from '@grpc/grpc-js';
import type {
  Channel,
  Closing,
  Inexpressible,
  Metadata as Values,
  OpenOptions,
  Outgoing,
  Traits,
} from '../adapter.js';
import { META } from '../mcp.js';
import { NEVER_OPENED, OwnChannel } from '../channel.js';
import { hideMetadata, mergeMetadata, toMetadata } from '../grpc/metadata.js';
import type { GrpcAnswer, GrpcExchange, GrpcRequest, GrpcWire, SymbolAnswer } from '../grpc/endpoint.js';
import { Inbound } from '../inbound.js';
import { observe } from '../observation.js';
import { loadGoogleCodec } from './codec.js';
import type { GrpcGoogleConnection, GrpcGoogleEndpoint } from './endpoint.js';
import { GoogleReply, VERSION_KEY } from './reply.js';
import { translateRequest, type TranslatedRequest } from './request.js';
import { RawCalls } from './raw.js';
import { formatRpcPath } from './rpcs.js';
import { formatMessage } from './shown.js';
import { InexpressibleError } from './inexpressible.js';

export const GOOGLE_TRAITS: Traits = {
  channelPerRequest: true,
  abandonCancels: true,
  serverChannel: 'none',
  raw: false,
  native: true,
};

const CLOSED = 'the connection was closed';
const NO_CURSORS =
  'pages left the service with its version 0.1, and this server has given no cursor to ask with';

/** What `inexpressible` found out, kept for `send`. */
interface Prepared extends TranslatedRequest {
  bytes: Buffer;
}

/** Each request is an RPC of its own; nothing else is ever on the wire. */
export class GoogleConnection implements GrpcGoogleConnection {
  readonly traits = GOOGLE_TRAITS;
  readonly address: string;
  readonly mode = 'call';
  readonly native = true;
  readonly fieldNumber = 0;
  readonly path: string;
  readonly #raw: RawCalls;
  readonly inbound = new Inbound();
  readonly #client: Client;
  readonly #endpoint: GrpcGoogleEndpoint;
  readonly #options: OpenOptions;
  readonly #replies = new Set<GoogleReply>();
  readonly #prepared = new WeakMap<object, Prepared | Inexpressible>();
  #revision: string;
  #calls = 0;
  #cursors = false;
  #closing: Promise<Closing> | undefined;

  constructor(client: Client, endpoint: GrpcGoogleEndpoint, options: OpenOptions) {
    this.address = endpoint.address;
    this.#client = client;
    this.#raw = new RawCalls({ client, endpoint, options });
    this.path = this.#raw.path;
    this.#endpoint = endpoint;
    this.#options = options;
    this.#revision = options.revision;
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
    if (options.signal.aborted) this.#onAbort();
  }

  inexpressible({ body }: Outgoing): Inexpressible | undefined {
    const prepared = this.#prepare(body);
    return 'reason' in prepared ? prepared : undefined;
  }

  send({ body, envelope }: Outgoing): Channel {
    const prepared = this.#prepare(body);
    this.#prepared.delete(body);
    if ('reason' in prepared) return this.#unsent(`cannot be said: ${prepared.reason}`);
    if (this.#closing !== undefined) return this.#unsent(CLOSED);
    return this.#call(prepared, envelope);
  }

  settle({ revision }: { revision: string }): void {
    this.#revision = revision;
  }

  listen(): Channel {
    return this.#unsent('the service has no stream for what the server wants to say');
  }

  call(request: GrpcRequest): GrpcExchange {
    return this.#raw.call(request);
  }

  wire(options?: { window?: number }): GrpcWire {
    return this.#raw.wire(options);
  }

  tryFrame(...given: Parameters<RawCalls['tryFrame']>): ReturnType<RawCalls['tryFrame']> {
    return this.#raw.tryFrame(...given);
  }

  health(service?: string): Promise<GrpcAnswer<number>> {
    return this.#raw.health(service);
  }

  services(): Promise<GrpcAnswer<readonly string[]>> {
    return this.#raw.services();
  }

  describe(symbol: string): Promise<GrpcAnswer<SymbolAnswer>> {
    return this.#raw.describe(symbol);
  }

  close(): Promise<Closing> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<Closing> {
    const startedAt = performance.now();
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    this.inbound.close();
    for (const reply of this.#replies) reply.drop('us', CLOSED);
    this.#raw.close();
    this.#client.close();
    const dropped = this.inbound.dispose();
    if (dropped > 0) this.#options.transcript.note(`${dropped} messages came while closing and were dropped`);
    return { forced: false, tookMs: Math.round(performance.now() - startedAt) };
  }

  readonly #onAbort = (): void => void this.close();

  #prepare(body: object): Prepared | Inexpressible {
    const known = this.#prepared.get(body);
    if (known !== undefined) return known;
    const prepared = this.#speak(body);
    this.#prepared.set(body, prepared);
    return prepared;
  }

  #speak(body: object): Prepared | Inexpressible {
    try {
      const spoken = translateRequest(body, this.#revision);
      const common = spoken.request['common'] as { cursor?: string } | undefined;
      if (common?.cursor !== undefined && !this.#cursors) throw new InexpressibleError(NO_CURSORS);
      return { ...spoken, bytes: encoded(spoken) };
    } catch (error) {
      if (!InexpressibleError.is(error)) throw error;
      return { status: 'not-applicable', reason: `not in the typed service: ${error.message}` };
    }
  }

  #call(prepared: Prepared, envelope: Values | undefined): Channel {
    const { transcript, maxMessage } = this.#options;
    const { rpc, request, bytes } = prepared;
    const path = formatRpcPath(rpc, this.#endpoint.service);
    const id = `${rpc.name}-${++this.#calls}`;
    const version = this.#versionOf(request);
    const channel: OwnChannel = new OwnChannel(id, () => reply.drop('us', 'cancelled by the client'));
    const reply = new GoogleReply(
      {
        channel,
        inbound: this.inbound,
        transcript,
        maxMessage,
        revision: version,
        spoken: prepared,
        bytes,
        onCursor: () => (this.#cursors = true),
      },
      () => this.#replies.delete(reply),
    );
    this.#replies.add(reply);
    const own = this.#endpoint.metadata;
    const values = mergeMetadata({ [VERSION_KEY]: version }, prepared.metadata, own, envelope);
    const binding = { ':path': path, message: rpc.request, ...hideMetadata(values, own) };
    const shown = formatMessage(request, bytes, transcript);
    transcript.record({ direction: 'out', channel: id, ...shown, binding });
    try {
      reply.begin(this.#client, { path, bytes, metadata: toMetadata(values) });
    } catch (error) {
      reply.drop('fault', `cannot be sent: ${error instanceof Error ? error.message : String(error)}`);
    }
    return channel;
  }

  /** A request that names its version in the body says the same in its metadata. */
  #versionOf(request: Prepared['request']): string {
    const common = request['common'] as { metadata?: Record<string, unknown> } | undefined;
    const named = common?.metadata?.[META.version];
    return typeof named === 'string' ? named : this.#revision;
  }

  /** A channel on which nothing was sent and nothing can come. */
  #unsent(how: string): Channel {
    const channel = new OwnChannel(`none-${++this.#calls}`);
    const entry = this.#options.transcript.note(how, channel.id);
    channel.open(NEVER_OPENED);
    channel.end({ by: 'us', how: observe(how, 'end of the channel', [entry]) });
    return channel;
  }
}

function encoded({ rpc, request }: TranslatedRequest): Buffer {
  try {
    return loadGoogleCodec().encode(rpc.request, request);
  } catch (cause) {
    throw new InexpressibleError('it is nested deeper than protobuf allows', undefined, { cause });
  }
}
