/**
 * Cuts text that is too long. Whatever quotes a target cuts it here, so that no document of a target can make a message, a
 * transcript or a result large, and every cut bears the same mark.
 */

/** What is cut: a string by its characters (UTF-16 units), bytes of UTF-8 by bytes. */
export type Source = string | Buffer;

/** How much is kept of each end at most, in characters of a string or bytes of a buffer. */
export interface Keep {
  head: number;
  tail?: number;
}

export interface Cut {
  /** Head and tail, with a mark in place of what lay between. */
  text: string;
  /** How many characters or bytes are not in it; 0 where the source fitted. */
  cut: number;
}

/** The text of what lies between two places of the source. */
type Show<T extends Source> = (source: T, from: number, to: number) => string;

/**
 * At most `keep` of a text. A cut never halves a character, so that up to three bytes fewer may be left of an end.
 *
 * @param show makes text of the parts that stay, for whoever escapes or redacts them.
 * @example
 * cutText('abcdef', { head: 4 }) // { text: 'abcd…[2 more characters]', cut: 2 }
 * cutText(Buffer.from('abcdef'), { head: 2, tail: 1 }) // { text: 'ab…[3 bytes cut]…f', cut: 3 }
 */
export function cutText<T extends Source>(
  source: T,
  { head, tail = 0 }: Keep,
  show: Show<T> = readText,
): Cut {
  const { length } = source;
  if (length <= head + tail) return { text: show(source, 0, length), cut: 0 };
  const from = findWholeBefore(source, head);
  const to = tail === 0 ? length : findWholeAfter(source, length - tail);
  const cut = to - from;
  const unit = typeof source === 'string' ? 'characters' : 'bytes';
  const kept = show(source, 0, from);
  const text =
    tail === 0 ? `${kept}…[${cut} more ${unit}]` : `${kept}…[${cut} ${unit} cut]…${show(source, to, length)}`;
  return { text, cut };
}

/** What lies between two places, as text. */
export const readText = (source: Source, from: number, to: number): string =>
  typeof source === 'string' ? source.slice(from, to) : source.toString('utf8', from, to);

/** Whether a cut there would halve a character: a surrogate pair, or the up to four bytes of UTF-8. */
function halves(source: Source, at: number): boolean {
  if (typeof source !== 'string') return ((source[at] ?? 0) & 0xc0) === 0x80;
  return (source.codePointAt(at - 1) ?? 0) > 0xffff;
}

/** The last place up to `at` where a cut halves nothing. What is no UTF-8 has none nearby, and is cut where it was to be. */
export const findWholeBefore = (source: Source, at: number): number =>
  [0, 1, 2, 3].map((back) => at - back).find((place) => place >= 0 && !halves(source, place)) ?? at;

/** The first such place from `at` on. */
export const findWholeAfter = (source: Source, at: number): number =>
  [0, 1, 2, 3].map((on) => at + on).find((place) => !halves(source, place)) ?? at;
