/** Relays one RPC between a client and the right server, with the changes of a fault. */
import { once } from 'node:events';
import { constants } from 'node:http2';
import { setTimeout as delay } from 'node:timers/promises';
import type {
  ClientHttp2Session,
  ClientHttp2Stream,
  IncomingHttpHeaders,
  ServerHttp2Stream,
} from 'node:http2';
import { gzipSync } from 'node:zlib';
import { parseJson } from '../../../adapters/bytes.js';
import { Deframer, prefixWithLength } from '../../../adapters/grpc/deframer.js';
import { decodeGrpcFrame, encodeGrpcFrame } from '../../../adapters/grpc/frame.js';
import { isObject } from '../../../adapters/json.js';
import { settledWithin } from '../../../adapters/wait.js';
import type { Fault } from './fault.js';
import type { Memory } from './memory.js';
import type { GrpcCall, GrpcHooks, GrpcStatus } from './grpc-hooks.js';
import { takeTurn } from './grpc-turns.js';
import { readMetadata } from './grpc-metadata.js';
import { makeScope, type InterceptedChannel, type MessageInterceptor } from './interceptor.js';

export interface RelayPlace {
  readonly fault: Fault;
  readonly interceptor: MessageInterceptor;
  /** Open sessions. */
  readonly streams: Set<GrpcRelay>;
}

const FIELD = { number: 1, type: 'bytes' } as const;
/** Bytes of one message. */
const LARGEST = 128 * 1024 * 1024;
/** The prefix of a message that is longer than anybody takes. */
const TOO_LONG = Buffer.from([0, 0xff, 0xff, 0xff, 0xff]);
/** Milliseconds between the end of a cancelled stream and its close. */
const MOMENT_MS = 200;
/** Bytes before a message, and the status of a call that cannot be read. */
const PREFIX = 5;
const INTERNAL = 13;

