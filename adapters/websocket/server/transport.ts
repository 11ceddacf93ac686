/** The server's end of a WebSocket connection, as a transport for the SDKs. */
import type { WebSocket } from 'ws';
import { Conversation } from '../../server/conversation.js';
import type { JsonRpcMessage } from '../../server/json-rpc.js';

/** Bytes that wait to be sent: past `ROOM`, `send` waits; past `UNREAD`, nothing more is read from that client. */
const ROOM = 1024 * 1024;
const UNREAD = 64 * 1024 * 1024;
/** Milliseconds that a client has to answer our close frame. */
const CLOSE_MS = 2_000;
/** Close codes of RFC 6455, section 7.4.1. */
const NORMAL = 1000;
const UNSUPPORTED_DATA = 1003;

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
  readonly #conversation: Conversation;
  readonly #closed: Promise<void>;

  /** `socket` was just opened, in the same turn: nothing is read from it before `start`. */
  constructor(socket: WebSocket) {
    this.#socket = socket;
    this.#conversation = new Conversation({
      deliver: (message) => this.onmessage?.(message),
      answer: (document) =>
        void this.#write(document).catch((error: unknown) => this.onerror?.(error as Error)),
    });
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
    const document = this.#conversation.leaving(message as JsonRpcMessage);
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
    this.#conversation.receive(data);
  }
}
