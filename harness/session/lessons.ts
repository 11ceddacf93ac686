/** What a target taught about waiting in vain: later waits for the same thing are shorter, and what they miss is no verdict. */

/** Share of a wait that is left to what ran out before, and its least, in milliseconds. */
const SHARE = 1 / 5;
const LEAST_MS = 500;
/** Kinds in a row that ran out, after which every wait is a short one. */
const ALL = 3;
/** Messages that no reply interrupts, until they are a flood: of a first one, and of those that come after it. */
const FLOOD = 20_000;
const FLOOD_AGAIN = 2_000;
/** Bytes of such messages. */
const FLOOD_BYTES = 64 * 1024 * 1024;

/** One for each transport of a target, for the whole run. */
export class Lessons {
  readonly #inVain = new Map<string, number>();
  #floods = 0;

  /** A wait of so many milliseconds ran out. */
  ranOut(kind: string, ms: number): void {
    this.#inVain.set(kind, Math.max(ms, this.#inVain.get(kind) ?? 0));
  }

  /** What was waited for came. */
  came(kind: string): void {
    this.#inVain.delete(kind);
  }

  /** Milliseconds of a wait that would be `ms` long: fewer, where that long was waited in vain before. */
  limit(kind: string, ms: number): number {
    const knows = (this.#inVain.get(kind) ?? 0) >= ms || this.#inVain.size >= ALL;
    return knows ? Math.min(ms, Math.max(LEAST_MS, ms * SHARE)) : ms;
  }

  /** Whether so much without a reply in between is a flood. */
  isFlood({ messages, bytes }: Unasked): boolean {
    return messages >= (this.#floods > 0 ? FLOOD_AGAIN : FLOOD) || bytes >= FLOOD_BYTES;
  }

  flooded(): void {
    this.#floods += 1;
  }
}

/** What came on one channel since the last reply on it. */
export interface Unasked {
  messages: number;
  bytes: number;
}

export const describeFlood = ({ messages, bytes }: Unasked): string =>
  `a flood: ${messages} messages (${bytes} bytes) without a reply`;
