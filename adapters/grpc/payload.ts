/** Reads what gRPC encodes below its messages: percent signs in a status, and compression. */
import { unzipSync } from 'node:zlib';

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
