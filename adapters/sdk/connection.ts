/** A connection over a client transport of the official SDKs, which shows messages but no bytes. */
import type {
  Channel,
  Closing,
  Connection,
  Inexpressible,
  OpenOptions,
  Outgoing,
  Traits,
} from '../adapter.js';
import { SoleChannel } from '../sole-channel.js';
import { settledWithin } from '../wait.js';
import { describeError, findUnsendable } from './message.js';
import type { SdkTransport } from './transport.js';

/** Milliseconds until a transport that does not end is let go; the SDKs' own stdio transport takes four seconds. */
const CLOSE_MS = 4_500;
/** Milliseconds that what follows a notification waits for it to be sent, as the SDKs' clients do. */
const NOTIFICATION_MS = 2_000;
/** Messages that may wait unread beyond the usual bound, because nobody can hold an SDK transport back. */
const MAX_UNREAD = 64 * 1024;

/** A connection of somebody else's transport. It sees messages, never bytes, and cannot hold the target back. */
export class SdkConnection implements Connection {
  readonly traits: Traits;
  readonly #transport: SdkTransport;
  readonly #kill: () => void;
  readonly #options: OpenOptions;
  readonly #sole: SoleChannel;
  readonly #gone: Promise<void>;
  #tellGone!: () => void;
  #turn: Promise<unknown> = Promise.resolve();
  #unread = { messages: 0, bytes: 0 };
  #unseen: string | undefined;
  #closing: Promise<Closing> | undefined;

  constructor(transport: SdkTransport, traits: Traits, options: OpenOptions, kill: () => void) {
    this.traits = traits;
    this.#transport = transport;
    this.#kill = kill;
    this.#options = options;
    this.#sole = new SoleChannel('transport', options);
    this.#gone = new Promise((resolve) => (this.#tellGone = resolve));
    transport.onmessage = (message: object) => this.#onMessage(message);
    transport.onerror = (error) => this.#miss(`the transport reported an error: ${this.#text(error)}`);
    transport.onclose = () => {
      this.#tellGone();
      this.#sole.end(this.#closing === undefined ? 'peer' : 'us', 'the transport said that it was closed');
    };
  }

  get inbound() {
    return this.#sole.inbound;
  }

  /** Called once, when the transport has started. */
  started(): void {
    this.#sole.channel.open({ refused: false, header: () => undefined, streaming: true });
    // Nothing is negotiated in the modern era: each message names the version.
    if (this.#options.era === 'modern') this.settle({ revision: this.#options.revision });
    this.#options.signal.addEventListener('abort', this.#onAbort, { once: true });
    if (this.#options.signal.aborted) this.#onAbort();
  }

  inexpressible(message: Outgoing): Inexpressible | undefined {
    const { method } = message.body as { method?: unknown };
    if (
      method === 'notifications/cancelled' &&
      this.#options.era === 'modern' &&
      this.#transport.hasPerRequestStream === true
    )
      return {
        status: 'not-verified',
        reason: 'the transport cancels by dropping a stream that is not in our hands',
      };
    return findUnsendable(message);
  }

  unseen(): string | undefined {
    return this.#unseen;
  }

  send(message: Outgoing): Channel {
    if (this.#sole.over || this.#closing !== undefined) return this.#sole.unsent('the transport is closed');
    const no = this.inexpressible(message);
    if (no !== undefined) return this.#sole.unsent(no.reason);
    const channel = this.#sole.sent(message.body);
    this.#turn = this.#turn.then(() => this.#pass(message));
    return channel;
  }

  settle({ revision }: { revision: string }): void {
    try {
      this.#transport.setProtocolVersion?.(revision);
    } catch (error) {
      this.#note(`setProtocolVersion failed: ${this.#text(error)}`);
    }
  }

  listen(): Channel {
    return this.#sole.channel;
  }

  close(how: 'graceful' | 'abrupt'): Promise<Closing> {
    if (how === 'abrupt' && this.#closing !== undefined) this.#end();
    this.#closing ??= this.#close(how);
    return this.#closing;
  }

  async #close(how: 'graceful' | 'abrupt'): Promise<Closing> {
    const startedAt = performance.now();
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    this.inbound.close();
    // Before `close`, after which a transport may no longer know what it had.
    if (how === 'abrupt') this.#end();
    const closed = attempt(() => this.#transport.close()).catch((error: unknown) =>
      this.#note(`close failed: ${this.#text(error)}`),
    );
    const ended = await settledWithin(Promise.all([closed, this.#gone]), CLOSE_MS);
    if (!ended) {
      this.#note(`the transport did not end within ${CLOSE_MS} ms`);
      this.#end();
    }
    const tookMs = Math.round(performance.now() - startedAt);
    this.#sole.end('us', 'the connection was closed');
    this.inbound.dispose();
    return { forced: false, tookMs };
  }

  readonly #onAbort = (): void => void this.close('abrupt');

  /** Sends in the order given. Only notifications are waited for: nothing that follows may overtake them. */
  async #pass({ body, mirror }: Outgoing): Promise<void> {
    if (this.#sole.over || this.#closing !== undefined) return;
    const headers = Object.fromEntries(Object.entries(mirror ?? {}).filter(([, value]) => value !== null));
    const sent = attempt(() => this.#transport.send(body, { headers }));
    const told = sent.catch((error: unknown) => this.#miss(`a message was not taken: ${this.#text(error)}`));
    if (!Object.hasOwn(body, 'id')) await settledWithin(told, NOTIFICATION_MS);
  }

  #onMessage(message: object): void {
    let text: string | undefined;
    try {
      text = JSON.stringify(message);
    } catch (error) {
      this.#miss(`what the transport handed out is no JSON: ${this.#text(error)}`);
    }
    if (text === undefined || this.#sole.over) return;
    const bytes = Buffer.from(text);
    const room = this.#sole.receive(bytes, this.#drained);
    if (!room && this.#overflows(bytes.length)) {
      const why = `more than ${MAX_UNREAD} messages or ${this.#options.maxMessage} bytes came faster than they were read`;
      this.#miss(`${why}, and a transport of an SDK cannot be held back`);
      this.#sole.end('fault', why);
    }
    if (this.#sole.over) void this.close('abrupt');
  }

  readonly #drained = (): void => {
    this.#unread = { messages: 0, bytes: 0 };
  };

  #overflows(bytes: number): boolean {
    this.#unread.messages += 1;
    this.#unread.bytes += bytes;
    return this.#unread.messages > MAX_UNREAD || this.#unread.bytes > this.#options.maxMessage;
  }

  /** Something may have come or gone that the transport keeps to itself: from now on silence proves nothing. */
  #miss(what: string): void {
    if (this.#closing === undefined) this.#unseen = what;
    this.#note(what);
  }

  readonly #text = (error: unknown): string => describeError(error, this.#options.transcript.secrets);

  #note(text: string): void {
    this.#options.transcript.note(text, this.#sole.channel.id);
  }

  #end(): void {
    try {
      this.#kill();
    } catch (error) {
      this.#note(`the transport could not be killed: ${this.#text(error)}`);
    }
  }
}

/** What somebody else's code throws becomes a rejection. */
const attempt = async (work: () => Promise<void>): Promise<void> => work();
