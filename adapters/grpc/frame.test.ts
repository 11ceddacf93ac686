import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Deframer, prefixWithLength } from './deframer.js';
import { decodeGrpcFrame, encodeGrpcFrame, type Field } from './frame.js';

const BYTES: Field = { number: 1, type: 'bytes' };
const TEXT: Field = { number: 1, type: 'string' };

describe('frames', () => {
  it('have the message in their field, and give it back octet by octet', () => {
    expect(encodeGrpcFrame(BYTES, Buffer.from('{}'))).toEqual(Buffer.from([0x0a, 2, 0x7b, 0x7d]));
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 2 ** 29 - 1 }), (json, number) => {
        const field: Field = { number, type: 'bytes' };
        expect(decodeGrpcFrame(field, encodeGrpcFrame(field, json))).toEqual({ json: Buffer.from(json) });
      }),
    );
  });

  it('never throw, whatever is in them', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeGrpcFrame(BYTES, bytes).json).toBeInstanceOf(Buffer);
      }),
    );
  });

  it.each([
    ['nothing', Buffer.alloc(0), { frame: 'field 1 is there 0 times' }],
    ['two messages', Buffer.from([0x0a, 1, 0x31, 0x0a, 1, 0x32]), { frame: 'field 1 is there 2 times' }],
    ['another field', Buffer.from([0x0a, 1, 0x31, 0x7a, 1, 0x32]), { 'unknown-fields': '15' }],
    ['a cut field', Buffer.from([0x0a, 9, 0x31]), { frame: expect.stringMatching(/^no protobuf message/) }],
    ['a field number of 0', Buffer.from([0x02, 0]), { frame: expect.stringMatching(/field number 0/) }],
  ])('say that they have %s', (_, bytes, notes) => {
    expect(decodeGrpcFrame(BYTES, bytes).notes).toEqual(notes);
  });

  it('say where a string is no UTF-8', () => {
    const frame = encodeGrpcFrame(TEXT, Buffer.from([0xff]));
    expect(decodeGrpcFrame(TEXT, frame).notes).toEqual({ utf8: 'a string field that is no UTF-8' });
    expect(decodeGrpcFrame(BYTES, frame).notes).toBeUndefined();
  });
});

describe('the messages of a stream', () => {
  it('are put together however they were cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array()), fc.array(fc.integer({ min: 1, max: 9 })), (messages, cuts) => {
        const all = Buffer.concat(
          messages.map((message) => prefixWithLength(message, message.length % 2 === 1)),
        );
        const seen: [number[], boolean][] = [];
        const deframer = new Deframer(1_000, (bytes, flag) => seen.push([[...bytes], flag]));
        for (let at = 0, turn = 0; at < all.length; turn++) {
          const length = cuts[turn % cuts.length] ?? all.length;
          expect(deframer.feed(all.subarray(at, at + length))).toBe(true);
          at += length;
        }
        expect(seen).toEqual(messages.map((message) => [[...message], message.length % 2 === 1]));
      }),
    );
  });

  it('are given up once one says that it is too long', () => {
    const deframer = new Deframer(10, () => {});
    expect(deframer.feed(prefixWithLength(Buffer.alloc(10), false))).toBe(true);
    expect(deframer.feed(Buffer.from([0, 0, 0, 0, 11]))).toBe(false);
  });
});
