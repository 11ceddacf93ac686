/** Recording, queueing and ending for transports that carry everything on one two-way channel. */
import type { Channel, Ended, OpenOptions, Outgoing } from './adapter.js';
import { readJson } from './bytes.js';
import { OwnChannel } from './channel.js';
import { Inbound } from './inbound.js';
import { observe } from './observation.js';

/**
 * What all bindings have in common that carry everything on one channel both ways (a socket, a pipe, a stream): what
 * arrived is recorded and queued, and the channel ends once. The adapter feeds it and owns the wire.
 */
export class SoleChannel {
  readonly inbound = new Inbound();
  readonly channel: OwnChannel;
  readonly #options: OpenOptions;
  readonly #outId: string;

  /** `id` names the channel in transcripts: `socket`. What goes out may have a name of its own there: `stdin`. */
  constructor(id: string, options: OpenOptions, outId = id) {
    this.channel = new OwnChannel(id);
    this.#outId = outId;
    this.#options = options;
  }

  /** Nothing more is taken; frames may still wait to be read. */
  get over(): boolean {
    return this.channel.over;
  }

  /** Records what goes out, and gives what `Connection.send` returns. */
  sent(payload: Outgoing['body'] | string, binding?: Record<string, string>): Channel {
    const text = typeof payload === 'string' || payload instanceof Uint8Array;
    this.#options.transcript.record({
      direction: 'out',
      channel: this.#outId,
      payload: text ? payload : JSON.stringify(payload),
      ...(binding === undefined ? {} : { binding }),
    });
    return this.channel;
  }

  /** Says why something was not sent: never an error, because the target may be gone at any time. */
  unsent(why: string): Channel {
    this.#options.transcript.note(`not sent, ${why}`, this.#outId);
    return this.channel;
  }

  /**
   * One whole message. Returns false where the source should stop reading until `drained` is called: once for
   * each function, so a source that has many messages in hand gives the same one. What is longer than allowed ends the
   * channel as a fault; the adapter then drops the connection.
   */
  receive(bytes: Buffer, drained: () => void, binding?: Record<string, string>): boolean {
    if (this.over) return true;
    const { transcript, maxMessage } = this.#options;
    const { channel } = this;
    const entry = transcript.record({
      direction: 'in',
      channel: channel.id,
      payload: bytes,
      ...(binding === undefined ? {} : { binding }),
    });
    const { json, excess, cut } =
      bytes.length > maxMessage ? { excess: `a message of more than ${maxMessage} bytes` } : readJson(bytes);
    if (excess !== undefined) {
      this.end('fault', excess);
      return true;
    }
    if (cut !== undefined) transcript.note(cut, channel.id);
    const atMs = performance.now();
    const open = binding?.['unterminated'] === undefined ? {} : ({ unterminated: true } as const);
    const whole = cut === undefined ? {} : ({ isCut: true } as const);
    const frame = { channel, entry, atMs, bytes, ...open, ...whole };
    this.inbound.push(json === undefined ? frame : { ...frame, json });
    if (!this.inbound.full) return true;
    this.inbound.whenDrained(drained);
    return false;
  }

  /** The first end counts. `how` says where it was seen, in words. */
  end(by: Ended['by'], how: string): void {
    const { channel } = this;
    if (channel.over) return;
    const entry = this.#options.transcript.note(how, channel.id);
    channel.end({ by, how: observe(how, `end of ${channel.id}`, [entry]) });
    const dropped = this.inbound.end();
    if (dropped > 0)
      this.#options.transcript.note(`${dropped} messages came while closing and were dropped`, channel.id);
  }
}
