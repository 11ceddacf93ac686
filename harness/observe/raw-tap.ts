/** Listens where binding scenarios bypass messages: bytes, parts of requests, frames by hand. */
import type { Connection } from '../../adapters/adapter.js';
import { toBuffer, parseJson } from '../../adapters/bytes.js';
import { isObject } from '../../adapters/json.js';
import type { GrpcConnection, GrpcExchange, GrpcRequest } from '../../adapters/grpc/endpoint.js';
import type { HttpConnection, HttpExchange, HttpRequest } from '../../adapters/streamable-http/endpoint.js';
import type { StdioConnection } from '../../adapters/stdio/endpoint.js';
import { isJson, readMediaType } from '../../adapters/streamable-http/headers.js';
import type {
  RawFrame,
  RawUpgrade,
  RawWebSocket,
  WebSocketConnection,
} from '../../adapters/websocket/endpoint.js';
import type { Conversation } from './conversation.js';
import { newScope, OwnWatched } from './message.js';

/** As long as a timer can be: what is waited for here ends with its connection at the latest. */
const FOREVER_MS = 2 ** 31 - 1;
/** Bytes of a line that is not ended yet that are kept. */
const MAX_REST = 1024 * 1024;
const LF = 10;
/** The last byte of a JSON object. */
const CLOSING = 125;
const TEXT = 1;
const BINARY = 2;

/** The exchanges that binding scenarios make by hand, beside the conversation. Whole messages of theirs are told like any others. */
export class RawTap {
  /** What takes the place of the connection's own, as far as it has these. */
  readonly overrides: Record<string, unknown>;
  readonly #conversation: Conversation;
  readonly #entry: () => number;
  readonly #main: () => OwnWatched;
  /** Of a line that was written and not ended. */
  #rest = Buffer.alloc(0);
  /** The last line was told before its newline. */
  #isReadEarly = false;
  #count = 0;

