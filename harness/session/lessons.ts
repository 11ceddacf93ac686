/** What a target taught on one connection for all others: of waits in vain, which are shorter later and whose silence is no verdict, and of its tools. */
import type { Json } from '../../adapters/json.js';

/** Share of a wait that is left to what ran out before, and its least, in milliseconds. */
const SHARE = 1 / 5;
const LEAST_MS = 500;
/** Each shorter wait that is in vain too leaves half of it to the next, but so many milliseconds at least. */
const SHORTEST_MS = 100;
/** All that is left, in milliseconds, to one that never answered more than a handshake. */
const MUTE_MS = 100;
/** Kinds that come from one that answers nothing else: of a handshake, and of what is only taken. */
const NO_ANSWERS = /\binitialize$|\bnotifications\/|\ba response$/;
/** Share of a wait after which it ran out: timers may fire a moment early. */
const FULL = 0.9;
/** Kinds in a row that ran out, after which every wait is a short one. */
const ALL = 3;
/** Messages that no reply interrupts, until they are a flood: of a first one, of those that come after it, and of the many after these. */
const FLOOD = 10_000;
const FLOOD_AGAIN = 1_000;
const FLOOD_OFTEN = 250;
/** Floods from which on a target is known for them. */
const OFTEN = 4;
/** Bytes of such messages. */
const FLOOD_BYTES = 64 * 1024 * 1024;

/** Bytes of one message that a run reads, each held several times over meanwhile; and of a target that sent a longer one. */
const MAX_MESSAGE = 16 * 1024 * 1024 + 65_536;
const MAX_AFTER = 4 * 1024 * 1024;
/** Times that the same was answered with more, after which it is asked for no more; and how many such there may be. */
const TOO_OFTEN = 3;
const MAX_SUBJECTS = 1_000;

const ALONE = 'alone, ';
/** The same kind of wait in a case that runs alone: company is no reason to wait less there. */
export const alone = (kind: string): string => `${ALONE}${kind}`;
const isAlone = (kind: string): boolean => kind.startsWith(ALONE);

/** One for each transport of a target, for the whole run. */
export class Lessons {
  /**
   * Definitions of tools that have mirrored parameters, by name. Whoever calls one need not have read the list itself: which of
   * two sessions did is a matter of chance.
   */
  readonly mirrored = new Map<string, Json>();
  readonly #inVain = new Map<string, number>();
  /** Shorter waits that ran out after these. */
  readonly #again = new Map<string, number>();
  /** Kinds whose silence failed somebody. */
  readonly #told = new Set<string>();
  /** Replies to anything but a handshake. */
  #answers = 0;
  #floods = 0;
  #lastFlood = '';
  /** What was answered with more than we read, by what it was asked for. */
  readonly #tooLong = new Map<string, { how: string; times: number }>();
  #maxMessage = MAX_MESSAGE;

  /** A wait of so many milliseconds ran out. */
  ranOut(kind: string, ms: number): void {
    const before = this.#inVain.get(kind) ?? 0;
    this.#inVain.set(kind, Math.max(ms, before));
    if (ms < before) this.#again.set(kind, (this.#again.get(kind) ?? 0) + 1);
  }

  /** Its silence fails whoever waited in full: nobody else has to. */
  tell(kind: string): void {
    this.#told.add(kind);
  }

  /** Whether a verdict says of it that nothing comes, or one does where so much else did not come. */
  isTold(kind: string): boolean {
    return this.#told.has(kind) || (this.#told.size > 0 && this.#inVain.size >= ALL);
  }

  /** What was waited for came. */
  came(kind: string): void {
    this.#inVain.delete(kind);
    this.#again.delete(kind);
    if (!NO_ANSWERS.test(kind)) this.#answers += 1;
  }

  /** How often it answered anything but a handshake. */
  get answers(): number {
    return this.#answers;
  }

  /** Whether it never did, although many kinds of requests were waited for as long as they may take. */
  get isMute(): boolean {
    return this.#answers === 0 && this.#inVain.size >= ALL;
  }

  /** Milliseconds of a wait that would be `ms` long: fewer, where that long was waited in vain before. */
  limit(kind: string, ms: number): number {
    const like = [...this.#inVain.keys()].filter((one) => isAlone(one) === isAlone(kind));
    if (this.#answers === 0 && like.length >= ALL) return Math.min(ms, MUTE_MS);
    const knows = (this.#inVain.get(kind) ?? 0) >= ms || like.length >= ALL;
    if (!knows) return ms;
    const short = Math.max(LEAST_MS, ms * SHARE) / 2 ** (this.#again.get(kind) ?? 0);
    return Math.min(ms, Math.max(SHORTEST_MS, short));
  }

  /** Asks within the limit of that kind, and learns from what comes of it. */
  async ask<T>({ kind, ms, ask, came }: Question<T>): Promise<T> {
    const limit = this.limit(kind, ms);
    const began = performance.now();
    const got = await ask(limit);
    if (came(got)) this.came(kind);
    // What ended before its time was not waited for in vain.
    else if (performance.now() - began >= limit * FULL) this.ranOut(kind, limit);
    return got;
  }

  /** Whether so much without a reply in between is a flood. */
  isFlood({ messages, bytes }: Unasked): boolean {
    const most = this.#floods >= OFTEN ? FLOOD_OFTEN : this.#floods > 0 ? FLOOD_AGAIN : FLOOD;
    return messages >= most || bytes >= FLOOD_BYTES;
  }

  /** Bytes of one message that are read of this target. */
  get maxMessage(): number {
    return this.#maxMessage;
  }

  /** It sent a longer one, as `how` says; many cases may meet the same, each with as much in its hands. */
  wasTooLong(how: string, subject?: string): void {
    this.#maxMessage = MAX_AFTER;
    if (subject === undefined || this.#tooLong.size >= MAX_SUBJECTS) return;
    this.#tooLong.set(subject, { how, times: (this.#tooLong.get(subject)?.times ?? 0) + 1 });
  }

  /** What came each time where that was asked for, if it was too long time and again. */
  findTooLong(subject: string): string | undefined {
    const known = this.#tooLong.get(subject);
    return known !== undefined && known.times >= TOO_OFTEN ? known.how : undefined;
  }

  /** `how`: what the flood was, in words. */
  flooded(how: string): void {
    this.#floods += 1;
    this.#lastFlood = how;
  }

  /** What the last flood was. */
  get lastFlood(): string {
    return this.#lastFlood;
  }

  /** How often it flooded us. */
  get floods(): number {
    return this.#floods;
  }
}

/** What was asked on a channel. */
export interface Asked {
  subject?: string | undefined;
}

/** What may take `ms` milliseconds. */
export interface Question<T> {
  kind: string;
  ms: number;
  ask: (ms: number) => Promise<T>;
  came: (got: T) => boolean;
}

/** What came on one channel since the last reply on it. */
export interface Unasked {
  messages: number;
  bytes: number;
}

export const describeFlood = ({ messages, bytes }: Unasked): string =>
  `a flood: ${messages} messages (${bytes} bytes) without a reply`;
