/** Makes a large document small before anybody keeps it: long texts and long lists lose their end. */
import { findWholeBefore } from './cut.js';

/** Bytes up to which a message is kept as it is. */
export const LARGE = 1024 * 1024;
/** Characters of one text, and of all of them; once these are used up, what is left of a text. All in fours, as Base64 has it. */
const MAX_TEXT = 512 * 1024;
const MAX_ALL = 1024 * 1024;
const MIN_TEXT = 1_024;
/** Items of a list, or members of an object. */
const MAX_ITEMS = 10_000;

export interface Shrunk {
  json: unknown;
  /** What is not in it any more, in words; absent where all is. */
  cut?: string;
}

/** The same document, with at most so much of each text and list: nobody who keeps it keeps more than a few MiB. */
export function shrink(json: unknown): Shrunk {
  const shrinking = new Shrinking();
  const small = shrinking.value(json);
  const { texts, items } = shrinking;
  if (texts + items === 0) return { json };
  return { json: small, cut: `cut to keep it: ${texts} characters of texts, ${items} items of lists` };
}

class Shrinking {
  /** Characters and items that are gone. */
  texts = 0;
  items = 0;
  #left = MAX_ALL;

  value(value: unknown): unknown {
    if (typeof value === 'string') return this.#text(value);
    if (Array.isArray(value)) return this.#few(value).map((one) => this.value(one));
    if (typeof value !== 'object' || value === null) return value;
    const members = this.#few(Object.entries(value));
    // Not by assignment: a member may be called `__proto__`.
    return Object.fromEntries(members.map(([name, one]) => [this.#text(name), this.value(one)]));
  }

  #few<T>(list: readonly T[]): readonly T[] {
    this.items += Math.max(0, list.length - MAX_ITEMS);
    return list.length > MAX_ITEMS ? list.slice(0, MAX_ITEMS) : list;
  }

  #text(text: string): string {
    const most = text.length <= this.#left ? MAX_TEXT : MIN_TEXT;
    this.#left -= Math.min(text.length, most);
    if (text.length <= most) return text;
    this.texts += text.length - most;
    // What is only sliced off holds on to the whole.
    return JSON.parse(JSON.stringify(text.slice(0, findWholeBefore(text, most)))) as string;
  }
}
