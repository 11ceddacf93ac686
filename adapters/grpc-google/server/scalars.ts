import { ENUMS } from './messages.js';
import { FIXED32, FIXED64, OCTETS, VARINT, writeVarint, type WirePart } from './wire.js';

/** Values of one scalar or enumeration, between their JSON form and their octets. */
export interface Scalar {
  readonly wire: number;
  /** Throws where the value cannot be one of the type. */
  write(value: unknown): Buffer;
  read(part: Pick<WirePart, 'integer' | 'octets'>): unknown;
}

const octets = (encoding: 'utf8' | 'base64'): Scalar => ({
  wire: OCTETS,
  write: (value) => Buffer.from(String(value), encoding),
  read: ({ octets }) => octets.toString(encoding),
});

const integer = (signed: boolean): Scalar => ({
  wire: VARINT,
  write: (value) =>
    writeVarint(typeof value === 'string' ? BigInt(value) : BigInt(Math.trunc(Number(value)))),
  read: ({ integer }) => exact(signed ? BigInt.asIntN(64, integer) : integer),
});

/** A number as long as it is one; beyond that its digits, as ProtoJSON has them. */
const exact = (value: bigint): number | string =>
  Number.isSafeInteger(Number(value)) ? Number(value) : String(value);

const SCALARS: Readonly<Record<string, Scalar>> = {
  string: octets('utf8'),
  bytes: octets('base64'),
  bool: {
    wire: VARINT,
    write: (value) => writeVarint(value ? 1n : 0n),
    read: ({ integer }) => integer !== 0n,
  },
  int32: integer(true),
  int64: integer(true),
  uint32: integer(false),
  uint64: integer(false),
  float: {
    wire: FIXED32,
    write(value) {
      const content = Buffer.alloc(4);
      content.writeFloatLE(Number(value));
      return content;
    },
    read: ({ octets }) => octets.readFloatLE(),
  },
  double: {
    wire: FIXED64,
    write(value) {
      const content = Buffer.alloc(8);
      content.writeDoubleLE(Number(value));
      return content;
    },
    read: ({ octets }) => octets.readDoubleLE(),
  },
};

/** By name; a number that has none stays one, and a name that nobody knows is written as "unknown". */
const enumeration = (names: readonly string[]): Scalar => ({
  wire: VARINT,
  write: (value) =>
    writeVarint(BigInt(typeof value === 'number' ? value : Math.max(names.indexOf(String(value)), 0))),
  read: ({ integer }) => names[Number(integer)] ?? Number(BigInt.asIntN(32, integer)),
});

/** `undefined` where the type is a message. */
export function getScalar(type: string): Scalar | undefined {
  const names = ENUMS[type];
  return names === undefined ? SCALARS[type] : enumeration(names);
}
