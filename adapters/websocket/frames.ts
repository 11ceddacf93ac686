import { randomBytes } from 'node:crypto';
import type { RawFrame } from './endpoint.js';

/** Frames as RFC 6455, section 5.2, lays them out; written by hand, because libraries only write right ones. */

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export function encodeFrame({ opcode, payload = '', fin = true, rsv = 0, masked = true }: RawFrame): Buffer {
  const data = Buffer.from(payload as Uint8Array);
  const { length } = data;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = (fin ? 0x80 : 0) | ((rsv & 7) << 4) | (opcode & 15);
  head[1] = (masked ? 0x80 : 0) | (length < 126 ? length : length < 65_536 ? 126 : 127);
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  if (!masked) return Buffer.concat([head, data]);
  const key = randomBytes(4);
  for (let index = 0; index < length; index++) data[index]! ^= key[index & 3]!;
  return Buffer.concat([head, key, data]);
}

/** The payload of a close frame. */
export function closePayload(code: number, reason = ''): Buffer {
  const payload = Buffer.alloc(2 + Buffer.byteLength(reason));
  payload.writeUInt16BE(code, 0);
  payload.write(reason, 2);
  return payload;
}

export interface ParsedFrame {
  opcode: number;
  fin: boolean;
  rsv: number;
  masked: boolean;
  payload: Buffer;
}

/** Cuts a byte stream into frames. */
export class FrameReader {
  #held: Buffer = Buffer.alloc(0);
  readonly #maxPayload: number;

  constructor(maxPayload: number) {
    this.#maxPayload = maxPayload;
  }

  /** Bytes of a frame that has not ended yet. */
  get rest(): number {
    return this.#held.length;
  }

  /** The frames that are whole by now; throws `RangeError` where one is longer than allowed. */
  feed(chunk: Buffer): ParsedFrame[] {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const frames: ParsedFrame[] = [];
    for (let frame = this.#cut(); frame !== undefined; frame = this.#cut()) frames.push(frame);
    return frames;
  }

  #cut(): ParsedFrame | undefined {
    const held = this.#held;
    if (held.length < 2) return undefined;
    const [first, second] = held as unknown as [number, number];
    const masked = (second & 0x80) !== 0;
    const short = second & 0x7f;
    const wide = short === 126 ? 2 : short === 127 ? 8 : 0;
    const start = 2 + wide + (masked ? 4 : 0);
    if (held.length < start) return undefined;
    const length = wide === 0 ? short : wide === 2 ? held.readUInt16BE(2) : Number(held.readBigUInt64BE(2));
    if (length > this.#maxPayload) throw new RangeError(`a frame of ${length} bytes`);
    if (held.length < start + length) return undefined;
    const payload = Buffer.from(held.subarray(start, start + length));
    if (masked)
      for (let index = 0; index < length; index++) payload[index]! ^= held[start - 4 + (index & 3)]!;
    this.#held = held.subarray(start + length);
    return { opcode: first & 15, fin: (first & 0x80) !== 0, rsv: (first >> 4) & 7, masked, payload };
  }
}
