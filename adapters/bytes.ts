import { isUtf8 } from 'node:buffer';

/** The same memory as a `Buffer`. */
export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A message as it goes on the wire: a `Uint8Array` as it is, anything else as JSON. */
export const encode = (body: object): Buffer =>
  body instanceof Uint8Array ? asBuffer(body) : Buffer.from(JSON.stringify(body));

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
