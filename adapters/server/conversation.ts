/** The JSON-RPC layer under an SDK server: parsing, refusals and batches of one connection. */
import { parseJson } from '../bytes.js';
import { Batches } from './batches.js';
import {
  readId,
  INVALID_REQUEST,
  isMessage,
  PARSE_ERROR,
  makeRefusal,
  type JsonRpcMessage,
} from './json-rpc.js';

const BATCHES_AT = '2025-03-26';

export interface ConversationEvents {
  /** A message for the SDK. */
  deliver(message: JsonRpcMessage): void;
  /** What is to be sent in answer to what is no message, or when a batch is complete. */
  answer(document: object): void;
}

/**
 * JSON-RPC on one connection of a server, below the SDK: what is no message is refused here, and what came in one batch is
 * answered in one (at the one revision that has batches).
 */
export class Conversation {
  readonly #events: ConversationEvents;
  readonly #batches = new Batches();
  /** Of the handshake, once it was answered; it decides on batches and on the id of refusals. */
  #revision: string | undefined;
  #initialize: unknown;

  constructor(events: ConversationEvents) {
    this.#events = events;
  }

  /** One document of the client, as it came. */
  receive(bytes: Buffer): void {
    const document = parseJson(bytes);
    if (document === undefined)
      return this.#events.answer(makeRefusal(PARSE_ERROR, 'Parse error', undefined, this.#revision));
    if (Array.isArray(document) && document.length > 0 && this.#revision === BATCHES_AT)
      this.#batch(document);
    else if (isMessage(document)) this.#deliver(document);
    else this.#events.answer(this.#invalid(document));
  }

  /** What leaves in place of a message of the server: itself, a whole batch, or nothing yet. */
  leaving(message: JsonRpcMessage): object | undefined {
    if (this.#initialize !== undefined && message['id'] === this.#initialize) this.#handshake(message);
    return this.#batches.reply(message);
  }

  #batch(documents: readonly unknown[]): void {
    const messages = documents.filter(isMessage);
    const refusals = documents.filter((each) => !isMessage(each)).map((each) => this.#invalid(each));
    this.#batches.arrived(messages, refusals);
    if (refusals.length > 0 && !messages.some(({ id }) => id !== undefined)) this.#events.answer(refusals);
    for (const message of messages) this.#deliver(message);
  }

  #deliver(message: JsonRpcMessage): void {
    if (message['method'] === 'initialize') this.#initialize = message['id'];
    this.#events.deliver(message);
    if (message['method'] !== 'notifications/cancelled') return;
    const { requestId } = (message['params'] ?? {}) as { requestId?: unknown };
    const rest = this.#batches.cancelled(requestId);
    if (rest !== undefined) this.#events.answer(rest);
  }

  #invalid(document: unknown): JsonRpcMessage {
    return makeRefusal(INVALID_REQUEST, 'Invalid request', readId(document), this.#revision);
  }

  #handshake({ result }: JsonRpcMessage): void {
    this.#initialize = undefined;
    const { protocolVersion } = (result ?? {}) as { protocolVersion?: unknown };
    if (typeof protocolVersion === 'string') this.#revision = protocolVersion;
  }
}
