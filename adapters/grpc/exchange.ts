/** One RPC written directly on HTTP/2, for requests that a gRPC library would not send. */
import { constants, type ClientHttp2Stream, type IncomingHttpHeaders } from 'node:http2';
import { encode } from '../bytes.js';
import { observe, type Observation } from '../observation.js';
import { settledWithin } from '../wait.js';
import { describeFiller, fill, type Filler } from '../filler.js';
import { CallHeaders, composeHeaders, flattenHeaders } from './call-headers.js';
import { Deframer, makePrefix, prefixWithLength } from './deframer.js';
import type { GrpcExchange, GrpcMessage, GrpcRequest } from './endpoint.js';
import { decodeGrpcFrame, encodeGrpcFrame, encodeGrpcFrameHead } from './frame.js';
import { HttpPage, isPage, mapHttpStatus } from './http-page.js';
import { inflate, toMessage, unescapeMessage } from './payload.js';
import { formatStatus } from './status.js';
import type { Via } from './via.js';

/** Milliseconds until we give up. */
const TIMEOUT_MS = 10_000;
/** Messages of one call, and bytes of them beyond the longest that is allowed. */
const MAX_MESSAGES = 10_000;
const MORE_BYTES = 1024 * 1024;

/** The status that RST_STREAM with REFUSED_STREAM stands for. */
const UNAVAILABLE = 14;
const REFUSED = 'the stream was refused (RST_STREAM 7)';

/** One RPC written on HTTP/2 by hand: grpc-js would not send what is wrong, nor show all that comes back. */
export class RawCall implements GrpcExchange {
  readonly messages: GrpcMessage[] = [];
  readonly opened: Promise<void>;
  readonly ended: Promise<void>;
  how: Observation<string> | undefined;
  status: Observation<number> | undefined;
  mapped: Observation<number> | undefined;
  ours = false;
  tookMs: number | undefined;
  readonly #startedAt = performance.now();
  readonly #via: Via;
  readonly #stream: ClientHttp2Stream;
  readonly #compressed: boolean;
  readonly #deframer: Deframer;
  readonly #waiting = new Set<() => void>();
  readonly #sent: number;
  #received = 0;
  #isRead = false;
  readonly #both = new CallHeaders();
  #page: HttpPage | undefined;
  #resolveOpened!: () => void;
  #resolveEnded!: () => void;

  constructor(via: Via, request: GrpcRequest) {
    this.#via = via;
    this.#compressed = request.compressed === true;
    this.#deframer = new Deframer(via.maxMessage, (bytes, flag) => this.#onMessage(bytes, flag));
    this.opened = new Promise((resolve) => (this.#resolveOpened = resolve));
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    const { sent, shown } = composeHeaders(via, request);
    this.#sent = via.transcript.record({
      direction: 'out',
      channel: via.channel,
      payload: '',
      binding: shown,
    });
    this.#stream = via.session.request(sent, { endStream: false });
    this.#listen(request.timeout ?? TIMEOUT_MS);
    if (request.unread !== true) this.#read();
    this.#sendAll(request);
  }

