import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { once } from 'node:events';
import { Duplex, type Readable } from 'node:stream';
import { Streams } from './streams.js';

/** One piece of output as an engine sends it. */
function framed(pipe: 1 | 2, payload: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header[0] = pipe;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

/** A connection that brings these chunks and then ends, and remembers what was written to it. */
function connection(chunks: Iterable<Buffer>): Duplex & { written: Buffer[]; taken: () => number } {
  const written: Buffer[] = [];
  const left = chunks[Symbol.iterator]();
  let taken = 0;
  const duplex = new Duplex({
    read() {
      const { value, done } = left.next() as IteratorResult<Buffer, undefined>;
      if (done !== true) taken += 1;
      this.push(done === true ? null : value);
    },
    write(chunk: Buffer, _, done) {
      written.push(chunk);
      done();
    },
    autoDestroy: false,
  });
  return Object.assign(duplex, { written, taken: () => taken });
}

async function all(pipe: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of pipe) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const bytes = fc.uint8Array({ maxLength: 300 });
const pieces = fc.array(fc.tuple(fc.constantFrom(1 as const, 2 as const), bytes), { maxLength: 30 });

describe('the pipes of a container', () => {
  it('are told apart however the connection cuts them', async () => {
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 50 }), async (said, size) => {
        const stream = Buffer.concat(said.map(([pipe, payload]) => framed(pipe, payload)));
        const chunks = [];
        for (let at = 0; at < stream.length; at += size) chunks.push(stream.subarray(at, at + size));
        const streams = new Streams(connection(chunks));
        const [stdout, stderr] = await Promise.all([all(streams.stdout), all(streams.stderr)]);
        const of = (pipe: 1 | 2) => Buffer.concat(said.filter(([to]) => to === pipe).map(([, part]) => part));
        expect(stdout).toEqual(of(1));
        expect(stderr).toEqual(of(2));
      }),
      { numRuns: 50 },
    );
  });

  it('hold the connection back while nobody reads', async () => {
    const flood = function* () {
      for (;;) yield framed(1, Buffer.alloc(16 * 1024));
    };
    const source = connection(flood());
    const streams = new Streams(source);
    streams.stderr.resume();
    const [first] = (await once(streams.stdout, 'data')) as [Buffer];
    expect(first.length).toBe(16 * 1024);
    streams.stdout.pause();
    const before = source.taken();
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(source.taken() - before).toBeLessThan(20);
    streams.destroy();
  });

  it('pass on what is written, and the end of it', async () => {
    const source = connection([]);
    const streams = new Streams(source);
    const finished = once(source, 'finish');
    streams.stdin.end('hello');
    await finished;
    expect(Buffer.concat(source.written).toString()).toBe('hello');
  });

  it('end when the connection breaks', async () => {
    const broken = new Duplex({ read: () => undefined, write: (_c, _e, done) => done() });
    const streams = new Streams(broken);
    const ends = Promise.all([all(streams.stdout), all(streams.stderr), streams.ended]);
    broken.destroy(new Error('reset'));
    expect((await ends)[0]).toEqual(Buffer.alloc(0));
  });
});
