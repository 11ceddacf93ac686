/** Puts a listener around a connection, which changes nothing of what passes. */
import type { Channel, Connection, Frame, Outgoing } from '../../adapters/adapter.js';
import { toBuffer } from '../../adapters/bytes.js';
import { computeMirror } from '../../adapters/mirror.js';
import type { Transcript } from '../../adapters/transcript.js';
import type { Conversation } from './conversation.js';
import { newScope, OwnWatched } from './message.js';
import { RawTap } from './raw-tap.js';

/** Channels that a tap keeps, where each message has its own. */
const MAX_CHANNELS = 2_000;

/**
 * The same connection, with somebody who listens: what is sent on it, what is read from it, and what becomes of its channels is
 * told to `conversation`, whoever uses it. Changes nothing of what passes.
 */
export function tapConnection<C extends Connection>(
  connection: C,
  conversation: Conversation,
  transcript: Transcript,
  closing: () => void,
): C {
  const tap = new Tap(connection, conversation, transcript, closing);
  return new Proxy(connection, {
    get(target, key) {
      const own = tap.override(key);
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

class Tap {
  readonly #connection: Connection;
  readonly #conversation: Conversation;
  readonly #transcript: Transcript;
  readonly #scope = newScope(false);
  readonly #channels = new Map<string, OwnWatched>();
  readonly #overrides: Record<string, unknown>;
  readonly #inner: AsyncIterator<Frame>;
  #session = '';
  #next: Promise<IteratorResult<Frame>> | undefined;

  constructor(
    connection: Connection,
    conversation: Conversation,
    transcript: Transcript,
    closing: () => void,
  ) {
    this.#connection = connection;
    this.#conversation = conversation;
    this.#transcript = transcript;
    this.#inner = connection.inbound[Symbol.asyncIterator]();
    const main = (): OwnWatched => this.#watch(connection.listen()).watched;
    const raw = new RawTap(connection, conversation, () => this.#entry(), main);
    this.#overrides = {
      inbound: { [Symbol.asyncIterator]: () => ({ next: () => this.#read() }) },
      send: (message: Outgoing) => this.#send(message),
      listen: (options?: { lastEventId?: string }) => this.#listen(options),
      settle: (state: { revision: string; sessionId?: string | null }) => {
        if (state.sessionId !== undefined) this.#session = state.sessionId ?? '';
        connection.settle(state);
      },
      close: (how: 'graceful' | 'abrupt') => {
        closing();
        return connection.close(how);
      },
      ...raw.overrides,
    };
  }

  override(key: string | symbol): unknown {
    return typeof key === 'string' && Object.hasOwn(this.#overrides, key) ? this.#overrides[key] : undefined;
  }

  /** The entry of what was recorded last. */
  #entry(): number {
    return this.#transcript.entries.at(-1)?.entry ?? this.#transcript.note('sent');
  }

  #send(message: Outgoing): Channel {
    const { body } = message;
    const sent = this.#connection.send(message);
    const entry = this.#entry();
    const { watched } = this.#watch(sent);
    if (body instanceof Uint8Array) this.#conversation.sentBytes(toBuffer(body), watched, entry);
    else this.#conversation.sent(body, watched, entry, { dressed: isDressed(message) });
    return sent;
  }

  #listen(options?: { lastEventId?: string }): Channel {
    const resumed = options?.lastEventId !== undefined;
    const { channel, watched } = this.#watch(this.#connection.listen(options), resumed);
    watched.listens = watched.perRequest && !resumed;
    return channel;
  }

  #watch(channel: Channel, resumed = false): { channel: Channel; watched: OwnWatched } {
    const known = this.#channels.get(channel.id);
    if (known !== undefined) return { channel, watched: known };
    const perRequest = this.#connection.traits.channelPerRequest;
    const session = this.#conversation.session(this.#session);
    const scope = resumed ? { ...this.#scope, open: true } : this.#scope;
    const watched = new OwnWatched(channel.id, scope, session, perRequest);
    if (this.#channels.size >= MAX_CHANNELS) this.#channels.delete([...this.#channels.keys()][0] ?? '');
    this.#channels.set(channel.id, watched);
    void channel.opened.then((opened) => this.#conversation.opened(watched, opened));
    void channel.ended.then((ended) => this.#conversation.ended(watched, ended));
    return { channel, watched };
  }

  /** As `Inbound` has it: who asks again while one call waits gets the same promise. */
  #read(): Promise<IteratorResult<Frame>> {
    this.#next ??= this.#take().finally(() => (this.#next = undefined));
    return this.#next;
  }

  async #take(): Promise<IteratorResult<Frame>> {
    const result = await this.#inner.next();
    if (result.done === true) return result;
    const frame = result.value;
    const { watched } = this.#watch(frame.channel);
    // A reply's status and headers are known before its body, but only by a promise.
    if (this.#connection.traits.channelPerRequest) await frame.channel.opened;
    if (frame.eventId !== undefined && frame.eventId !== '') watched.eventId(frame.eventId, frame.entry);
    this.#conversation.came(frame);
    if ('json' in frame) this.#conversation.received(frame.json, watched, frame.entry);
    return result;
  }
}

/** Without the definitions of tools: arguments that are to be repeated are not looked at. */
const isDressed = ({ body, mirror = {}, envelope }: Outgoing): boolean =>
  envelope === undefined &&
  Object.entries(computeMirror(body, new Map())).every(([name, value]) => mirror[name] === value);
