import { isObject, type Json } from '../../json.js';
import { MESSAGES, type MessageField, type Messages } from './messages.js';
import { getScalar, type Scalar } from './scalars.js';
import { checkDepth, readEntry, decodeStruct, decodeValue, writeStruct, writeValue } from './struct.js';
import { OCTETS, readParts, readVarint, VARINT, writePart, type WirePart } from './wire.js';

/**
 * The server's own codec, which shares nothing with the client's: an error in one of them does not undo itself in the other.
 * Messages have the JSON form of ProtoJSON, and only what was on the wire has a key.
 *
 *     serverCodec().decode('ReadResourceRequest', octets)   // { uri: 'test://static-text' }
 */
export interface ServerCodec {
  /** Throws where the octets are no such message, or are nested deeper than protobuf allows. */
  decode(type: string, octets: Buffer): Json;
  /** Passes over what has no field. Throws where a value is none of its field's type, or is nested too deep. */
  encode(type: string, json: Json): Buffer;
}

export const makeServerCodec = (messages: Messages = MESSAGES): ServerCodec => ({
  decode: (type, octets) => new Reader(messages).read(type, octets, 1) as Json,
  encode: (type, json) => new Writer(messages).write(type, json, 1),
});

class Writer {
  readonly #messages: Messages;

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  write(type: string, json: unknown, depth: number): Buffer {
    checkDepth(depth);
    if (type === 'Value') return writeValue(json, depth);
    if (type === 'Duration') return this.write('Seconds', durationOf(json), depth);
    if (!isObject(json)) throw new Error(`a ${type} is a message, with fields`);
    if (type === 'Struct') return writeStruct(json, depth);
    const fields = fieldsOf(this.#messages, type);
    return Buffer.concat(fields.flatMap((field) => this.#field(field, own(json, field.name), depth)));
  }

  #field(field: MessageField, value: unknown, depth: number): Buffer[] {
    if (value === undefined) return [];
    const scalar = getScalar(field.type);
    if (value === null && scalar !== undefined) return [];
    const { number, how } = field;
    if (how === 'map') return this.#map(field, value, depth);
    if (how === 'many') {
      if (!Array.isArray(value)) throw new Error(`${field.name} is a list`);
      return this.#list(field, scalar, value, depth);
    }
    if (scalar === undefined) return [writePart(number, OCTETS, this.write(field.type, value, depth + 1))];
    const content = scalar.write(value);
    // Without presence, zero and nothing are the same, and nothing is sent.
    return how === 'one' && isZero(scalar, content) ? [] : [writePart(number, scalar.wire, content)];
  }

  #list(field: MessageField, scalar: Scalar | undefined, values: unknown[], depth: number): Buffer[] {
    const contents = values.map((value) =>
      scalar === undefined ? this.write(field.type, value, depth + 1) : scalar.write(value),
    );
    // Numbers lie side by side in one field.
    return scalar?.wire === VARINT && contents.length > 0
      ? [writePart(field.number, OCTETS, Buffer.concat(contents))]
      : contents.map((content) => writePart(field.number, OCTETS, content));
  }

  #map({ name, number, type }: MessageField, values: unknown, depth: number): Buffer[] {
    if (!isObject(values)) throw new Error(`${name} is a map`);
    const key = getScalar('string') as Scalar;
    const scalar = getScalar(type);
    return Object.entries(values).map(([word, value]) => {
      const content = scalar?.write(value) ?? this.write(type, value, depth + 1);
      const entry = [writePart(1, OCTETS, key.write(word)), writePart(2, OCTETS, content)];
      return writePart(number, OCTETS, Buffer.concat(entry));
    });
  }
}

const isZero = ({ wire }: Scalar, content: Buffer): boolean =>
  wire === OCTETS ? content.length === 0 : content.every((octet) => octet === 0);

class Reader {
  readonly #messages: Messages;

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  read(type: string, octets: Buffer, depth: number): unknown {
    checkDepth(depth);
    if (type === 'Struct') return decodeStruct(octets, depth);
    if (type === 'Value') return decodeValue(octets, depth);
    if (type === 'Duration') return secondsOf(this.read('Seconds', octets, depth) as Json);
    const fields = fieldsOf(this.#messages, type);
    const found = new Map<string, unknown>();
    for (const part of readParts(octets)) {
      const field = fields.find(({ number }) => number === part.number);
      if (field !== undefined) this.#take(found, field, part, depth);
    }
    return Object.fromEntries(
      [...found].map(([name, value]) => [name, value instanceof Map ? Object.fromEntries(value) : value]),
    );
  }

  #take(found: Map<string, unknown>, field: MessageField, part: WirePart, depth: number): void {
    const { name, type, how } = field;
    const scalar = getScalar(type);
    if (how === 'map') {
      const entries = (found.get(name) ?? new Map<string, unknown>()) as Map<string, unknown>;
      const { key, value = Buffer.alloc(0) } = readEntry(part.octets);
      found.set(name, entries.set(key, this.#value(type, scalar, { ...part, octets: value }, depth)));
      return;
    }
    if (how === 'many') {
      const values = (found.get(name) ?? []) as unknown[];
      for (const each of partsOf(part, scalar)) values.push(this.#value(type, scalar, each, depth));
      found.set(name, values);
      return;
    }
    // Another wire type than the field's makes it a field that nobody knows.
    if (part.wire === (scalar?.wire ?? OCTETS)) found.set(name, this.#value(type, scalar, part, depth));
  }

  #value(type: string, scalar: Scalar | undefined, part: WirePart, depth: number): unknown {
    return scalar === undefined ? this.read(type, part.octets, depth + 1) : scalar.read(part);
  }
}

/** Numbers of a list, which may lie side by side in one field or come in a field each. */
function partsOf(part: WirePart, scalar: Scalar | undefined): WirePart[] {
  if (scalar?.wire !== VARINT || part.wire === VARINT) return [part];
  const parts: WirePart[] = [];
  for (let at = 0; at < part.octets.length;) {
    const { integer, end } = readVarint(part.octets, at);
    parts.push({ ...part, integer });
    at = end;
  }
  return parts;
}

function fieldsOf(messages: Messages, type: string): readonly MessageField[] {
  const fields = own(messages, type);
  if (fields === undefined) throw new Error(`there is no message ${type}`);
  return fields as readonly MessageField[];
}

const own = (of: object, name: string): unknown => (Object.hasOwn(of, name) ? (of as Json)[name] : undefined);

/** A `Duration` in its JSON form: `1.5s`. */
function durationOf(json: unknown): Json {
  const all = Number.parseFloat(String(json));
  const seconds = Math.trunc(all);
  return { seconds, nanos: Math.round((all - seconds) * 1e9) };
}

const secondsOf = ({ seconds = 0, nanos = 0 }: Json): string => `${Number(seconds) + Number(nanos) / 1e9}s`;
