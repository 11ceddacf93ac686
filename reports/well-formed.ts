/**
 * The same document with U+FFFD for every half of a surrogate pair. A server may send one in JSON; RFC 8785 has no form
 * for it, and a result that cannot be hashed cannot be vouched for.
 */
export function wellFormed<T>(value: T): T {
  return mend(value) as T;
}

/** With the `u` flag a pair is one character, so that only halves match. */
const whole = (text: string): string => text.replaceAll(/\p{Cs}/gu, '\uFFFD');

function mend(value: unknown): unknown {
  if (typeof value === 'string') return whole(value);
  if (Array.isArray(value)) return value.map(mend);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [whole(name), mend(member)]));
}
