/** Turns the frames and the status of one tunnel call into JSON-RPC messages. */
import { readJson } from '../bytes.js';
import type { OwnChannel } from '../channel.js';
import type { Inbound } from '../inbound.js';
import type { Transcript } from '../transcript.js';
import { decodeGrpcFrame, type Field } from './frame.js';
import { CallReply } from './call-reply.js';
import type { CallEnd } from './call-events.js';
import { describeAccepted, recordStatus, describeRefused, describeTooLong } from './call-start.js';
import { formatStatus } from './status.js';

export interface GrpcReplyOptions {
  channel: OwnChannel;
  inbound: Inbound;
  transcript: Transcript;
  maxMessage: number;
  path: string;
  field: Field;
  /** Bytes of the message that was sent. */
  sent: number;
}

/** What comes back on one call, until nothing more can come. */
export class GrpcReply extends CallReply {
  readonly #options: GrpcReplyOptions;

  constructor(options: GrpcReplyOptions, onOver: () => void) {
    super(options, onOver);
    this.#options = options;
  }

  headers(metadata: Record<string, string>): void {
    if (this.channel.over) return;
    const { transcript, channel } = this.#options;
    const entries = [
      transcript.record({ direction: 'in', channel: channel.id, payload: '', binding: metadata }),
    ];
    channel.open(describeAccepted(metadata, entries));
  }

  frame(frame: Buffer): boolean {
    if (this.channel.over) return true;
    const { channel, inbound, transcript, maxMessage, field } = this.#options;
    const { json: bytes, notes } = decodeGrpcFrame(field, frame);
    const binding = notes === undefined ? {} : { binding: notes };
    const entry = transcript.record({ direction: 'in', channel: channel.id, payload: bytes, ...binding });
    const { json, excess, cut } =
      bytes.length > maxMessage ? { excess: describeTooLong(maxMessage) } : readJson(bytes);
    if (excess !== undefined) {
      this.drop('fault', excess);
      return true;
    }
    if (cut !== undefined) transcript.note(cut, channel.id);
    const atMs = performance.now();
    const whole = cut === undefined ? {} : ({ isCut: true } as const);
    const read = { channel, entry, atMs, bytes, ...whole };
    inbound.push(json === undefined ? read : { ...read, json });
    if (!inbound.full) return true;
    inbound.whenDrained(() => this.call?.resume());
    return false;
  }

  over(over: CallEnd): void {
    if (this.channel.over) return;
    const { transcript, channel, maxMessage, path, sent } = this.#options;
    if (over.tooLong) return this.end('fault', describeTooLong(maxMessage));
    const entries = [recordStatus(transcript, channel.id, over)];
    if (over.refused) channel.open(describeRefused(over, entries, { path, sent }));
    this.end(over.by, formatStatus(over), entries);
  }
}