  /** `entry` gives the number of the entry that was recorded last; `main` is the channel of the conversation. */
  constructor(
    connection: Connection,
    conversation: Conversation,
    entry: () => number,
    main: () => OwnWatched,
  ) {
    this.#conversation = conversation;
    this.#entry = entry;
    this.#main = main;
    const { write } = connection as Partial<StdioConnection>;
    const { exchange } = connection as Partial<HttpConnection>;
    const { call } = connection as Partial<GrpcConnection>;
    const { dial } = connection as Partial<WebSocketConnection>;
    this.overrides = {
      ...(write && { write: (bytes: Uint8Array) => this.#write(bytes, write.bind(connection)) }),
      ...(exchange && {
        exchange: (request: HttpRequest) => this.#exchange(request, exchange.bind(connection)),
      }),
      ...(call && { call: (request: GrpcRequest) => this.#call(request, call.bind(connection)) }),
      ...(dial && { dial: (upgrade?: RawUpgrade) => this.#dial(upgrade, dial.bind(connection)) }),
    };
  }

  #channel(kind: string, session: string | undefined, perRequest: boolean, open = false): OwnWatched {
    const id = `${kind}-${++this.#count}`;
    return new OwnWatched(id, newScope(true, open), this.#conversation.session(session ?? id), perRequest);
  }

  /** Half a line, or several: what is whole by now was said by now. */
  #write(bytes: Uint8Array, write: StdioConnection['write']): Promise<void> {
    const written = write(bytes);
    const read = this.#isReadEarly && bytes[0] === LF ? bytes.subarray(1) : bytes;
    const all = Buffer.concat([this.#rest, read]);
    // A server need not wait for the newline: what is a whole document may be answered.
    this.#isReadEarly = isDocument(all.subarray(all.lastIndexOf(LF) + 1));
    const end = this.#isReadEarly ? all.length : all.lastIndexOf(LF) + 1;
    this.#rest = all.subarray(end);
    if (end > 0) this.#conversation.sentBytes(all.subarray(0, end), this.#main(), this.#entry());
    if (this.#rest.length > MAX_REST) {
      this.#conversation.sentPart(this.#main());
      this.#rest = Buffer.alloc(0);
    }
    return written;
  }

  async #exchange(request: HttpRequest, exchange: HttpConnection['exchange']): Promise<HttpExchange> {
    // Another place on the same origin is no MCP endpoint.
    if (request.path !== undefined) return exchange(request);
    const { headers = {}, method } = request;
    const on = this.#channel('exchange', headers['mcp-session-id'] ?? '', true, method === 'GET');
    on.listens = method === 'GET' && headers['last-event-id'] === undefined;
    const pending = exchange(request);
    if (method === 'POST') this.#sent(request.body ?? '', on);
    const done = await pending;
    this.#answered(on, method, done);
    return done;
  }

  #answered(on: OwnWatched, method: string, done: HttpExchange): void {
    const { status } = done;
    if (status === undefined) return;
    const type = readMediaType(done.header('content-type').value);
    const streaming = type === 'text/event-stream';
    const refused = status.value >= 400;
    this.#conversation.opened(on, { refused, status, streaming, header: (name) => done.header(name) });
    const [entry = 0] = done.body.entries;
    if (streaming) {
      for (const { data, id, event } of done.events) {
        if (id !== undefined && id !== '') on.eventId(id, entry);
        if ((event ?? 'message') === 'message') this.#conversation.received(parseJson(data), on, entry);
      }
    } else if (method === 'POST' && isJson(type) && status.value !== 202 && done.complete)
      this.#conversation.received(done.json().value, on, entry);
    const by = done.complete ? 'peer' : 'us';
    this.#conversation.ended(on, { by, how: done.body });
  }

  #call(request: GrpcRequest, call: GrpcConnection['call']): GrpcExchange {
    const on = this.#channel('rpc', undefined, false);
    const exchange = call(request);
    const { bytes, pieces, compressed } = request;
    const isBent = bytes !== undefined || pieces !== undefined || compressed === true;
    if (isBent) this.#conversation.sentPart(on);
    for (const message of request.messages) this.#sentFrame(message, on);
    void this.#follow(exchange, on);
    const send = (message: object | Uint8Array): void => {
      exchange.send(message);
      this.#sentFrame(message, on);
    };
    return overlay(exchange, { send });
  }

  async #follow(exchange: GrpcExchange, on: OwnWatched): Promise<void> {
    for (let at = 0; ; at++) {
      const message = await exchange.message(at, FOREVER_MS);
      if (message === undefined) return;
      const json = message.json();
      this.#conversation.received(json.value, on, json.entries[0] ?? 0);
    }
  }

  #sent(body: string | Uint8Array, on: OwnWatched): void {
    const bytes = typeof body === 'string' ? Buffer.from(body) : toBuffer(body);
    this.#conversation.sentBytes(bytes, on, this.#entry());
  }

  /** What goes as it is has no frame of ours around it, and nobody knows what the server reads in it. */
  #sentFrame(message: object | Uint8Array, on: OwnWatched): void {
    if (message instanceof Uint8Array) this.#conversation.sentPart(on);
    else this.#conversation.sent(message, on, this.#entry());
  }

  async #dial(upgrade: RawUpgrade | undefined, dial: WebSocketConnection['dial']): Promise<RawWebSocket> {
    const raw = await dial(upgrade);
    const on = this.#channel('dial', undefined, false);
    void this.#listen(raw, on);
    const send = (frame: RawFrame): void => {
      raw.send(frame);
      const { opcode, fin = true, rsv = 0, masked = true, payload = '' } = frame;
      if (opcode > BINARY) return;
      const isWhole = opcode === TEXT && fin && rsv === 0 && masked;
      if (isWhole) this.#sent(payload, on);
      else this.#conversation.sentPart(on);
    };
    const write = (bytes: Uint8Array): void => {
      raw.write(bytes);
      this.#conversation.sentPart(on);
    };
    return overlay(raw, { send, write });
  }

  async #listen(raw: RawWebSocket, on: OwnWatched): Promise<void> {
    for (let at = 0; ; at++) {
      const from = at;
      const frame = await raw.next((each) => raw.frames.indexOf(each) >= from, FOREVER_MS);
      if (frame === undefined) return;
      if (frame.json !== undefined) this.#conversation.received(frame.json, on, frame.text.entries[0] ?? 0);
    }
  }
}

const isDocument = (bytes: Buffer): boolean => bytes.at(-1) === CLOSING && isObject(parseJson(bytes));

/** The same object with some of its methods in other words. */
const overlay = <T extends object>(target: T, over: Partial<T>): T =>
  new Proxy(target, {
    get(_, key) {
      if (Object.hasOwn(over, key)) return Reflect.get(over, key) as unknown;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
