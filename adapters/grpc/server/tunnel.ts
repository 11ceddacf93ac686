/** Server-side transports for the official SDKs over a tunnel session or a single call. */
import { once } from 'node:events';
import { Metadata, type ServerDuplexStream, type ServerWritableStream } from '@grpc/grpc-js';
import type { Frame, Frame__Output } from '../../../proto/generated/mcp/tunnel/v1/Frame.js';
import { parseJson } from '../../bytes.js';
import { Conversation } from '../../server/conversation.js';
import {
  readId,
  INVALID_REQUEST,
  isMessage,
  PARSE_ERROR,
  makeRefusal,
  type JsonRpcMessage,
} from '../../server/json-rpc.js';

export type SessionCall = ServerDuplexStream<Frame__Output, Frame>;
export type SingleCall = ServerWritableStream<Frame__Output, Frame>;

/** What is common to both: the `Transport` of both official SDKs, written to with back-pressure. */
abstract class GrpcTransport {
  // Methods, because the SDKs type what they assign here by their own messages.
  onmessage?(message: object): void;
  onclose?(): void;
  onerror?(error: Error): void;
  readonly call: SessionCall | SingleCall;
  /** Settles when there is room; all who wait share it. */
  #room: Promise<void> | undefined;
  #closed = false;

  constructor(call: SessionCall | SingleCall) {
    this.call = call;
    // Bidirectional calls fail on the reading side too, when the client is gone or sends what is no frame.
    call.on('error', (error: Error) => this.onerror?.(error));
    call.once('cancelled', () => this.closed());
    call.once('finish', () => this.closed());
  }

  abstract start(): Promise<void>;

  /** Resolves once there is room for more, or nobody reads any longer. */
  async send(message: object): Promise<void> {
    const { call } = this;
    if (this.#closed || call.writableEnded) throw new Error('The call is over');
    if (!call.write({ json: Buffer.from(JSON.stringify(message)) })) await (this.#room ??= this.#untilRoom());
  }

  async #untilRoom(): Promise<void> {
    const { call } = this;
    const over = new AbortController();
    const events = ['drain', 'close', 'cancelled'];
    this.hold();
    // A call that fails has no more room, and needs none.
    await Promise.race(events.map((event) => once(call, event, { signal: over.signal }))).catch(() => {});
    over.abort();
    this.#room = undefined;
    this.resume();
  }

  async close(): Promise<void> {
    if (!this.call.writableEnded) this.call.end();
    this.closed();
  }

  /** A client that does not read what it asked for is not read from either. */
  protected hold(): void {}
  protected resume(): void {}

  /** The initial metadata goes out at once, so that the client knows the call to be taken. */
  protected accept(): void {
    this.call.sendMetadata(new Metadata());
  }

  protected deliver(message: JsonRpcMessage): void {
    this.onmessage?.(message);
  }

  protected closed(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.onclose?.();
  }
}

/** Milliseconds that requests in flight get to be answered once the client has half-closed. */
const LAST_ANSWERS_MS = 1_000;

/** Server side of `Session`: the stream is the session, and ends when the client has half-closed. */
export class GrpcSessionTransport extends GrpcTransport {
  declare readonly call: SessionCall;
  /** Ids of requests that were not answered. */
  readonly #open = new Set<unknown>();
  #isHalfClosed = false;

  readonly #conversation = new Conversation({
    deliver: (message) => {
      this.#note(message);
      this.deliver(message);
    },
    answer: (document) => void super.send(document).catch((error: Error) => this.onerror?.(error)),
  });

  async start(): Promise<void> {
    this.accept();
    this.call.on('data', ({ json }: Frame__Output) => this.#conversation.receive(Buffer.from(json ?? [])));
    this.call.once('end', () => this.#halfClosed());
  }

  override async send(message: object): Promise<void> {
    const answer = message as JsonRpcMessage;
    const document = this.#conversation.leaving(answer);
    if (document !== undefined) await super.send(document);
    if (!('method' in answer)) this.#settle(answer['id']);
  }

  #note(message: JsonRpcMessage): void {
    const { method, id, params } = message;
    if (method === 'notifications/cancelled') this.#settle((params as JsonRpcMessage)?.['requestId']);
    else if (method !== undefined && id !== undefined) this.#open.add(id);
  }

  #settle(id: unknown): void {
    this.#open.delete(id);
    if (this.#isHalfClosed && this.#open.size === 0) void this.close();
  }

  #halfClosed(): void {
    this.#isHalfClosed = true;
    if (this.#open.size === 0) return void this.close();
    const timer = setTimeout(() => void this.close(), LAST_ANSWERS_MS);
    this.call.once('close', () => clearTimeout(timer));
  }

  protected override hold(): void {
    this.call.pause();
  }

  protected override resume(): void {
    this.call.resume();
  }
}

/** Says why the metadata of a call does not fit its message. */
export type Inspect = (message: JsonRpcMessage, metadata: Metadata) => string | undefined;

/** Server side of `Call`: one message of the client, and the response to it last. */
export class GrpcCallTransport extends GrpcTransport {
  declare readonly call: SingleCall;
  readonly #inspect: Inspect;
  #id: unknown;

  constructor(call: SingleCall, inspect: Inspect) {
    super(call);
    this.#inspect = inspect;
  }

  async start(): Promise<void> {
    this.accept();
    const message = parseJson(Buffer.from(this.call.request.json ?? []));
    const refuse = (code: number, why: string): Promise<void> =>
      this.#answer(makeRefusal(code, why, readId(message), undefined));
    if (message === undefined) return refuse(PARSE_ERROR, 'Parse error');
    if (!isMessage(message)) return refuse(INVALID_REQUEST, 'A call carries one message');
    if (!('method' in message)) return refuse(INVALID_REQUEST, 'A call carries no responses');
    if (!('id' in message)) {
      this.deliver(message);
      return this.close();
    }
    const problem = this.#inspect(message, this.call.metadata);
    if (problem !== undefined) return refuse(HEADER_MISMATCH, problem);
    this.#id = message['id'];
    this.deliver(message);
  }

  override async send(message: object): Promise<void> {
    await super.send(message);
    // Nothing comes after the response.
    if ('id' in message && !('method' in message) && message.id === this.#id) await this.close();
  }

  async #answer(message: object): Promise<void> {
    await super.send(message);
    await this.close();
  }
}

/** Error code of MCP for an envelope that differs from its body. */
const HEADER_MISMATCH = -32020;
