/** The channel that adapters report to: how it opened, how it ended, and what is still unread. */
import type { Channel, Ended, Frame, Opened } from './adapter.js';

/** The one implementation of `Channel`: adapters report to it, sessions read from it. */
export class OwnChannel implements Channel {
  readonly id: string;
  readonly resumes?: string;
  readonly opened: Promise<Opened>;
  readonly ended: Promise<Ended>;
  /** What `abandon` does; nothing on a shared channel. */
  readonly #drop: () => void;
  #resolveOpened!: (opened: Opened) => void;
  #resolveEnded!: (ended: Ended) => void;
  #end: Ended | undefined;
  #unread = 0;

  constructor(id: string, drop: () => void = () => {}, resumes?: string) {
    this.id = id;
    this.#drop = drop;
    if (resumes !== undefined) this.resumes = resumes;
    this.opened = new Promise((resolve) => (this.#resolveOpened = resolve));
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
  }

  abandon(): void {
    if (!this.over) this.#drop();
  }

  /** Nothing more is read for this channel; frames may still wait in `inbound`. */
  get over(): boolean {
    return this.#end !== undefined;
  }

  open(opened: Opened): void {
    this.#resolveOpened(opened);
  }

  /** The first end counts. `ended` settles once the consumer has taken the channel's last frame. */
  end(ended: Ended): void {
    if (this.#end !== undefined) return;
    this.#end = ended;
    if (this.#unread === 0) this.#settle();
  }

  /** Kept by `Inbound`: how many frames of this channel nobody has taken yet. */
  queued(): void {
    this.#unread++;
  }

  taken(): void {
    if (--this.#unread === 0 && this.#end !== undefined) this.#settle();
  }

  /** The connection is closed: an end that waits for a reader waits no longer. */
  release(): void {
    if (this.#end !== undefined) this.#resolveEnded(this.#end);
  }

  /** One turn later, so that whoever was handed the last frame sees it before the end. */
  #settle(): void {
    const end = this.#end;
    if (end !== undefined) setImmediate(() => this.#resolveEnded(end));
  }
}

export interface OwnFrame extends Frame {
  readonly channel: OwnChannel;
}

export const NEVER_OPENED: Opened = { refused: true, header: () => undefined, streaming: false };
