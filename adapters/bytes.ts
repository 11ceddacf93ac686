import { isUtf8 } from 'node:buffer';

/** The same memory as a `Buffer`. */
export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * A message as it goes on the wire: a `Uint8Array` as it is, anything else as JSON. In one piece with what ends it,
 * because a second write costs more than the copy.
 */
export function encode(body: object, end = ''): Buffer {
  if (!(body instanceof Uint8Array)) return Buffer.from(JSON.stringify(body) + end);
  return end === '' ? asBuffer(body) : Buffer.concat([body, Buffer.from(end)]);
}

/**
 * The JSON document that the bytes are, or `undefined`. Bytes that are not UTF-8, or that begin with a byte order mark,
 * are no JSON (RFC 8259 section 8.1).
 */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0 || !isUtf8(bytes)) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
