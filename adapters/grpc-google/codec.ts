/** The client's codec between protobuf messages of the typed service and their JSON form. */
import protobuf, { type Enum, type Field, type Type } from 'protobufjs';
import { toBuffer } from '../bytes.js';
import { findProto } from '../grpc/proto.js';
import type { Json } from '../json.js';
import { readStruct, readValue, toStruct, toValue } from './struct.js';

/**
 * Messages of `proto/mcp_google.proto` to and from their JSON form (protobuf.dev, "ProtoJSON"): names in lowerCamelCase, enums by
 * name, octets as Base64, `Struct` and `Value` as the JSON that they stand for, `Duration` as `300s`. One departure: 64-bit
 * integers are numbers as long as they are exact. Only what was on the wire has a key.
 */
export interface Codec {
  /** Throws where the octets are no such message, or are nested deeper than protobuf allows (100 messages). */
  decode(type: string, bytes: Uint8Array): Json;
  /** Throws where the value is nested deeper than protobuf allows. */
  encode(type: string, json: Json): Buffer;
}

const PACKAGE = 'model_context_protocol';

let loaded: Codec | undefined;

/** Parsed once, when the first connection needs it. */
export function loadGoogleCodec(): Codec {
  return (loaded ??= load());
}

function load(): Codec {
  // Without `keepCase`: a well-known Struct under snake_case names loses its values.
  const root = protobuf.loadSync(findProto('mcp_google.proto'));
  root.resolveAll();
  const types = new Map<string, Type>();
  const lookup = (name: string): Type => {
    const known = types.get(name) ?? root.lookupType(`${PACKAGE}.${name}`);
    types.set(name, known);
    return known;
  };
  return {
    decode(name, bytes) {
      const type = lookup(name);
      return toJson(type, type.decode(bytes) as unknown as Json);
    },
    encode(name, json) {
      const type = lookup(name);
      return toBuffer(type.encode(fromJson(type, json) as Json).finish());
    },
  };
}

const WELL_KNOWN: Readonly<Record<string, { to(value: Json): unknown; from(value: unknown): unknown }>> = {
  '.google.protobuf.Struct': { to: readStruct, from: (value) => toStruct(value as Json) },
  '.google.protobuf.Value': { to: readValue, from: toValue },
  '.google.protobuf.Duration': {
    to: ({ seconds = 0, nanos = 0 }) => `${Number(seconds) + Number(nanos) / 1e9}s`,
    from: (value) => {
      const all = Number.parseFloat(String(value));
      const seconds = Math.trunc(all);
      return { seconds, nanos: Math.round((all - seconds) * 1e9) };
    },
  },
};

function toJson(type: Type, message: Json): Json {
  const entries: [string, unknown][] = [];
  for (const field of type.fieldsArray) {
    const value = message[field.name];
    // Lists and maps are there in any case; on the wire an empty one is nothing.
    const many = field.repeated || field.map;
    if (many ? Object.keys(value as object).length === 0 : !Object.hasOwn(message, field.name)) continue;
    entries.push([field.name, each(field, value, (one) => scalarToJson(field, one))]);
  }
  return Object.fromEntries(entries);
}

function scalarToJson(field: Field, value: unknown): unknown {
  const { resolvedType } = field;
  if (isEnum(resolvedType)) return resolvedType.valuesById[Number(value)] ?? value;
  if (resolvedType !== null) {
    const known = WELL_KNOWN[resolvedType.fullName];
    return known === undefined ? toJson(resolvedType, value as Json) : known.to(value as Json);
  }
  if (field.type === 'bytes') return Buffer.from(value as Uint8Array).toString('base64');
  if (field.type === 'float') return shortest(value as number);
  return field.type.endsWith('64') ? exact(value) : value;
}

function fromJson(type: Type, json: unknown): unknown {
  const known = WELL_KNOWN[type.fullName];
  if (known !== undefined) return known.from(json);
  return Object.fromEntries(
    Object.entries(json as Json).flatMap(([name, value]) => {
      const field = type.fields[name];
      if (field === undefined || value === undefined) return [];
      const of = field.resolvedType;
      const nested = (one: unknown) =>
        of instanceof protobuf.Type ? fromJson(of, one) : scalarOf(field, one);
      return [[name, each(field, value, nested)]];
    }),
  );
}

/** As it is written: enums by their numbers, octets as such. */
function scalarOf({ resolvedType, type }: Field, value: unknown): unknown {
  if (isEnum(resolvedType)) return resolvedType.values[String(value)] ?? value;
  return type === 'bytes' && typeof value === 'string' ? Buffer.from(value, 'base64') : value;
}

/** A field's values one by one, whether it is repeated, a map, or neither. */
function each(field: Field, value: unknown, one: (value: unknown) => unknown): unknown {
  if (field.map)
    return Object.fromEntries(Object.entries(value as Json).map(([key, inner]) => [key, one(inner)]));
  return field.repeated ? (value as unknown[]).map(one) : one(value);
}

const isEnum = (type: Type | Enum | null): type is Enum => type instanceof protobuf.Enum;

/** The shortest decimal that stands for the same single-precision number: 0.7, not 0.699999988079071. */
function shortest(value: number): number {
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

function exact(value: unknown): number | string {
  const text = String(value);
  return Number.isSafeInteger(Number(text)) ? Number(text) : text;
}
