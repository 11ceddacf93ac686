import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { computeSha256 } from '../contract/behaviour.js';
import { makeClosePayload, encodeWebSocketFrame, FrameReader, type ParsedFrame } from './frames.js';

const LIMIT = 100_000;

const anyFrame = fc.record({
  opcode: fc.integer({ min: 0, max: 15 }),
  fin: fc.boolean(),
  rsv: fc.integer({ min: 0, max: 7 }),
  masked: fc.boolean(),
  longHead: fc.constant(false),
  // Around the lengths at which the form of the head changes.
  payload: fc
    .oneof(fc.nat(200), fc.integer({ min: 65_500, max: 65_600 }))
    .map((length) => Buffer.alloc(length, 'payload')),
});

/** Payloads as digests: comparing long buffers byte by byte takes a minute. */
const shown = ({ payload, ...flags }: ParsedFrame) => ({ ...flags, payload: computeSha256(payload) });

describe('frames', () => {
  it('come out as they went in, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(anyFrame, { maxLength: 5 }), fc.integer({ min: 7, max: 70_000 }), (sent, step) => {
        const bytes = Buffer.concat(sent.map(encodeWebSocketFrame));
        const reader = new FrameReader(LIMIT);
        const seen = [];
        for (let at = 0; at < bytes.length; at += step)
          seen.push(...reader.feed(bytes.subarray(at, at + step)));
        expect(seen.map(shown)).toEqual(sent.map(shown));
      }),
      { numRuns: 100 },
    );
  });

  it('are what RFC 6455 shows', () => {
    const hello = { opcode: 1, payload: 'Hello', masked: false };
    expect(encodeWebSocketFrame(hello)).toEqual(Buffer.from([0x81, 5, ...Buffer.from('Hello')]));
    expect(encodeWebSocketFrame({ opcode: 9, payload: Buffer.alloc(126), masked: false })[1]).toBe(126);
    expect(makeClosePayload(1001, 'ä')).toEqual(Buffer.from([0x03, 0xe9, 0xc3, 0xa4]));
  });

  it('tell of a length in more bytes than it needs', () => {
    const hello = { opcode: 1, payload: 'Hello', masked: false };
    const heads = [hello, { ...hello, longHead: true }].map(
      (frame) => new FrameReader(LIMIT).feed(encodeWebSocketFrame(frame))[0]?.longHead,
    );
    expect(heads).toEqual([false, true]);
  });

  it('are refused by their head where they are too long', () => {
    const head = encodeWebSocketFrame({
      opcode: 2,
      payload: Buffer.alloc(LIMIT + 1),
      masked: false,
    }).subarray(0, 10);
    expect(() => new FrameReader(LIMIT).feed(head)).toThrow(RangeError);
  });
});
