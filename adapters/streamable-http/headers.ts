/** Merges, spells, hides and reads HTTP headers. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Metadata } from '../adapter.js';

/** Bodies as they are: without the field any coding may come (RFC 9110 section 12.5.3), and transcripts are for people to read. */
export const PLAIN = { 'accept-encoding': 'identity' } as const;

/** Merged from left to right, names in lower case; `null` takes a header out. */
export function mergeHeaders(...layers: (Metadata | undefined)[]): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const layer of layers)
    for (const name in layer) {
      const value = layer[name];
      if (typeof value === 'string') merged[name.toLowerCase()] = value;
      else delete merged[name.toLowerCase()];
    }
  return merged;
}

/** Headers under the names that `as` gives them, letter by letter. */
export function respell(headers: Record<string, string>, as: Metadata = {}): Record<string, string> {
  const names = new Map(Object.keys(as).map((name) => [name.toLowerCase(), name]));
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [names.get(name) ?? name, value]));
}

/** For a transcript: what the user's own headers say stays out of it. */
export function hideHeaders(
  headers: Record<string, string>,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const shown = { ...headers };
  for (const name in own)
    if (shown[name.toLowerCase()] === own[name]) shown[name.toLowerCase()] = '[redacted]';
  return shown;
}

/** One text a name, as a recipient may combine repeated fields (RFC 9110 section 5.3). */
export function flattenHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/**
 * An event id as a header carries it: the bytes of its UTF-8, each as a character (as browsers send it). `undefined` where no header
 * brings it back as it was: with a control character in it, or white space at an end.
 */
export function encodeEventId(id: string): string | undefined {
  const bytes = Buffer.from(id).toString('latin1');
  return /^[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/.test(bytes)
    ? bytes
    : undefined;
}

/** The media type without parameters, in lower case. */
export const readMediaType = (contentType: string | undefined): string =>
  contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';

export const isJson = (type: string): boolean => type === 'application/json' || type.endsWith('+json');
