import { describe, expect, it } from '@jest/globals';
import {
  array,
  assert,
  dictionary,
  letrec,
  oneof,
  property,
  string,
  boolean,
  constant,
  double,
} from 'fast-check';
import type { Json } from '../json.js';
import { loadGoogleCodec } from './codec.js';
import { readBlob } from './content.js';

const codec = loadGoogleCodec();
const PNG = 'iVBORw0KGgoAAAA=';
const octets = (text: string): string => Buffer.from(text).toString('base64');

/** JSON that protobuf has room for: 100 messages deep at most. */
const { json } = letrec<{ json: unknown }>((tie) => ({
  json: oneof(
    { maxDepth: 4 },
    string({ unit: 'grapheme' }),
    boolean(),
    constant(null),
    double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
    array(tie('json'), { maxLength: 4 }),
    dictionary(string(), tie('json'), { maxKeys: 4 }),
  ),
}));

describe('Struct', () => {
  it('keeps any JSON object', () => {
    assert(
      property(dictionary(string(), json, { maxKeys: 5 }), (value) => {
        const back = codec.decode('Tool', codec.encode('Tool', { inputSchema: value }));
        expect(JSON.parse(JSON.stringify(back['inputSchema']))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('keeps keys that mean something elsewhere', () => {
    const schema = JSON.parse('{"__proto__":{"a":1},"snake_case":null,"nullValue":"","fields":[{}]}') as Json;
    const back = codec.decode('Tool', codec.encode('Tool', { inputSchema: schema }));
    expect(JSON.stringify(back)).toBe(JSON.stringify({ inputSchema: schema }));
    expect(({} as Json)['a']).toBeUndefined();
  });

  it('refuses what is nested deeper than protobuf allows, in both directions', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 60; level++) deep = { deep };
    expect(() => codec.encode('Tool', { inputSchema: deep })).toThrow();
    // A Struct in a Value in a Struct, two thousand times, written by hand.
    let struct: Buffer = Buffer.alloc(0);
    const key = lengthDelimited(1, Buffer.from('deep'));
    for (let level = 0; level < 2_000; level++) {
      const value = lengthDelimited(2, lengthDelimited(5, struct));
      struct = lengthDelimited(1, Buffer.concat([key, value]));
    }
    expect(() => codec.decode('Tool', lengthDelimited(3, struct))).toThrow(/depth|recursion/i);
  });
});

/** A field of wire type 2. */
function lengthDelimited(field: number, content: Buffer): Buffer {
  const length: number[] = [];
  for (let rest = content.length; ; rest >>>= 7) {
    length.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) break;
  }
  return Buffer.concat([Buffer.from([(field << 3) | 2, ...length]), content]);
}

describe('scalars', () => {
  it('are shown as they are meant', () => {
    const annotations = { priority: 0.7, lastModified: '' };
    const back = (json: Json) => codec.decode('Resource', codec.encode('Resource', json));
    expect(back({ annotations, size: 2 ** 53 - 1 })).toEqual({ annotations, size: 2 ** 53 - 1 });
    expect(back({ size: '18446744073709551615' })).toEqual({ size: '18446744073709551615' });
    const ttl = { ttl: '300.25s' };
    expect(codec.decode('ListToolsResponse', codec.encode('ListToolsResponse', ttl))).toEqual(ttl);
  });

  it('keep an enumeration value that nobody knows', () => {
    expect(codec.decode('ListToolsResponse', Buffer.from([0x20, 0x63]))).toEqual({ cacheScope: 99 });
  });
});

describe('blobOf', () => {
  it('takes Base64 text for what it is, and anything else for octets', () => {
    expect(readBlob(octets(PNG))).toBe(PNG);
    expect(readBlob(PNG)).toBe(PNG);
    expect(readBlob(octets('not base64'))).toBe(octets('not base64'));
    expect(readBlob(undefined)).toBe('');
  });
});
