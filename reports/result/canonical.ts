/** JSON in the canonical form of RFC 8785, and SHA-256 hashes of it. */
import { createHash } from 'node:crypto';

/** With the `u` flag a pair is one character, so that only halves match. */
const LONE_SURROGATE = /\p{Cs}/u;

/**
 * The canonical form of RFC 8785: no white space, names sorted by UTF-16 code units, numbers and strings as ECMAScript
 * writes them. Properties that are `undefined` are left out, as `JSON.stringify` does.
 * Throws for what JSON cannot hold: numbers that are not finite, lone surrogates, functions.
 */
export function toCanonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical form`);
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    const quoted = JSON.stringify(value);
    // Half a character is escaped there; the sure test takes longer than all the rest.
    if (quoted.includes('\\ud') && LONE_SURROGATE.test(value))
      throw new TypeError('a string with a lone surrogate has no canonical form');
    return quoted;
  }
  if (Array.isArray(value)) return `[${value.map((item) => toCanonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object') {
    let members = '';
    // Names are compared by their UTF-16 code units where nothing else is said.
    for (const name of Object.keys(value).sort()) {
      const member = (value as Record<string, unknown>)[name];
      if (member === undefined) continue;
      members += `${members === '' ? '' : ','}${toCanonicalJson(name)}:${toCanonicalJson(member)}`;
    }
    return `{${members}}`;
  }
  throw new TypeError(`a ${typeof value} has no canonical form`);
}

/** What `JSON.stringify` writes for a backslash, and for half a character; from the left, so that no run is read twice. */
const ESCAPES = /\\(?:\\|ud[89a-f][0-9a-f]{2})/g;

/** The same document with each half character, which has no canonical form, replaced by U+FFFD. */
export function toWellFormed<T>(document: T): T {
  const text = JSON.stringify(document);
  if (!text.includes('\\ud')) return document;
  const whole = text.replaceAll(ESCAPES, (escape) => (escape === '\\\\' ? escape : '\ufffd'));
  return whole === text ? document : (JSON.parse(whole) as T);
}

/** SHA-256 of the canonical form, in lower-case hex. */
export const computeCanonicalHash = (value: unknown): string =>
  createHash('sha256').update(toCanonicalJson(value)).digest('hex');
