/** Received messages and replies, with access to their parts by JSON Pointer. */
import type { Frame, Opened } from '../../adapters/adapter.js';
import { isObject, type Json } from '../../adapters/json.js';
import { readPointer, observe, type Observation } from '../../adapters/observation.js';
import type { Id, Message, Reply } from '../../suites/session.js';

/** A document as it came, with its place in the transcript. */
export class Seen implements Message {
  readonly document: unknown;
  readonly channel: string;
  readonly entry: number;
  readonly atMs: number;
  /** Of the frame that it came in. */
  readonly bytes: number;
  readonly isCut: boolean;

  constructor(frame: Frame, document: unknown) {
    this.document = document;
    this.channel = frame.channel.id;
    this.entry = frame.entry;
    this.atMs = frame.atMs;
    this.bytes = frame.bytes.length;
    this.isCut = frame.isCut === true;
  }

  get method(): string | undefined {
    const method = readPointer(this.document, '/method');
    return typeof method === 'string' ? method : undefined;
  }

  at<T = unknown>(pointer: string): Observation<T> {
    return observe(readPointer(this.document, pointer) as T, pointer, [this.entry]);
  }
}

export class SeenReply extends Seen implements Reply {
  readonly opened: Opened | undefined;
  belongsTo: Id | undefined;

  constructor(frame: Frame, document: unknown, opened: Opened | undefined) {
    super(frame, document);
    this.opened = opened;
  }

  get isError(): boolean {
    return isObject(this.document) && 'error' in this.document;
  }

  get result(): Json | undefined {
    const result = readPointer(this.document, '/result');
    return isObject(result) ? result : undefined;
  }

  get error(): { code?: unknown; message?: unknown; data?: unknown } | undefined {
    const error = readPointer(this.document, '/error');
    return isObject(error) ? error : undefined;
  }
}
