/** JSON messages as octets: encoding them, and reading them within limits of size and depth. */
import { isUtf8 } from 'node:buffer';
import { endOfString } from './json-string.js';
import { LARGE, shrink } from './shrink.js';

/** The same memory as a `Buffer`. */
export const toBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * A message as it goes on the wire: a `Uint8Array` as it is, anything else as JSON. In one piece with what ends it,
 * because a second write costs more than the copy.
 */
export function encode(body: object, end = ''): Buffer {
  if (!(body instanceof Uint8Array)) return Buffer.from(JSON.stringify(body) + end);
  return end === '' ? toBuffer(body) : Buffer.concat([body, Buffer.from(end)]);
}

/** Values of one message: 64 MiB of `{},` take gigabytes and minutes when they are parsed. */
const MAX_VALUES = 1_000_000;
/** Arrays and objects within each other; beyond a few thousand, nothing that walks them has stack enough. */
const MAX_DEPTH = 500;

/** What counts, by its byte; the rest is passed over. */
const PLAIN = 0;
const [QUOTE, COMMA, OPENS, CLOSES] = [1, 2, 3, 4];
const KINDS = new Uint8Array(256);
for (const [kind, characters] of [
  [QUOTE, '"'],
  [COMMA, ','],
  [OPENS, '[{'],
  [CLOSES, ']}'],
] as const)
  for (const byte of Buffer.from(characters)) KINDS[byte] = kind;

/** A document, where the bytes are one; or why it is not read, though it has no more bytes than allowed. */
export interface ReadJson {
  json?: unknown;
  excess?: string;
  /** What of it is not kept, in words. */
  cut?: string;
}

/**
 * The JSON document that the bytes are. Bytes that are not UTF-8, or that begin with a byte order mark, are no JSON (RFC 8259
 * section 8.1); an implementation may set limits on depth and size (section 9).
 */
export function readJson(bytes: Buffer): ReadJson {
  if (bytes.length === 0 || !isUtf8(bytes)) return {};
  // So short a message can be neither.
  const { values, depth } = bytes.length > MAX_DEPTH ? measured(bytes) : { values: 0, depth: 0 };
  if (values > MAX_VALUES) return { excess: `a message of more than ${MAX_VALUES} values` };
  try {
    const json = JSON.parse(bytes.toString('utf8')) as unknown;
    if (depth > MAX_DEPTH) return { excess: `a message nested more than ${MAX_DEPTH} deep` };
    return bytes.length > LARGE ? shrink(json) : { json };
  } catch {
    return {};
  }
}

/** As `readJson`, for whoever only asks whether there is a document. */
export const parseJson = (bytes: Buffer): unknown => readJson(bytes).json;

/** How many values the document has (about), and how deep they lie; of what is no JSON, only an idea. */
function measured(bytes: Buffer): { values: number; depth: number } {
  let values = 0;
  let open = 0;
  let depth = 0;
  for (let at = 0; at < bytes.length && values <= MAX_VALUES; at++) {
    const kind = KINDS[bytes[at]!];
    if (kind === PLAIN) continue;
    if (kind === QUOTE) at = endOfString(bytes, at);
    else if (kind === CLOSES) open -= 1;
    else values += 1;
    if (kind === OPENS) depth = Math.max(depth, ++open);
  }
  return { values, depth };
}
