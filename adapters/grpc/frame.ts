/** Puts a JSON-RPC message into one protobuf field and takes it out again. */
import protobuf from 'protobufjs';
import { isUtf8 } from 'node:buffer';
import { toBuffer } from '../bytes.js';

/** Where the JSON-RPC message is in a frame; `string` and `bytes` are the same on the wire, but a string has to be UTF-8. */
export interface Field {
  number: number;
  type: 'string' | 'bytes';
}

/** Wire type of strings, bytes and nested messages (protobuf, "Encoding"). */
const LEN = 2;

export const encodeGrpcFrame = ({ number }: Field, json: Uint8Array): Buffer =>
  Buffer.from(
    protobuf.Writer.create()
      .uint32(((number << 3) | LEN) >>> 0)
      .bytes(json)
      .finish(),
  );

/** What stands before a message of so many bytes. */
export const encodeGrpcFrameHead = ({ number }: Field, bytes: number): Buffer =>
  Buffer.from(
    protobuf.Writer.create()
      .uint32(((number << 3) | LEN) >>> 0)
      .uint32(bytes)
      .finish(),
  );

export interface Decoded {
  /** The field as it came; the whole frame where that is no protobuf, so that it can be seen. */
  json: Buffer;
  /** What else was in the frame, or what is wrong with it. */
  notes?: Record<string, string>;
}

/** Field numbers that are named, at most. */
const MAX_NAMED = 20;

/** Takes a frame apart. Never throws: what a target sends is to be seen. */
export function decodeGrpcFrame({ number, type }: Field, frame: Uint8Array): Decoded {
  let json: Buffer = Buffer.alloc(0);
  let count = 0;
  const others = new Set<number>();
  try {
    const reader = protobuf.Reader.create(toBuffer(frame));
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      const field = tag >>> 3;
      if (field === number && (tag & 7) === LEN) {
        json = toBuffer(reader.bytes());
        count++;
      } else {
        if (field === 0) throw new Error('field number 0');
        if (others.size < MAX_NAMED) others.add(field);
        reader.skipType(tag & 7);
      }
    }
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return { json: toBuffer(frame), notes: { frame: `no protobuf message: ${what}` } };
  }
  const notes = {
    ...(count === 1 ? {} : { frame: `field ${number} is there ${count} times` }),
    ...(others.size === 0 ? {} : { 'unknown-fields': [...others].join(', ') }),
    ...(type === 'bytes' || isUtf8(json) ? {} : { utf8: 'a string field that is no UTF-8' }),
  };
  return Object.keys(notes).length === 0 ? { json } : { json, notes };
}