/** One RPC between its client and the right server. */
export class GrpcRelay {
  readonly #place: RelayPlace;
  readonly #hooks: GrpcHooks;
  readonly #session: ClientHttp2Session;
  readonly #client: ServerHttp2Stream;
  readonly #path: string;
  readonly #headers: Record<string, string>;
  readonly #memory: Memory = {};
  readonly #channel: InterceptedChannel;
  /** Messages that went to its client. */
  #said = 0;
  readonly #isCall: boolean;
  readonly #frames = new Deframer(LARGEST, (bytes, compressed) =>
    this.#next(() => this.#onFrame(bytes, compressed)),
  );
  /** Its client has done the whole handshake. */
  #isGreeted = false;
  #upstream: ClientHttp2Stream | undefined;
  #call: GrpcCall | undefined;
  #trailers: Record<string, string> = { 'grpc-status': '0' };
  /** Hooks may take their time; what is passed on keeps its order all the same. */
  #turn: Promise<void> = Promise.resolve();

  constructor(
    place: RelayPlace,
    session: ClientHttp2Session,
    client: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
  ) {
    this.#place = place;
    this.#hooks = place.fault.grpc ?? {};
    this.#session = session;
    this.#client = client;
    this.#path = String(headers[':path']);
    this.#isCall = this.#path.endsWith('/Call') || this.#path.startsWith('/model_context_protocol.');
    this.#headers = readMetadata(headers);
    this.#channel = {
      scope: makeScope(),
      memory: this.#memory,
      say: (message) => this.say(message),
    };
  }

  start(): void {
    if (this.#path.endsWith('/Session')) this.#place.streams.add(this);
    const frames = this.#frames;
    this.#client.on('data', (chunk: Buffer) => {
      if (this.#hooks.wantsWholeFrames === true && !isWhole(chunk))
        return this.#next(async () => {
          if (this.#open(undefined) !== undefined) this.#answer({ status: INTERNAL });
        });
      if (frames.feed(chunk)) return;
      this.#client.pause();
      if (this.#hooks.unlimited === true) return;
      this.#next(async () => void this.#open(undefined)?.write(TOO_LONG));
    });
    this.#client.once('end', () => this.#next(() => this.#onEnd()));
    this.#client.once('close', () => this.#onClose());
    // A call is told by its message, which is part of what a fault may look at.
    const { delayMs } = this.#hooks;
    if (delayMs !== undefined) this.#next(() => delay(delayMs));
    if (this.#hooks.oneAtATime === true) {
      const before = takeTurn(this.#client);
      this.#next(() => before);
    }
    if (!this.#isCall) this.#next(async () => void this.#open(undefined));
  }

  #next(step: () => Promise<void>): void {
    this.#turn = this.#turn.then(step).catch((error: unknown) => this.#break(error));
  }

  #break(error: unknown): void {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    this.#client.close(constants.NGHTTP2_INTERNAL_ERROR);
  }

  async #onFrame(bytes: Buffer, compressed: boolean): Promise<void> {
    const { json, notes = {} } = decodeGrpcFrame(FIELD, bytes);
    const document = compressed ? undefined : parseJson(json);
    const upstream = this.#open(document);
    if (upstream === undefined || this.#call === undefined) return;
    this.#isGreeted ||= isObject(document) && document['method'] === 'notifications/initialized';
    const status = this.#hooks.frame?.({ bytes, notes, compressed }, this.#call);
    if (status !== undefined) return this.#answer(status);
    if (document === undefined) return void upstream.write(prefixWithLength(bytes, compressed));
    const before = this.#said;
    const passed = await this.#place.interceptor.fromClient(document, this.#channel);
    // A call that the fault has answered itself is over.
    if (passed === undefined) return this.#isCall && this.#said > before ? this.#answer({}) : undefined;
    const frame = passed === document ? bytes : encodeGrpcFrame(FIELD, Buffer.from(JSON.stringify(passed)));
    upstream.write(prefixWithLength(frame, false));
  }

  async #onEnd(): Promise<void> {
    if (this.#hooks.ignoresCancel === true) {
      // What is cancelled ends as well, and is known to be cancelled a moment later.
      await settledWithin(once(this.#client, 'close'), MOMENT_MS);
      if (this.#client.rstCode !== constants.NGHTTP2_NO_ERROR) return;
    }
    this.#halfClose();
  }

  #halfClose(): void {
    if (this.#hooks.takesNothing === true && this.#call === undefined) {
      this.#trailers = { 'grpc-status': '0' };
      return this.#end();
    }
    const upstream = this.#open(undefined);
    if (this.#hooks.endsAtHalfClose === true) return this.#endEarly();
    if (this.#hooks.ignoresHalfClose !== true) upstream?.end();
  }

  /** The RPC at the right server, begun when it is first needed; `undefined` where a fault answers in its place. */
  #open(document: unknown): ClientHttp2Stream | undefined {
    if (this.#call !== undefined) return this.#upstream;
    const headers = { ...this.#headers };
    const { memory } = this.#place.interceptor;
    this.#call = {
      path: this.#path,
      headers,
      document: isObject(document) ? document : undefined,
      memory,
      channel: this.#memory,
    };
    const status = this.#hooks.request?.(this.#call);
    if (status !== undefined) {
      this.#answer(status);
      return undefined;
    }
    const upstream = this.#session.request({ ':method': 'POST', ':path': this.#path, ...headers });
    this.#upstream = upstream;
    upstream.on('response', (received, flags) => {
      const trailersOnly = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
      this.#onHeaders(readMetadata(received), Number(received[':status']), trailersOnly);
    });
    const frames = new Deframer(LARGEST, (bytes) => this.#fromServer(bytes));
    upstream.on('data', (chunk: Buffer) => frames.feed(chunk));
    upstream.on('trailers', (received) => (this.#trailers = readMetadata(received)));
    upstream.on('error', (error) => process.stderr.write(`${error.message}\n`));
    upstream.once('end', () => this.#end());
    return upstream;
  }

  /** A stream that the client has reset is closed some time before it is destroyed, and takes no headers any more. */
  get #isGone(): boolean {
    return this.#client.destroyed || this.#client.closed;
  }

  #onHeaders(headers: Record<string, string>, httpStatus: number, trailersOnly: boolean): void {
    if (this.#call === undefined || this.#isGone) return;
    if (trailersOnly) {
      this.#hooks.trailers?.(headers, this.#call);
      if (!this.#client.headersSent)
        this.#client.respond({ ':status': httpStatus, ...headers }, { endStream: true });
      return;
    }
    this.#hooks.headers?.(headers, this.#call);
    if (this.#hooks.withholdsHeaders === true) this.#headersToSend = headers;
    else this.#respond(headers);
  }

  #headersToSend: Record<string, string> = { 'content-type': 'application/grpc+proto' };

  #respond(headers = this.#headersToSend): void {
    if (this.#client.headersSent || this.#isGone) return;
    this.#client.respond({ ':status': 200, ...headers }, { waitForTrailers: true });
    this.#client.once('wantTrailers', () => {
      const trailers = { ...this.#trailers };
      if (this.#call !== undefined) this.#hooks.trailers?.(trailers, this.#call);
      this.#client.sendTrailers(trailers);
    });
  }

  #fromServer(bytes: Buffer): void {
    const { json } = decodeGrpcFrame(FIELD, bytes);
    const document = parseJson(json);
    // No tunnel: typed messages, health and reflection.
    if (document === undefined) this.#write(this.#packed(bytes));
    else for (const message of this.#place.interceptor.fromServer(document, this.#channel)) this.say(message);
  }

  #packed(bytes: Buffer): Buffer {
    const gzip = this.#hooks.compresses === true;
    return prefixWithLength(gzip ? gzipSync(bytes) : bytes, gzip);
  }

  say(message: unknown, everywhere = this.#hooks.broadcasts === true): void {
    if (this.#call === undefined || this.#isGone || this.#client.writableEnded) return;
    const json = this.#hooks.output?.(message, this.#call) ?? Buffer.from(JSON.stringify(message));
    this.#said += 1;
    this.#write(this.#packed(encodeGrpcFrame(FIELD, json)));
    if (everywhere) for (const other of this.#place.streams) if (other !== this) other.say(message, false);
    const ends = this.#hooks.endsAfter?.(message) ?? false;
    if (ends !== false) setTimeout(() => this.#endEarly(), Number(ends)).unref();
  }

  #endEarly(): void {
    this.#upstream?.close(constants.NGHTTP2_CANCEL);
    this.#client.end();
  }

  #write(bytes: Buffer): void {
    if (this.#isGone) return;
    this.#respond();
    if (this.#client.write(bytes)) return;
    this.#upstream?.pause();
    this.#client.once('drain', () => this.#upstream?.resume());
  }

  #answer({ status = 0, words, http, reset, message }: GrpcStatus): void {
    if (this.#isGone) return;
    if (reset !== undefined) return this.#client.close(reset);
    if (http !== undefined) {
      this.#client.respond({ ':status': http, 'content-type': 'text/plain; charset=utf-8' });
      this.#client.end(`${http} page of whatever stands before the server\n`);
      return;
    }
    this.#trailers = {
      'grpc-status': String(status),
      ...(words === undefined ? {} : { 'grpc-message': words }),
    };
    if (message === undefined && status !== 0 && !this.#client.headersSent) {
      // Trailers alone, as libraries refuse a call.
      const headers = { ':status': 200, 'content-type': 'application/grpc+proto', ...this.#trailers };
      this.#client.respond(headers, { endStream: true });
      return this.#upstream?.close(constants.NGHTTP2_CANCEL);
    }
    if (message !== undefined) this.say(message);
    this.#end();
    this.#upstream?.close(constants.NGHTTP2_CANCEL);
  }

  #end(): void {
    if (this.#isGone || (this.#client.headersSent && this.#client.writableEnded)) return;
    this.#respond();
    this.#client.end();
  }

  #onClose(): void {
    this.#place.streams.delete(this);
    const { memory } = this.#place.interceptor;
    if (this.#hooks.endsTogether === true && this.#isGreeted)
      for (const other of this.#place.streams)
        if (other.#isGreeted) other.#client.close(constants.NGHTTP2_INTERNAL_ERROR);
    if (this.#frames.isWaiting) memory['dropped'] = Number(memory['dropped'] ?? 0) + 1;
    if (this.#client.rstCode === constants.NGHTTP2_CANCEL)
      memory['cancelled'] = Number(memory['cancelled'] ?? 0) + 1;
    if (this.#hooks.ignoresCancel !== true) this.#upstream?.close(constants.NGHTTP2_CANCEL);
  }
}

/** One message and no more. */
const isWhole = (chunk: Buffer): boolean =>
  chunk.length >= PREFIX && chunk.length === PREFIX + chunk.readUInt32BE(1);
