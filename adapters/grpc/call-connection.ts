/** A gRPC tunnel connection that sends each message as a call of its own. */
import type { Channel, Closing, Metadata, Outgoing } from '../adapter.js';
import { encode } from '../bytes.js';
import { NEVER_OPENED, OwnChannel } from '../channel.js';
import { Inbound } from '../inbound.js';
import { observe } from '../observation.js';
import { GrpcConnectionBase } from './connection-base.js';
import { encodeGrpcFrame } from './frame.js';
import { hideMetadata, mergeMetadata, toMetadata } from './metadata.js';
import { CALL_TRAITS, CLOSED, type ConnectionContext } from './connection-context.js';
import { GrpcReply } from './reply.js';

/** Every message is a call of its own, and what it asks for comes back on that. */
export class CallConnection extends GrpcConnectionBase {
  readonly traits = CALL_TRAITS;
  readonly inbound = new Inbound();
  readonly #context: ConnectionContext;
  readonly #replies = new Set<GrpcReply>();
  #calls = 0;
  #state: Metadata = {};
  #over = false;
  #closing: Promise<Closing> | undefined;

  constructor(context: ConnectionContext) {
    super(context);
    this.#context = context;
    const { options } = context;
    if (options.era === 'modern') this.settle({ revision: options.revision });
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
    if (options.signal.aborted) this.#onAbort();
  }

  send({ body, mirror, envelope }: Outgoing): Channel {
    const { client, endpoint, route, options } = this.#context;
    const { transcript, maxMessage } = options;
    const json = encode(body);
    const channel: OwnChannel = new OwnChannel(`call-${++this.#calls}`, () =>
      reply.drop('us', 'cancelled by the client'),
    );
    const { path, field } = route;
    const { inbound } = this;
    const sent = json.length;
    const reply: GrpcReply = new GrpcReply(
      { channel, inbound, transcript, maxMessage, path, field, sent },
      () => this.#replies.delete(reply),
    );
    if (this.#over) {
      reply.drop('us', CLOSED);
      return channel;
    }
    const values = mergeMetadata(endpoint.metadata, this.#state, mirror, envelope);
    const binding = { ':path': path, ...hideMetadata(values, endpoint.metadata) };
    transcript.record({ direction: 'out', channel: channel.id, payload: json, binding });
    this.#replies.add(reply);
    try {
      const metadata = toMetadata(values);
      reply.begin(client, { path, bytes: encodeGrpcFrame(field, json), metadata }, endpoint);
    } catch (error) {
      reply.drop('fault', `cannot be sent: ${error instanceof Error ? error.message : String(error)}`);
    }
    return channel;
  }

  settle({ revision }: { revision: string }): void {
    this.#state = { 'mcp-protocol-version': revision };
  }

  /** A server that is not called has no way to speak: nothing is sent, and the channel says so. */
  listen(): Channel {
    const channel = new OwnChannel('listen');
    const how = 'calls have no channel for the server alone';
    const entry = this.#context.options.transcript.note(how, channel.id);
    channel.open(NEVER_OPENED);
    channel.end({ by: 'us', how: observe(how, 'end of the channel', [entry]) });
    return channel;
  }

  /** There is nothing to say goodbye to: open calls are cancelled. */
  close(): Promise<Closing> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<Closing> {
    const startedAt = performance.now();
    const { client, options } = this.#context;
    options.signal.removeEventListener('abort', this.#onAbort);
    this.inbound.close();
    this.#over = true;
    for (const reply of this.#replies) reply.drop('us', CLOSED);
    const dropped = this.inbound.dispose();
    if (dropped > 0) options.transcript.note(`${dropped} messages came while closing and were dropped`);
    client.close();
    this.closeBase();
    return { forced: false, tookMs: Math.round(performance.now() - startedAt) };
  }

  readonly #onAbort = (): void => void this.close();
}
