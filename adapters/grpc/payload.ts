/** Reads what gRPC encodes below its messages: percent signs in a status, and compression; and what a message is. */
import { unzipSync } from 'node:zlib';
import { parseJson } from '../bytes.js';
import { observe } from '../observation.js';
import type { GrpcMessage } from './endpoint.js';

/** Status messages are percent-encoded; one that is not so in earnest is shown as it came. */
export function unescapeMessage(message: string): string {
  try {
    return decodeURIComponent(message);
  } catch {
    return message;
  }
}

/** What gzip or deflate made smaller; anything else as it came. */
export function inflate(payload: Buffer, maxOutputLength: number): Buffer {
  try {
    return unzipSync(payload, { maxOutputLength });
  } catch {
    return payload;
  }
}

/** A message as scenarios see it. */
export const toMessage = (json: Buffer, entries: readonly number[], compressed: boolean): GrpcMessage => ({
  text: observe(json.toString('utf8'), 'message', entries),
  json: () => observe(parseJson(json), 'message', entries),
  compressed,
  atMs: performance.now(),
});
