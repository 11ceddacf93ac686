import type { Json } from '../../json.js';
import { getScalar, type Scalar } from './scalars.js';
import { OCTETS, readParts, VARINT, writePart } from './wire.js';

/** `google.protobuf.Struct` and `Value`, straight between JSON and octets. Depths count messages, as protobuf does. */

/** As deep as protobuf's own readers go. */
const MAX_DEPTH = 100;

export function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH) throw new Error(`messages are nested deeper than ${MAX_DEPTH}`);
}

const string = getScalar('string') as Scalar;
const double = getScalar('double') as Scalar;
const bool = getScalar('bool') as Scalar;

/** Fields of `Value`, of which one is set. */
const NULL = 1;
const NUMBER = 2;
const STRING = 3;
const BOOL = 4;
const STRUCT = 5;
const LIST = 6;

export function writeStruct(json: unknown, depth: number): Buffer {
  checkDepth(depth);
  const entries = Object.entries(json as Json).filter(([, value]) => value !== undefined);
  return Buffer.concat(
    entries.map(([key, value]) => {
      const entry = [
        writePart(1, OCTETS, string.write(key)),
        writePart(2, OCTETS, writeValue(value, depth + 1)),
      ];
      return writePart(1, OCTETS, Buffer.concat(entry));
    }),
  );
}

export function writeValue(json: unknown, depth: number): Buffer {
  checkDepth(depth);
  if (typeof json === 'number') return writePart(NUMBER, double.wire, double.write(json));
  if (typeof json === 'string') return writePart(STRING, OCTETS, string.write(json));
  if (typeof json === 'boolean') return writePart(BOOL, VARINT, bool.write(json));
  if (Array.isArray(json)) {
    checkDepth(depth + 1);
    const values = json.map((value) => writePart(1, OCTETS, writeValue(value, depth + 2)));
    return writePart(LIST, OCTETS, Buffer.concat(values));
  }
  if (typeof json === 'object' && json !== null)
    return writePart(STRUCT, OCTETS, writeStruct(json, depth + 1));
  return writePart(NULL, VARINT, Buffer.from([0]));
}

export function decodeStruct(octets: Buffer, depth: number): Json {
  checkDepth(depth);
  const entries: [string, unknown][] = [];
  for (const field of readParts(octets)) {
    if (field.number !== 1 || field.wire !== OCTETS) continue;
    const { key, value } = readEntry(field.octets);
    entries.push([key, value === undefined ? null : decodeValue(value, depth + 1)]);
  }
  // Not by assignment: a key may be `__proto__`.
  return Object.fromEntries(entries);
}

/** Key and value of one entry of a map; the value as it is on the wire, `undefined` where there is none. */
export function readEntry(octets: Buffer): { key: string; value: Buffer | undefined } {
  let key = '';
  let value: Buffer | undefined;
  for (const part of readParts(octets)) {
    if (part.wire !== OCTETS) continue;
    if (part.number === 1) key = string.read(part) as string;
    if (part.number === 2) value = part.octets;
  }
  return { key, value };
}

/** A value of no kind stands for nothing; `null` comes nearest. */
export function decodeValue(octets: Buffer, depth: number): unknown {
  checkDepth(depth);
  let json: unknown = null;
  for (const part of readParts(octets)) {
    if (part.number === NULL) json = null;
    if (part.number === NUMBER) json = double.read(part);
    if (part.number === STRING) json = string.read(part);
    if (part.number === BOOL) json = bool.read(part);
    if (part.number === STRUCT) json = decodeStruct(part.octets, depth + 1);
    if (part.number === LIST) json = readList(part.octets, depth + 1);
  }
  return json;
}

function readList(octets: Buffer, depth: number): unknown[] {
  checkDepth(depth);
  const values: unknown[] = [];
  for (const part of readParts(octets))
    if (part.number === 1) values.push(decodeValue(part.octets, depth + 1));
  return values;
}
