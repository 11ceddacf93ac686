/** Turns the responses and the status of one typed RPC into JSON-RPC messages. */
import { status } from '@grpc/grpc-js';
import type { OwnChannel } from '../channel.js';
import { CallReply } from '../grpc/call-reply.js';
import type { CallEnd } from '../grpc/call-events.js';
import { describeTooLong } from '../grpc/call-start.js';
import { isBusy, formatStatus } from '../grpc/status.js';
import type { Inbound } from '../inbound.js';
import { observe } from '../observation.js';
import type { Transcript } from '../transcript.js';
import type { Json } from '../json.js';
import { loadGoogleCodec } from './codec.js';
import { toRpcError } from './errors.js';
import { isAnnouncement, hasAnswer, listNotices } from './notices.js';
import type { TranslatedRequest } from './request.js';
import { toResult } from './result.js';
import { formatMessage } from './shown.js';

export interface GoogleReplyOptions {
  channel: OwnChannel;
  inbound: Inbound;
  transcript: Transcript;
  maxMessage: number;
  /** The protocol version that the request names. */
  revision: string;
  spoken: TranslatedRequest;
  /** The request as it was sent. */
  bytes: Buffer;
  /** A list has further pages: from now on there are cursors to ask with. */
  onCursor: () => void;
}

/** A status without anything before it. */
interface Refusal {
  code: number;
  text: string;
  /** "Not now", which judges nothing: no answer comes of it. */
  busy: boolean;
}

export const VERSION_KEY = 'mcp-protocol-version';

/**
 * What comes back on one RPC. Every typed message is recorded in its JSON form, as it was on the wire; the frames made of it are
 * the JSON-RPC documents that it stands for. The last answer is held until the status: only that says whether it counts.
 */
export class GoogleReply extends CallReply {
  readonly #options: GoogleReplyOptions;
  #held: (() => void) | undefined;
  /** What is held counts only if nothing follows. */
  #announced = false;
  #version: string | undefined;

  constructor(options: GoogleReplyOptions, onOver: () => void) {
    super(options, onOver);
    this.#options = options;
  }

  headers(metadata: Record<string, string>): void {
    if (this.channel.over) return;
    this.#version = metadata[VERSION_KEY];
    this.#open(metadata, [this.#record('', metadata)]);
  }

  frame(bytes: Buffer): boolean {
    if (this.channel.over) return true;
    const { maxMessage, spoken, inbound } = this.#options;
    if (bytes.length > maxMessage) {
      this.drop('fault', describeTooLong(maxMessage));
      return true;
    }
    if (this.#announced) this.#held = undefined;
    this.#announced = false;
    this.#release();
    const response = decoded(spoken.rpc.response, bytes);
    if (response === undefined) {
      const entry = this.#record(bytes, { message: spoken.rpc.response, undecodable: 'true' });
      this.#push(bytes, entry);
    } else this.#take(bytes, response);
    if (!inbound.full) return true;
    inbound.whenDrained(() => this.call?.resume());
    return false;
  }

  over(over: CallEnd): void {
    if (this.channel.over) return;
    const { maxMessage, spoken, revision, bytes } = this.#options;
    if (over.tooLong) return this.end('fault', describeTooLong(maxMessage));
    const text = formatStatus(over);
    const binding = { 'grpc-status': String(over.code), 'grpc-message': over.details, ...over.trailers };
    if (over.by === 'fault') {
      const { transcript, channel } = this.#options;
      const entry = transcript.record({ direction: 'note', channel: channel.id, payload: text, binding });
      return this.end('fault', text, [entry]);
    }
    const entry = this.#record(text, binding);
    const busy = over.refused && isBusy(over.code, bytes.length);
    if (over.refused) this.#open(over.trailers, [entry], { code: over.code, text, busy });
    if (over.code === status.OK) this.#release();
    else if (!busy) {
      const version = this.#version ?? over.trailers[VERSION_KEY];
      const error = toRpcError({ ...over, version }, spoken.method, revision);
      this.#push(Buffer.from(over.details), entry, { jsonrpc: '2.0', id: spoken.id, error });
    }
    this.end('peer', text, [entry]);
  }

  #take(bytes: Buffer, response: Json): void {
    const { spoken, onCursor } = this.#options;
    const { method, id, rpc } = spoken;
    const { transcript, channel } = this.#options;
    const shown = formatMessage(response, bytes, transcript);
    const binding = { message: rpc.response };
    const entry = transcript.record({ direction: 'in', channel: channel.id, ...shown, binding });
    for (const notice of listNotices(response)) this.#push(bytes, entry, notice);
    if (!hasAnswer(response)) return;
    const result = toResult(method, response);
    if (typeof result['nextCursor'] === 'string') onCursor();
    this.#held = () => this.#push(bytes, entry, { jsonrpc: '2.0', id, result });
    this.#announced = isAnnouncement(response);
  }

  #release(): void {
    const held = this.#held;
    this.#held = undefined;
    held?.();
  }

  #push(bytes: Buffer, entry: number, json?: Json): void {
    const { channel, inbound } = this.#options;
    const frame = { channel, entry, atMs: performance.now(), bytes };
    inbound.push(json === undefined ? frame : { ...frame, json });
  }

  #record(payload: Buffer | string, binding: Record<string, string>): number {
    const { transcript, channel } = this.#options;
    return transcript.record({ direction: 'in', channel: channel.id, payload, binding });
  }

  #open(metadata: Record<string, string>, entries: readonly number[], refusal?: Refusal): void {
    this.channel.open({
      refused: refusal !== undefined,
      ...(refusal === undefined ? {} : { status: observe(refusal.code, 'gRPC status', entries), refusal }),
      header: (name) => observe(metadata[name.toLowerCase()], `metadata ${name.toLowerCase()}`, entries),
      streaming: true,
    });
  }
}

function decoded(type: string, bytes: Buffer): Json | undefined {
  try {
    return loadGoogleCodec().decode(type, bytes);
  } catch {
    return undefined;
  }
}
