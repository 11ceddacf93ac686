/** The base of what comes back on one gRPC call: how it begins, is dropped and ends. */
import type { Client } from '@grpc/grpc-js';
import { NEVER_OPENED, type OwnChannel } from '../channel.js';
import { observe } from '../observation.js';
import type { Transcript } from '../transcript.js';
import type { CallListener, CallEnd } from './call-events.js';
import { startCall, type OneRequest, type OutgoingCall } from './one-call.js';
import type { Address } from './probe.js';

/** What comes back on one call, until nothing more can come: how it begins and ends, whatever its frames mean. */
export abstract class CallReply implements CallListener {
  readonly channel: OwnChannel;
  readonly #transcript: Transcript;
  readonly #onOver: () => void;
  protected call: OutgoingCall | undefined;

  /** `onOver` is called once, when nothing more can come. */
  constructor({ channel, transcript }: { channel: OwnChannel; transcript: Transcript }, onOver: () => void) {
    this.channel = channel;
    this.#transcript = transcript;
    this.#onOver = onOver;
  }

  abstract headers(metadata: Record<string, string>): void;
  abstract frame(frame: Buffer): boolean;
  abstract over(over: CallEnd): void;

  /** Throws where it cannot be sent. `at`: where to look why nothing came. */
  begin(client: Client, request: OneRequest, at?: Address): void {
    this.call = startCall(client, request, this, at);
  }

  /** Ends it from our side: the call is cancelled. */
  drop(by: 'us' | 'fault', how: string): void {
    if (this.channel.over) return;
    this.end(by, how);
    this.call?.cancel();
  }

  /** `entries` is what tells of the end; where nothing does, a note is made. */
  protected end(by: 'peer' | 'us' | 'fault', how: string, entries?: readonly number[]): void {
    const { channel } = this;
    channel.open(NEVER_OPENED);
    channel.end({
      by,
      how: observe(how, `end of ${channel.id}`, entries ?? [this.#transcript.note(how, channel.id)]),
    });
    this.#onOver();
  }
}
