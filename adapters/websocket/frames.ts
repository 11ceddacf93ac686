/** Frames as RFC 6455 section 5.2 lays them out; written by hand, because libraries only write right ones. */
import { randomBytes } from 'node:crypto';
import { fill, type Filler } from '../filler.js';
import type { RawFrame } from './endpoint.js';

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export function encodeWebSocketFrame(frame: RawFrame): Buffer {
  const data = Buffer.from((frame.payload ?? '') as Uint8Array);
  const { head, key } = encodeHead(frame, data.length);
  if (key !== undefined) mask(data, key, 0);
  return Buffer.concat([head, data]);
}

/** A frame whose payload is longer than it is held, piece by piece. */
export function* encodeFilledFrame(frame: RawFrame, filler: Filler): Generator<Buffer> {
  const payload = Buffer.from((frame.payload ?? '') as Uint8Array);
  const { head, key } = encodeHead(frame, payload.length + filler.bytes);
  yield head;
  let at = 0;
  let last: { piece: Buffer; phase: number; masked: Buffer } | undefined;
  for (const piece of fill(payload, filler)) {
    const phase = at & 3;
    if (last?.piece !== piece || last.phase !== phase) {
      const masked = Buffer.from(piece);
      if (key !== undefined) mask(masked, key, at);
      last = { piece, phase, masked };
    }
    yield last.masked;
    at += piece.length;
  }
}

/** `from`: the place of the first byte in the payload. */
function mask(data: Buffer, key: Buffer, from: number): void {
  for (let index = 0; index < data.length; index++) data[index]! ^= key[(index + from) & 3]!;
}

function encodeHead(
  { opcode, fin = true, rsv = 0, masked = true, longHead = false }: RawFrame,
  length: number,
): { head: Buffer; key?: Buffer } {
  const head = Buffer.alloc(longHead ? 10 : shortestHead(length));
  head[0] = (fin ? 0x80 : 0) | ((rsv & 7) << 4) | (opcode & 15);
  head[1] = (masked ? 0x80 : 0) | (head.length === 2 ? length : head.length === 4 ? 126 : 127);
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  if (!masked) return { head };
  const key = randomBytes(4);
  return { head: Buffer.concat([head, key]), key };
}

/** Bytes that a head needs, without a mask. */
const shortestHead = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10);

/** The payload of a close frame. */
export function makeClosePayload(code: number, reason = ''): Buffer {
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
  /** Its length is written in more bytes than it needs. */
  longHead: boolean;
  payload: Buffer;
}

/** Cuts a byte stream into frames. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;
  /** Bytes without which there is no use in looking again: a long frame is put together once, and not for every chunk. */
  #needed = 2;
  readonly #maxPayload: number;

  constructor(maxPayload: number) {
    this.#maxPayload = maxPayload;
  }

  /** The frames that are whole by now; throws `RangeError` where one is longer than allowed. */
  feed(chunk: Buffer): ParsedFrame[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    const frames: ParsedFrame[] = [];
    if (this.#size < this.#needed) return frames;
    let held = Buffer.concat(this.#chunks, this.#size);
    for (let length = this.#lengthOf(held); length <= held.length; length = this.#lengthOf(held)) {
      frames.push(parse(held, length));
      held = held.subarray(length);
    }
    this.#chunks = [held];
    this.#size = held.length;
    return frames;
  }

  /** Bytes of the first frame, or of what has to be there to know. */
  #lengthOf(held: Buffer): number {
    this.#needed = 2;
    if (held.length >= 2) this.#needed = headOf(held);
    if (held.length >= this.#needed && held.length >= 2) {
      const length = payloadOf(held);
      if (length > this.#maxPayload) throw new RangeError(`a frame of ${length} bytes`);
      this.#needed = headOf(held) + length;
    }
    return this.#needed;
  }
}

const headOf = (held: Buffer): number => {
  const short = held[1]! & 0x7f;
  return 2 + (short === 126 ? 2 : short === 127 ? 8 : 0) + ((held[1]! & 0x80) === 0 ? 0 : 4);
};

const payloadOf = (held: Buffer): number => {
  const short = held[1]! & 0x7f;
  return short === 126 ? held.readUInt16BE(2) : short === 127 ? Number(held.readBigUInt64BE(2)) : short;
};

function parse(held: Buffer, end: number): ParsedFrame {
  const first = held[0]!;
  const masked = (held[1]! & 0x80) !== 0;
  const start = headOf(held);
  const payload = Buffer.from(held.subarray(start, end));
  if (masked) {
    const key = held.subarray(start - 4, start);
    for (let index = 0; index < payload.length; index++) payload[index]! ^= key[index & 3]!;
  }
  const longHead = start - (masked ? 4 : 0) > shortestHead(payload.length);
  return { opcode: first & 15, fin: (first & 0x80) !== 0, rsv: (first >> 4) & 7, masked, longHead, payload };
}
