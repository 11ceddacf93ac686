/** A gRPC tunnel connection whose whole session is one bidirectional stream. */
import type { ClientDuplexStream } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import { ConnectError, type Channel, type Closing, type Outgoing } from '../adapter.js';
import { encode } from '../bytes.js';
import { NEVER_OPENED } from '../channel.js';
import { observe } from '../observation.js';
import { SoleChannel } from '../sole-channel.js';
import { settledWithin } from '../wait.js';
import { SERVICE } from '../grpc-google/rpcs.js';
import { GrpcConnectionBase } from './connection-base.js';
import { decodeGrpcFrame, encodeGrpcFrame } from './frame.js';
import { listenToCall, type CallListener, type CallEnd } from './call-events.js';
import { hideMetadata, mergeMetadata, toMetadata } from './metadata.js';
import {
  describeAccepted,
  OTHER_PATHS,
  recordStatus,
  describeRefusal,
  describeRefused,
  describeTooLong,
} from './call-start.js';
import { passThrough, CLOSED, SESSION_TRAITS, type ConnectionContext } from './connection-context.js';
import { listServices } from './inspect.js';
import { formatStatus } from './status.js';

/** Milliseconds that a server gets to take the stream or refuse it; some say nothing before their first message. */
const OPENING_MS = 200;
/** Milliseconds from our half-close to the server's status. */
const HALF_CLOSE_MS = 2_000;

/** One stream both ways is the session, and carries everything. */
export class SessionConnection extends GrpcConnectionBase implements CallListener {
  readonly traits = SESSION_TRAITS;
  readonly #context: ConnectionContext;
  readonly #sole: SoleChannel;
  readonly #call: ClientDuplexStream<Buffer, Buffer>;
  readonly #hurry = new AbortController();
  #over: CallEnd | undefined;
  #statusEntry = 0;
  #closing: Promise<Closing> | undefined;

  constructor(context: ConnectionContext) {
    super(context);
    this.#context = context;
    const { client, endpoint, route, options } = context;
    this.#sole = new SoleChannel('session', options);
    const values = mergeMetadata(endpoint.metadata);
    const binding = { ':path': route.path, ...hideMetadata(values, endpoint.metadata) };
    options.transcript.record({ direction: 'out', channel: this.#sole.channel.id, payload: '', binding });
    this.#call = client.makeBidiStreamRequest(route.path, passThrough, passThrough, toMetadata(values));
    listenToCall(this.#call, this, endpoint);
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
    if (options.signal.aborted) this.#onAbort();
  }

  get inbound() {
    return this.#sole.inbound;
  }

  /** Waits until the server has taken the stream, or has had its time. Rejects where it has no such method. */
  async taken(): Promise<void> {
    await settledWithin(this.#sole.channel.opened, OPENING_MS);
    const over = this.#over;
    if (over?.refused !== true || over.code !== status.UNIMPLEMENTED) return;
    const { route } = this.#context;
    const { value: services } = await listServices(this.#context, 'reflection');
    await this.close('abrupt');
    throw new ConnectError(
      `the server has no method ${route.path}: ${formatStatus(over)}`,
      services?.value.includes(SERVICE) === true
        ? `It lists the typed service ${SERVICE}: --set grpc.profile=google.`
        : `Name the method that it has: ${OTHER_PATHS}.`,
      { cause: new Error(describeRefusal(over, route.path)) },
    );
  }

  send({ body, mirror, envelope }: Outgoing): Channel {
    if (this.#sole.over || this.#call.writableEnded)
      return this.#sole.unsent(this.#closing === undefined ? 'the stream is over' : CLOSED);
    const names = Object.keys({ ...mirror, ...envelope });
    if (names.length > 0)
      this.#sole.unsent(`metadata ${names.join(', ')}: a stream has metadata at its start only`);
    const json = encode(body);
    this.#call.write(encodeGrpcFrame(this.#context.route.field, json));
    return this.#sole.sent(json);
  }

  /** A stream has no version or session beside its messages. */
  settle(): void {}

  listen(): Channel {
    return this.#sole.channel;
  }

  headers(metadata: Record<string, string>): void {
    const { channel } = this.#sole;
    const { transcript } = this.#context.options;
    const entry = transcript.record({ direction: 'in', channel: channel.id, payload: '', binding: metadata });
    channel.open(describeAccepted(metadata, [entry]));
  }

  frame(frame: Buffer): boolean {
    const { json, notes } = decodeGrpcFrame(this.#context.route.field, frame);
    const goOn = this.#sole.receive(json, () => this.#call.resume(), notes);
    if (this.#sole.over) this.#call.cancel();
    return goOn;
  }

  over(over: CallEnd): void {
    this.#over = over;
    const { options, route } = this.#context;
    const { channel } = this.#sole;
    this.#statusEntry = recordStatus(options.transcript, channel.id, over);
    if (over.refused) channel.open(describeRefused(over, [this.#statusEntry], { path: route.path, sent: 0 }));
    if (over.tooLong) this.#sole.end('fault', describeTooLong(options.maxMessage));
    // A stream that breaks is the end of what the other side says, as on any pipe; the words say how.
    else this.#sole.end(this.#closing === undefined ? 'peer' : 'us', formatStatus(over));
    channel.open(NEVER_OPENED);
  }

  close(how: 'graceful' | 'abrupt'): Promise<Closing> {
    if (how === 'abrupt') this.#hurry.abort();
    this.#closing ??= this.#close(how);
    return this.#closing;
  }

  async #close(how: 'graceful' | 'abrupt'): Promise<Closing> {
    const startedAt = performance.now();
    const { client, options } = this.#context;
    options.signal.removeEventListener('abort', this.#onAbort);
    this.#sole.inbound.close();
    const { channel } = this.#sole;
    const asked = how === 'graceful' && !channel.over;
    if (asked) {
      options.transcript.note('half-close', channel.id);
      this.#call.end();
      await settledWithin(channel.ended, HALF_CLOSE_MS, this.#hurry.signal);
    }
    const forced = asked && !channel.over;
    this.#call.cancel();
    this.#sole.end('us', CLOSED);
    channel.open(NEVER_OPENED);
    this.#sole.inbound.dispose();
    client.close();
    this.closeBase();
    return {
      ...(this.#over?.by === 'peer' && {
        grpcStatus: observe(this.#over.code, 'gRPC status', [this.#statusEntry]),
      }),
      forced,
      tookMs: Math.round(performance.now() - startedAt),
    };
  }

  readonly #onAbort = (): void => void this.close('abrupt');
}
