/** One HTTP/2 connection that RPCs written by hand go over, with its pings and windows. */
import { connect, constants, type ClientHttp2Session } from 'node:http2';
import { observe, type Observation } from '../observation.js';
import type { Transcript } from '../transcript.js';
import type { GrpcAddress } from './client.js';
import { formatGoAway } from './bare.js';
import type { GoAway, GrpcExchange, GrpcRequest, GrpcWire } from './endpoint.js';
import { RawCall } from './exchange.js';
import { formatOrigin, toHttp2Options } from './probe.js';
import type { Via } from './via.js';

/** MiB that node:http2 may hold for one connection: a message of 64 MiB is written in one piece. */
const MAX_SESSION_MIB = 512;

type Endpoint = GrpcAddress & { metadata: Readonly<Record<string, string>> };

interface Surroundings {
  /** Where a call goes that names no path, and how its messages are written. */
  readonly route: (request: GrpcRequest) => Pick<Via, 'path' | 'field' | 'codec'>;
  readonly transcript: Transcript;
  /** Bytes of one message. */
  readonly maxMessage: number;
  /** The next name of a channel. */
  readonly name: () => string;
}

/** Where calls of a connection go; each call tells by itself that the connection broke. */
export class Wire implements GrpcWire {
  goneAway: Observation<GoAway> | undefined;
  #current: ClientHttp2Session | undefined;
  readonly #endpoint: Endpoint;
  readonly #window: number | undefined;
  readonly #at: Surroundings;

  /** `window`: bytes that the server may send on a stream before they are read. */
  constructor(endpoint: Endpoint, at: Surroundings, window?: number) {
    this.#endpoint = endpoint;
    this.#at = at;
    this.#window = window;
  }

  get #closed(): boolean {
    // `closed` is what a server makes of it that asks us to go away.
    return this.#current === undefined || this.#current.closed || this.#current.destroyed;
  }

  /** Another one where the last has ended, so that a call can always be made. */
  get #session(): ClientHttp2Session {
    if (this.#current !== undefined && !this.#closed) return this.#current;
    const session = connect(formatOrigin(this.#endpoint), {
      ...toHttp2Options(this.#endpoint.tls),
      maxSessionMemory: MAX_SESSION_MIB,
      ...(this.#window === undefined ? {} : { settings: { initialWindowSize: this.#window } }),
    });
    session.on('error', () => {});
    session.on('goaway', (code, _last, words) => this.#onGoAway({ code, words: wordsOf(words) }));
    this.#current = session;
    return session;
  }

  #onGoAway(goAway: GoAway): void {
    const entry = this.#at.transcript.note(formatGoAway(goAway), this.#at.name());
    this.goneAway = observe(goAway, 'what the server said of the connection', [entry]);
  }

  call(request: GrpcRequest): GrpcExchange {
    const { route, transcript, maxMessage, name } = this.#at;
    const own = this.#endpoint.metadata;
    const via = { session: this.#session, own, transcript, channel: name(), maxMessage };
    return new RawCall({ ...via, ...route(request) }, request);
  }

  async ping(octets: Uint8Array, ms: number): Promise<Observation<string>> {
    const { transcript, name } = this.#at;
    const channel = name();
    const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
    transcript.note(`PING ${hex(octets)}`, channel);
    const echoed = await new Promise<Uint8Array | string>((resolve) => {
      const timer = setTimeout(() => resolve(`no answer to PING within ${ms} ms`), ms);
      const settle = (what: Uint8Array | string): void => {
        clearTimeout(timer);
        resolve(what);
      };
      this.#current?.once('close', () => settle('the connection ended'));
      const sent =
        !this.#closed &&
        this.#current?.ping(octets, (error, _ms, payload) =>
          settle(error === null ? payload : error.message),
        );
      if (sent !== true) settle('the connection had ended');
    });
    const seen = typeof echoed === 'string' ? echoed : hex(echoed);
    const entry = transcript.note(
      typeof echoed === 'string' ? echoed : `PING acknowledged: ${seen}`,
      channel,
    );
    return observe(seen, 'the answer to a PING', [entry]);
  }

  goAway(): void {
    if (!this.#closed) this.#current?.goaway(constants.NGHTTP2_NO_ERROR);
  }

  drop(): void {
    this.#current?.destroy();
  }
}

/** As much of it as anybody reads. */
const wordsOf = (bytes: Uint8Array | undefined): string =>
  Buffer.from(bytes ?? []).toString('latin1', 0, 128);
