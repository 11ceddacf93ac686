/** Applies a fault to the JSON-RPC messages between client and server, and matches replies to requests. */
import { randomUUID } from 'node:crypto';
import type { TransportName } from '../../../adapters/index.js';
import type { Era } from '../../../adapters/revision.js';
import { isId, META, getMeta } from '../honest/message.js';
import { isObject } from '../../../adapters/json.js';
import type { MessageContext, Fault, Message } from './fault.js';
import type { Memory } from './memory.js';

/** Where messages of one conversation pass: the two standard streams, or one HTTP exchange. */
export interface InterceptedChannel {
  /** Requests are matched to replies within a scope. */
  readonly scope: string;
  readonly memory: Memory;
  say(message: Message): void;
}

/** The man in the middle at the level of messages: remembers what was asked, and applies the fault's two hooks. */
export class MessageInterceptor {
  readonly memory: Memory = {};
  readonly #fault: Fault;
  readonly #transport: TransportName;
  readonly #asked = new Map<string, Message>();

  constructor(fault: Fault, transport: TransportName) {
    this.#fault = fault;
    this.#transport = transport;
  }

  /** What the server gets to see of a document of the client; `undefined` for nothing. */
  async fromClient(document: unknown, channel: InterceptedChannel): Promise<unknown> {
    if (Array.isArray(document)) {
      const passed = await Promise.all(document.map((item) => this.fromClient(item, channel)));
      const kept = passed.filter((item) => item !== undefined);
      return kept.length === 0 && document.length > 0 ? undefined : kept;
    }
    if (!isObject(document)) return document;
    if (typeof document['method'] === 'string' && isId(document['id'])) {
      this.#asked.set(key(channel, document['id']), document);
    }
    if (!this.#fault.request) return document;
    return this.#fault.request(document, this.#at(channel, document));
  }

  /** What the client gets to see of a document of the server. */
  fromServer(document: unknown, channel: InterceptedChannel): unknown[] {
    if (Array.isArray(document)) {
      const messages = document.flatMap((item) => this.fromServer(item, channel));
      return messages.length === 0 ? [] : [messages];
    }
    if (!isObject(document) || !this.#fault.message) return [document];
    const isReply = !('method' in document) && isId(document['id']);
    const asked = isReply ? this.#asked.get(key(channel, document['id'])) : undefined;
    const said = this.#fault.message(document, this.#at(channel, asked));
    return said === undefined ? [] : [said].flat();
  }

  #at(channel: InterceptedChannel, request: Message | undefined): MessageContext {
    return {
      request,
      era: eraOfMessage(request),
      transport: this.#transport,
      memory: this.memory,
      channel: channel.memory,
      say: (message) => channel.say(message),
    };
  }
}

const key = (channel: InterceptedChannel, id: unknown) => `${channel.scope} ${typeof id} ${String(id)}`;

const eraOfMessage = (message: Message | undefined): Era =>
  message !== undefined && META.version in getMeta(message) ? 'modern' : 'legacy';

/** A channel with a scope of its own. */
export const makeScope = (): string => randomUUID();