  #sendAll({ messages, filler, bytes, pieces, open }: GrpcRequest): void {
    if (bytes !== undefined) this.#sendRaw(bytes);
    const [first, ...others] = messages;
    if (first !== undefined && filler !== undefined) this.#sendFilled(first, filler);
    else if (first !== undefined) this.send(first);
    for (const message of others) this.send(message);
    if (pieces !== undefined) this.#sendPieces(pieces, open === true);
    else if (open !== true) this.end();
  }

  send(message: object | Uint8Array): void {
    const { transcript, channel, field, codec } = this.#via;
    const encoded = (json: object): Buffer => codec?.encode(json) ?? encodeGrpcFrame(field, encode(json));
    const payload = message instanceof Uint8Array ? message : encoded(message);
    transcript.record({ direction: 'out', channel, payload });
    this.#stream.write(prefixWithLength(payload, this.#compressed));
  }

  #sendRaw(bytes: Uint8Array, written?: () => void): void {
    const { transcript, channel } = this.#via;
    transcript.record({ direction: 'out', channel, payload: bytes, binding: { raw: 'true' } });
    this.#stream.write(bytes, written);
  }

  /** Each once the one before it is out: what is written at once may share a frame. */
  #sendPieces([piece, ...others]: readonly Uint8Array[], open: boolean): void {
    if (piece !== undefined) this.#sendRaw(piece, () => this.#sendPieces(others, open));
    else if (!open) this.end();
  }

  #sendFilled(message: object, filler: Filler): void {
    const { transcript, channel, field } = this.#via;
    const json = encode(message);
    const binding = { filler: describeFiller(filler) };
    transcript.record({ direction: 'out', channel, payload: encodeGrpcFrame(field, json), binding });
    const head = encodeGrpcFrameHead(field, json.length + filler.bytes);
    this.#stream.write(makePrefix(head.length + json.length + filler.bytes, this.#compressed));
    this.#stream.write(head);
    for (const piece of fill(json, filler)) this.#stream.write(piece);
  }

  end(): void {
    this.#stream.end();
  }

  resume(): void {
    if (!this.#isRead) this.#read();
  }

  cancel(): void {
    this.#stop('cancelled by the client');
  }

  header(name: string): Observation<string | undefined> {
    return this.#both.header(name, this.#otherwise);
  }

  trailer(name: string): Observation<string | undefined> {
    return this.#both.trailer(name, this.#otherwise);
  }

  metadataNames(): Observation<readonly string[]> {
    return this.#both.names(this.#otherwise);
  }

  stillOpen(): Observation<string> {
    const ms = Math.round(performance.now() - this.#startedAt);
    return observe(
      `no end of the call within ${ms} ms`,
      'the call',
      this.#both.headers?.entries ?? [this.#sent],
    );
  }

  async message(index: number, ms: number): Promise<GrpcMessage | undefined> {
    let wake = (): void => {};
    const came = new Promise<void>((resolve) => {
      wake = () => {
        if (this.messages.length > index || this.how !== undefined) resolve();
      };
      this.#waiting.add(wake);
      wake();
    });
    await settledWithin(came, ms);
    this.#waiting.delete(wake);
    return this.messages[index];
  }

  /** What stands for headers that did not come. */
  get #otherwise(): readonly number[] {
    return this.how?.entries ?? [this.#sent];
  }

  #listen(timeoutMs: number): void {
    const stream = this.#stream;
    const timer = setTimeout(() => this.#stop(`no end within ${timeoutMs} ms`), timeoutMs);
    let broken: string | undefined;
    stream.on('response', (headers, flags) => {
      const seen = this.#record(headers);
      this.#both.headers = seen;
      const ended = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
      if (ended) this.#onTrailers(seen);
      if (ended && this.status === undefined) this.#page = new HttpPage(seen.value);
      this.#resolveOpened();
    });
    stream.on('trailers', (headers) => this.#onTrailers(this.#record(headers)));
    stream.on('error', (error) => (broken = error.message));
    // Trailers are told apart from the end of what came before them.
    stream.once('end', () => setImmediate(() => this.#onEnd()));
    stream.once('close', () => {
      clearTimeout(timer);
      const code = stream.rstCode ?? 0;
      // Nothing was done about this call (RFC 9113 section 8.7).
      if (code === constants.NGHTTP2_REFUSED_STREAM) this.#onRefused();
      this.#finish(broken ?? `the stream ended without a status (RST_STREAM ${code})`);
    });
  }

  /** A stream that nobody listens to takes nothing off the wire. */
  #read(): void {
    this.#isRead = true;
    this.#stream.on('data', (chunk: Buffer) => {
      if (this.#isPage(chunk)) return this.#page?.add(chunk);
      if (!this.#deframer.feed(chunk)) this.#stop(`a message of more than ${this.#via.maxMessage} bytes`);
    });
  }

  /** The server is done, and so is the call, whether we have half-closed it or not. */
  #onEnd(): void {
    this.#finish('the stream ended without a status');
    this.#stream.end();
  }

  #finish(how: string): void {
    if (this.#page !== undefined && this.status === undefined && this.how === undefined)
      this.#onPage(this.#page);
    this.#over(how);
  }

  /** Told once, before the first message: a page read as messages would be one of gigabytes. */
  #isPage(chunk: Buffer): boolean {
    const headers = this.#both.headers?.value;
    if (this.#page !== undefined) return true;
    if (headers === undefined || this.#framed || !isPage(headers, chunk)) {
      this.#framed = true;
      return false;
    }
    this.#page = new HttpPage(headers);
    return true;
  }

  #framed = false;

  #onRefused(): void {
    const entries = [this.#via.transcript.note(REFUSED, this.#via.channel)];
    this.mapped ??= observe(UNAVAILABLE, 'what gRPC clients make of REFUSED_STREAM', entries);
    this.how ??= observe(REFUSED, 'end of the call', entries);
  }

  #onPage(page: HttpPage): void {
    const { transcript, channel } = this.#via;
    const entries = [...(this.#both.headers?.entries ?? [])];
    if (page.body.length > 0)
      entries.push(transcript.record({ direction: 'in', channel, payload: page.body }));
    if (entries.length === 0) return;
    this.mapped = observe(
      mapHttpStatus(page.httpStatus),
      `what gRPC clients make of ${page.describe()}`,
      entries,
    );
    this.how ??= observe(page.describe(), 'end of the call', entries);
  }

  #record(headers: IncomingHttpHeaders): Observation<Record<string, string>> {
    const { transcript, channel } = this.#via;
    const flat = flattenHeaders(headers);
    const entry = transcript.record({ direction: 'in', channel, payload: '', binding: flat });
    return observe(flat, 'headers', [entry]);
  }

  #onTrailers(trailers: Observation<Record<string, string>>): void {
    this.#both.trailers = trailers;
    const text = trailers.value['grpc-status'];
    if (text === undefined) return;
    const code = Number(text);
    this.status = observe(code, 'grpc-status', trailers.entries);
    this.how ??= observe(
      formatStatus({ code, details: unescapeMessage(trailers.value['grpc-message'] ?? '') }),
      'gRPC status',
      trailers.entries,
    );
  }

  #onMessage(payload: Buffer, compressed: boolean): void {
    const { transcript, channel, field, codec, maxMessage } = this.#via;
    const encoding = compressed ? this.#both.headers?.value['grpc-encoding'] : undefined;
    const plain = encoding === undefined ? payload : inflate(payload, maxMessage);
    const { json, notes } = codec?.decode(plain) ?? decodeGrpcFrame(field, plain);
    const binding = { ...notes, ...(compressed ? { compressed: encoding ?? 'with what is not said' } : {}) };
    const entries = [transcript.record({ direction: 'in', channel, payload: json, binding })];
    this.#received += json.length;
    if (this.messages.length >= MAX_MESSAGES || this.#received > maxMessage + MORE_BYTES)
      return this.#stop('more than is kept of one call');
    this.messages.push(toMessage(json, entries, compressed));
    this.#wake();
  }

  #stop(how: string): void {
    if (this.#stream.destroyed) return;
    this.ours ||= this.how === undefined;
    this.#over(how);
    // Never while Node hands over what came: its HTTP/2 may then go round for ever (nodejs/node#64113, docs/decisions.md).
    setImmediate(() => {
      if (!this.#stream.closed) this.#stream.close(constants.NGHTTP2_CANCEL);
    });
  }

  #over(how: string): void {
    const { transcript, channel } = this.#via;
    this.how ??= observe(how, 'end of the call', [transcript.note(how, channel)]);
    this.tookMs ??= performance.now() - this.#startedAt;
    this.#resolveOpened();
    this.#resolveEnded();
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }
}
