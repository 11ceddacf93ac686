import type { WebSocket } from 'ws';
import { Batches } from './batches.js';
import { idOf, INVALID_REQUEST, isMessage, PARSE_ERROR, refusal, type JsonRpcMessage } from './json-rpc.js';

/** Bytes that wait to be sent: past `ROOM`, `send` waits; past `UNREAD`, nothing more is read from that client. */
const ROOM = 1024 * 1024;
const UNREAD = 64 * 1024 * 1024;
/** Milliseconds that a client has to answer our close frame. */
const CLOSE_MS = 2_000;
/** Close codes of RFC 6455, section 7.4.1. */
const NORMAL = 1000;
const UNSUPPORTED_DATA = 1003;

const BATCHES_AT = '2025-03-26';

/**
 * The server's end of one WebSocket connection as the SDKs' `Transport` (both `@modelcontextprotocol/sdk` and
 * `@modelcontextprotocol/server`), by the binding in `adapters/websocket/README.md`: one JSON-RPC document a text
 * message. What is no message is refused here; the SDKs only see what is one.
 */
export class WebSocketServerTransport {
  onmessage?: ((message: JsonRpcMessage) => void) | undefined;
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  readonly #socket: WebSocket;
  readonly #batches = new Batches();
  readonly #closed: Promise<void>;
  /** Of the handshake, once it was answered; it decides on batches and on the id of refusals. */
  #revision: string | undefined;
  #initialize: unknown;

  /** `socket` was just opened, in the same turn: nothing is read from it before `start`. */
  constructor(socket: WebSocket) {
    this.#socket = socket;
    this.#closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', (error) => this.onerror?.(error));
    socket.pause();
  }

  async start(): Promise<void> {
    this.#socket.on('message', (data: Buffer, binary) => this.#receive(data, binary));
    this.#socket.once('close', () => this.onclose?.());
    if (this.#socket.readyState === this.#socket.CLOSED) this.onclose?.();
    this.#socket.resume();
  }

  /** Resolves when there is room for more; rejects where the connection is closed. */
  async send(message: object): Promise<void> {
    const out = message as JsonRpcMessage;
    if (this.#initialize !== undefined && out['id'] === this.#initialize) this.#handshake(out);
    const document = this.#batches.reply(out);
    if (document !== undefined) await this.#write(document);
  }

  /** `code` and `reason` as RFC 6455 has them. Waits for the client's close frame, but not for ever. */
  async close(code: number = NORMAL, reason = ''): Promise<void> {
    this.#socket.resume();
    this.#socket.close(code, reason);
    const timer = setTimeout(() => this.#socket.terminate(), CLOSE_MS);
    await this.#closed;
    clearTimeout(timer);
  }

  #write(document: object): Promise<void> {
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      if (socket.readyState !== socket.OPEN) return reject(new Error('the WebSocket connection is closed'));
      socket.send(JSON.stringify(document), (error) => {
        if (error) reject(error);
        else resolve();
        if (socket.isPaused && socket.bufferedAmount <= UNREAD) socket.resume();
      });
      if (socket.bufferedAmount > UNREAD) socket.pause();
      if (socket.bufferedAmount <= ROOM) resolve();
    });
  }

  #receive(data: Buffer, binary: boolean): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (binary) return this.#socket.close(UNSUPPORTED_DATA, 'JSON-RPC comes in text messages');
    let document: unknown;
    try {
      document = JSON.parse(data.toString('utf8'));
    } catch {
      return this.#refuse(refusal(PARSE_ERROR, 'Parse error', undefined, this.#revision));
    }
    if (Array.isArray(document) && document.length > 0 && this.#revision === BATCHES_AT)
      this.#batch(document);
    else if (isMessage(document)) this.#deliver(document);
    else this.#refuse(this.#invalid(document));
  }

  #batch(documents: readonly unknown[]): void {
    const messages = documents.filter(isMessage);
    const refusals = documents.filter((each) => !isMessage(each)).map((each) => this.#invalid(each));
    this.#batches.arrived(messages, refusals);
    if (refusals.length > 0 && !messages.some(({ id }) => id !== undefined)) this.#refuse(refusals);
    for (const message of messages) this.#deliver(message);
  }

  #deliver(message: JsonRpcMessage): void {
    if (message['method'] === 'initialize') this.#initialize = message['id'];
    this.onmessage?.(message);
    if (message['method'] !== 'notifications/cancelled') return;
    const { requestId } = (message['params'] ?? {}) as { requestId?: unknown };
    const rest = this.#batches.cancelled(requestId);
    if (rest !== undefined) this.#refuse(rest);
  }

  #invalid(document: unknown): JsonRpcMessage {
    return refusal(INVALID_REQUEST, 'Invalid request', idOf(document), this.#revision);
  }

  #refuse(document: object): void {
    this.#write(document).catch((error: unknown) => this.onerror?.(error as Error));
  }

  #handshake({ result }: JsonRpcMessage): void {
    this.#initialize = undefined;
    const { protocolVersion } = (result ?? {}) as { protocolVersion?: unknown };
    if (typeof protocolVersion === 'string') this.#revision = protocolVersion;
  }
}
