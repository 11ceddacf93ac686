/** Gathers the chunks of stdin into whole lines before an SDK reads them, to spare it the copying. */
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { LARGEST_MESSAGE } from './limits.js';

const NEWLINE = 10;

/**
 * Hands on whole lines. Both SDKs copy all they hold whenever a chunk comes in, so that a line of 64 MiB in chunks of
 * 64 KiB costs them 32 GiB of copying. What is too long is handed on unfinished, for the SDK to refuse.
 */
export function keepWholeLines(source: Readable): Readable {
  let held: Buffer[] = [];
  let bytes = 0;
  const lines = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      held.push(chunk);
      bytes += chunk.length;
      if (!chunk.includes(NEWLINE) && bytes <= LARGEST_MESSAGE) return done();
      const line = Buffer.concat(held, bytes);
      held = [];
      bytes = 0;
      return done(null, line);
    },
  });
  // A transport that closes pauses its input; the process ends only when nothing waits for the real one.
  lines.once('pause', () => source.destroy());
  return source.pipe(lines);
}
