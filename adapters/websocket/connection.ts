/** A WebSocket connection through the library: messages, pings, and the closing handshake. */
import { isUtf8 } from 'node:buffer';
import type { WebSocket } from 'ws';
import type { Channel, Closing, Frame, OpenOptions, Outgoing, Traits } from '../adapter.js';
import { observe } from '../observation.js';
import { SoleChannel } from '../sole-channel.js';
import { settledWithin } from '../wait.js';
import type {
  RawUpgrade,
  RawWebSocket,
  WebSocketConnection,
  WebSocketEndpoint,
  WebSocketProfile,
} from './endpoint.js';
import { dial, type OwnRawWebSocket } from './raw.js';
import type { Upgraded } from './upgrade.js';

export const WEBSOCKET_TRAITS: Traits = {
  channelPerRequest: false,
  abandonCancels: false,
  serverChannel: 'inherent',
  raw: true,
};

/** Milliseconds from our close frame to the target's, and for what is left of the socket. */
const CLOSE_MS = 2_000;
const GONE_MS = 1_000;
const NORMAL = 1000;
/** Pings that are recorded: of a flood, the first tell enough. */
const MAX_PINGS = 100;
/** Pings without a message in between, from which on they are a flood. */
const PING_FLOOD = 10_000;

export class LibraryConnection implements WebSocketConnection {
  readonly traits = WEBSOCKET_TRAITS;
  readonly url: string;
  readonly profile: WebSocketProfile;
  readonly offered: readonly string[];
  readonly #socket: WebSocket;
  readonly #endpoint: WebSocketEndpoint;
  readonly #options: OpenOptions;
  readonly #sole: SoleChannel;
  readonly #gone: Promise<void>;
  readonly #raws = new Set<OwnRawWebSocket>();
  #pings = 0;
  #unasked = 0;
  /** What the next pong holds, and whether one is on its way. */
  #due: Buffer | undefined;
  #answering = false;
  #dials = 0;
  #seen: Pick<Closing, 'closeCode' | 'closeReason'> = {};
  #closing: Promise<Closing> | undefined;
  readonly #hurry = new AbortController();

  constructor(
    { socket, opened }: Upgraded,
    endpoint: WebSocketEndpoint,
    offered: readonly string[],
    options: OpenOptions,
  ) {
    this.#socket = socket;
    this.#endpoint = endpoint;
    this.#options = options;
    this.offered = offered;
    this.profile = endpoint.profile;
    this.url = endpoint.url;
    this.#sole = new SoleChannel('socket', options);
    this.#sole.channel.open(opened);

    socket.on('message', (data: Buffer, binary) => this.#receive(data, binary));
    socket.on('ping', (data) => this.#ping(data));
    socket.on('error', (error) => this.#fault(error));
    this.#gone = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        this.#closed(code, reason);
        resolve();
      });
    });
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
    if (options.signal.aborted) this.#onAbort();
    socket.resume();
  }

  get inbound(): AsyncIterable<Frame> {
    return this.#sole.inbound;
  }

  send({ body }: Outgoing): Channel {
    const socket = this.#socket;
    if (socket.readyState !== socket.OPEN) return this.#sole.unsent('the connection is closed');
    // Bytes go out as they are, and as text: whether they are UTF-8 is for the target to say.
    const data = body instanceof Uint8Array ? body : JSON.stringify(body);
    const channel = this.#sole.sent(data);
    // A connection that broke is known by its 'close' event already.
    socket.send(data, { binary: false }, () => {});
    return channel;
  }

  /** A socket carries no version or session beside the messages. */
  settle(): void {}

  listen(): Channel {
    return this.#sole.channel;
  }

  async dial(how: RawUpgrade = {}): Promise<RawWebSocket> {
    const id = `raw-${++this.#dials}`;
    const raw = await dial(this.#endpoint, this.offered, how, { ...this.#options, id });
    this.#raws.add(raw);
    if (this.#closing !== undefined) raw.drop();
    return raw;
  }

  close(how: 'graceful' | 'abrupt'): Promise<Closing> {
    if (how === 'abrupt') this.#hurry.abort();
    this.#closing ??= this.#close(how);
    return this.#closing;
  }

  async #close(how: 'graceful' | 'abrupt'): Promise<Closing> {
    const startedAt = performance.now();
    const socket = this.#socket;
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    for (const raw of this.#raws) raw.drop();
    this.#sole.inbound.close();
    const asked = how === 'graceful' && socket.readyState === socket.OPEN;
    if (asked) {
      this.#options.transcript.note(`close frame with ${NORMAL}`, 'socket');
      socket.close(NORMAL);
    }
    const gone =
      (asked || how === 'graceful') && (await settledWithin(this.#gone, CLOSE_MS, this.#hurry.signal));
    const forced = asked && !gone && !this.#hurry.signal.aborted;
    if (!gone) {
      socket.terminate();
      await settledWithin(this.#gone, GONE_MS);
    }
    this.#sole.end('us', 'the connection was closed');
    this.#sole.inbound.dispose();
    return { ...this.#seen, forced, tookMs: Math.round(performance.now() - startedAt) };
  }

  readonly #onAbort = (): void => void this.close('abrupt');

  #receive(data: Buffer, binary: boolean): void {
    this.#unasked = 0;
    const socket = this.#socket;
    const binding = {
      ...(binary ? { opcode: 'binary' } : {}),
      ...(binary || isUtf8(data) ? {} : { utf8: 'no' }),
    };
    const noted = Object.keys(binding).length === 0 ? undefined : binding;
    if (!this.#sole.receive(data, () => socket.resume(), noted)) socket.pause();
  }

  #ping(data: Buffer): void {
    if (++this.#pings <= MAX_PINGS) {
      const binding = { opcode: 'ping' };
      this.#options.transcript.record({ direction: 'in', channel: 'socket', payload: data, binding });
    }
    if (++this.#unasked >= PING_FLOOD) {
      this.#sole.end('fault', `a flood: ${PING_FLOOD} pings without a message`);
      this.#socket.terminate();
      return;
    }
    this.#due = data;
    if (!this.#answering) this.#pong();
  }

  /** Of pings that come faster than pongs leave, only the last is answered (RFC 6455, section 5.5.3). */
  #pong(): void {
    const data = this.#due;
    this.#due = undefined;
    this.#answering = data !== undefined && this.#socket.readyState === this.#socket.OPEN;
    if (this.#answering) this.#socket.pong(data, true, () => this.#pong());
  }

  /** The library found something that it cannot go on with; it has sent a close frame that says so. */
  #fault(error: Error & { code?: string }): void {
    const { maxMessage } = this.#options;
    const tooLong = error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
    this.#sole.end(
      'fault',
      tooLong ? `a message of more than ${maxMessage} bytes` : `no right WebSocket frame: ${error.message}`,
    );
    this.#socket.terminate();
  }

  #closed(code: number, reason: Buffer): void {
    const { transcript } = this.#options;
    const text = reason.toString('utf8');
    const said = text === '' ? '' : ` (${text})`;
    const how =
      code === 1006 ? 'the connection ended without a close frame' : `closed with code ${code}${said}`;
    const entries = [transcript.note(how, 'socket')];
    this.#seen = {
      closeCode: observe(code, 'close code', entries),
      closeReason: observe(text, 'close reason', entries),
    };
    this.#sole.end(this.#closing === undefined ? 'peer' : 'us', how);
  }
}
