/** Octets of protobuf (protobuf.dev, "Encoding"): fields in, fields out, without what they mean. */

export const VARINT = 0;
export const FIXED64 = 1;
export const OCTETS = 2;
export const FIXED32 = 5;

/** One field as it is on the wire: a number where its wire type is `VARINT`, octets elsewhere. */
export interface WirePart {
  readonly number: number;
  readonly wire: number;
  readonly integer: bigint;
  readonly octets: Buffer;
}

const NONE = Buffer.alloc(0);

/** The fields in the order of their octets. Throws where the octets are cut short or are no fields. */
export function* readParts(octets: Buffer): Generator<WirePart> {
  for (let at = 0; at < octets.length;) {
    const tag = readVarint(octets, at);
    at = tag.end;
    const number = Number(tag.integer >> 3n);
    const wire = Number(tag.integer & 7n);
    if (number === 0) throw new Error('a field has the number 0');
    if (wire === VARINT) {
      const { integer, end } = readVarint(octets, at);
      at = end;
      yield { number, wire, integer, octets: NONE };
      continue;
    }
    const length = lengthOf(wire, octets, at);
    at = length.from;
    const end = at + length.octets;
    if (end > octets.length) throw new Error('a field is cut short');
    yield { number, wire, integer: 0n, octets: octets.subarray(at, end) };
    at = end;
  }
}

function lengthOf(wire: number, octets: Buffer, at: number): { from: number; octets: number } {
  if (wire === FIXED64) return { from: at, octets: 8 };
  if (wire === FIXED32) return { from: at, octets: 4 };
  if (wire !== OCTETS) throw new Error(`there is no wire type ${wire}`);
  const { integer, end } = readVarint(octets, at);
  return { from: end, octets: Number(integer) };
}

/** One number of seven bits an octet, the least first. At most ten octets, 64 bits. */
export function readVarint(octets: Buffer, at: number): { integer: bigint; end: number } {
  let integer = 0n;
  for (let index = 0; index < 10; index++) {
    const octet = octets[at + index];
    if (octet === undefined) throw new Error('a number is cut short');
    integer |= BigInt(octet & 127) << BigInt(7 * index);
    if (octet < 128) return { integer: BigInt.asUintN(64, integer), end: at + index + 1 };
  }
  throw new Error('a number has more than ten octets');
}

/** Negative numbers take ten octets, as two's complement of 64 bits. */
export function writeVarint(integer: bigint): Buffer {
  const octets: number[] = [];
  let rest = BigInt.asUintN(64, integer);
  for (; rest > 127n; rest >>= 7n) octets.push(Number(rest & 127n) | 128);
  return Buffer.from([...octets, Number(rest)]);
}

/** One field. `content` is the whole of it: a varint, or octets of which `OCTETS` alone have their length before them. */
export function writePart(number: number, wire: number, content: Buffer): Buffer {
  const tag = writeVarint(BigInt((number << 3) | wire));
  return wire === OCTETS
    ? Buffer.concat([tag, writeVarint(BigInt(content.length)), content])
    : Buffer.concat([tag, content]);
}
