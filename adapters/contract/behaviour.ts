/** What a test target does with each request, the same over every binding. */
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/**
 * What a test target can do with one request, whatever binding it came over. Beside that a target logs `pid N` where the
 * connection has to end its process, and `response closed` where it sees that the channel of one request was dropped.
 */
export interface Wire {
  /** One whole message; resolves when there is room for more. */
  send(message: Buffer): Promise<void>;
  /** Bytes that begin a message and do not end it. */
  part(bytes: Buffer): Promise<void>;
  /** Breaks the connection at once, in the middle of whatever was written. */
  drop(): void;
  /** Ends what the target writes, in good order, and goes on reading. */
  finish(): void;
}

export interface Request {
  id: number;
  method: string;
  params?: { bytes?: number; count?: number };
}

/** Where a target says what it did, beside the connection under test. */
export const LOG_VARIABLE = 'TEST_LOG';

export function log(line: string): void {
  const file = process.env[LOG_VARIABLE];
  if (file !== undefined) appendFileSync(file, `${line}\n`);
}

export const computeSha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A reply of exactly `bytes` bytes. */
export function makeBlob(id: number, bytes: number): Buffer {
  const empty = JSON.stringify({ jsonrpc: '2.0', id, result: '' }).length;
  return Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, result: 'b'.repeat(bytes - empty) }));
}

export const GARBAGE = Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x22, 0xc3, 0x28, 0x7d]);

const reply = (id: number, result: unknown): Buffer =>
  Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, result }));

/** The methods whose replies come as several messages; over HTTP they make an SSE stream. */
export const STREAMED = new Set(['flood', 'silent-stream']);

export async function behave(request: Request, body: Buffer, wire: Wire): Promise<void> {
  const { id, method, params = {} } = request;
  switch (method) {
    case 'echo':
      return wire.send(reply(id, params));
    case 'digest':
      return wire.send(reply(id, { sha256: computeSha256(body), bytes: body.length }));
    case 'blob':
      return wire.send(makeBlob(id, params.bytes ?? 0));
    case 'garbage':
      return wire.send(GARBAGE);
    case 'flood':
      return flood(id, params, wire);
    case 'endless':
      for (;;) await wire.part(Buffer.alloc(64 * 1024, 'e'));
    case 'drop':
      await wire.part(Buffer.from('{"jsonrpc":"2.0","id":'));
      return wire.drop();
    case 'finish':
      return wire.finish();
    case 'silent':
    case 'silent-stream':
      return new Promise(() => {});
    default:
      return wire.send(reply(id, null));
  }
}

/** Numbered messages of 1 KiB; logs how many are out, so that a test sees where the target was held back. */
async function flood(id: number, { count = 0 }: { count?: number }, wire: Wire): Promise<void> {
  const pad = 'f'.repeat(960);
  for (let n = 0; n < count; n++) {
    await wire.send(Buffer.from(JSON.stringify({ jsonrpc: '2.0', method: 'n', params: { n, pad } })));
    if (n % 1024 === 0) log(`flooded ${n}`);
  }
  log(`flooded ${count}`);
  await wire.send(reply(id, { count }));
}
