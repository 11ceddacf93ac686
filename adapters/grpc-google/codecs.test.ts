import { describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import protobuf, { type Field as ProtoField, type Type } from 'protobufjs';
import type { Json } from '../json.js';
import { loadGoogleCodec } from './codec.js';
import { rpcs } from './rpcs.js';
import { makeServerCodec } from './server/codec.js';
import { ENUMS, MESSAGES, type Messages } from './server/messages.js';
import { METHODS, getRpcPath, RPCS } from './server/rpcs.js';

/** The client reads the .proto, the server has it written down. */
const client = loadGoogleCodec();
const server = makeServerCodec();

const PROTO = new URL('../../../proto/mcp_google.proto', import.meta.url);
const root = protobuf.loadSync(fileURLToPath(PROTO)).resolveAll();
const service = root.lookupService('model_context_protocol.Mcp');
const WELL_KNOWN = ['Struct', 'Value', 'Duration'];

/** Every field of a message of the .proto and below, beside the server's own; each message once. */
function* besideProto(
  type: Type,
  own: string,
  seen = new Set<string>(),
): Generator<[string, unknown, unknown]> {
  if (seen.has(own)) return;
  seen.add(own);
  yield [own, (MESSAGES[own] ?? []).map(({ name }) => name), type.fieldsArray.map(({ name }) => name)];
  for (const field of type.fieldsArray) {
    const mine = MESSAGES[own]?.find(({ name }) => name === field.name);
    if (mine === undefined) continue;
    const of = field.resolvedType;
    const isScalar = of === null || WELL_KNOWN.includes(of.name);
    const known = of === null ? field.type : of.name;
    yield [
      `${own}.${field.name}`,
      { number: mine.number, how: mine.how, type: isScalar ? mine.type : known },
      { number: field.id, how: howOf(field), type: known },
    ];
    if (of instanceof protobuf.Enum)
      yield [
        mine.type,
        ENUMS[mine.type],
        Object.keys(of.values).sort((a, b) => of.values[a]! - of.values[b]!),
      ];
    else if (of instanceof protobuf.Type && !isScalar) yield* besideProto(of, mine.type, seen);
  }
}

function howOf(field: ProtoField): string {
  if (field.map) return 'map';
  if (field.repeated) return 'many';
  return field.hasPresence && !(field.resolvedType instanceof protobuf.Type) ? 'present' : 'one';
}

/** The message with every field set, each to a value of its own. */
const sampleOf = (type: string): Json =>
  Object.fromEntries(
    (MESSAGES[type] ?? []).map(({ name, number, type: of, how }) => {
      const value = valueOf(of, name, number);
      return [name, how === 'many' ? [value, value] : how === 'map' ? { [name]: value } : value];
    }),
  );

function valueOf(type: string, name: string, number: number): unknown {
  if (MESSAGES[type] !== undefined) return sampleOf(type);
  if (ENUMS[type] !== undefined) return ENUMS[type]?.[1];
  if (type === 'Struct') return { [name]: [number, { deep: null }, true, 'ü😀'] };
  if (type === 'Value') return [name];
  if (type === 'Duration') return '1.5s';
  if (type === 'bool') return true;
  if (type === 'string') return name;
  if (type === 'bytes') return Buffer.from(name).toString('base64');
  return type === 'float' || type === 'double' ? number + 0.5 : number;
}

const ROOTS = METHODS.flatMap((method) => [RPCS[method][1], RPCS[method][2]]);

describe('the two codecs', () => {
  it('know the same RPCs', () => {
    expect(RPCS).toEqual(
      Object.fromEntries(
        Object.entries(rpcs).map(([method, { name, request, response }]) => [
          method,
          [name, request, response],
        ]),
      ),
    );
    for (const method of METHODS) {
      const [name, request, response] = RPCS[method];
      expect(service.methods[name]).toMatchObject({ requestType: request, responseType: response });
      expect(getRpcPath(method)).toBe(`/${service.fullName.slice(1)}/${name}`);
    }
  });

  it('know the fields of the .proto, by number, type and presence', () => {
    const seen = new Set<string>();
    let compared = 0;
    for (const type of ROOTS)
      for (const [place, mine, theirs] of besideProto(root.lookupType(type), type, seen)) {
        expect([place, mine]).toEqual([place, theirs]);
        compared++;
      }
    expect(compared).toBeGreaterThan(200);
    // All that the server knows was compared, but for the inside of a `Duration`.
    expect(Object.keys(MESSAGES).filter((type) => !seen.has(type))).toEqual(['Seconds']);
  });

  it.each(ROOTS)('%s: each reads what the other writes', (type) => {
    const sample = sampleOf(type);
    expect(client.decode(type, server.encode(type, sample))).toEqual(sample);
    expect(server.decode(type, client.encode(type, sample))).toEqual(sample);
  });

  const bendable = Object.keys(MESSAGES).filter(
    (type) => (MESSAGES[type]?.length ?? 0) > 1 && type !== 'Seconds',
  );

  it.each(bendable)('see two fields of %s that one of them mixes up', (type) => {
    const bent = makeServerCodec(withSwapped(type));
    const unseen = ROOTS.filter((root) => reaches(root, type)).filter((root) => {
      const sample = sampleOf(root);
      const read = attempt(() => client.decode(root, bent.encode(root, sample)));
      return JSON.stringify(sorted(read)) === JSON.stringify(sorted(sample));
    });
    expect(unseen).toEqual([]);
  });
});

/** The server's table with the numbers of the first two fields of a message the wrong way round. */
function withSwapped(type: string): Messages {
  const [first, second, ...rest] = MESSAGES[type] ?? [];
  if (first === undefined || second === undefined) throw new Error(`${type} has no two fields`);
  const swapped = [{ ...first, number: second.number }, { ...second, number: first.number }, ...rest];
  return { ...MESSAGES, [type]: swapped };
}

const reaches = (from: string, to: string): boolean =>
  from === to || (MESSAGES[from] ?? []).some(({ type }) => reaches(type, to));

function attempt(read: () => Json): unknown {
  try {
    return read();
  } catch (error) {
    return String(error);
  }
}

/** With the keys of all objects in one order. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
};

/** Written by hand from the numbers of the .proto and the rules of the wire format. */
describe("the server's codec on fixed octets", () => {
  const octets = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

  it('reads a request', () => {
    const request = '0a 03 12 01 63  12 03 61 3a 62';
    expect(server.decode('ReadResourceRequest', octets(request))).toEqual({
      common: { cursor: 'c' },
      uri: 'a:b',
    });
    expect(server.encode('ReadResourceRequest', { uri: 'a:b', common: { cursor: 'c' } })).toEqual(
      octets(request),
    );
  });

  it.each<[string, string, Json, string]>([
    [
      'a tool, how long it may be kept, and by whom',
      'ListToolsResponse',
      { tools: [{ name: 'a', inputSchema: { n: 1.5 } }], ttl: '1.5s', cacheScope: 'CACHE_SCOPE_PRIVATE' },
      '12 15 0a 01 61 1a 10 0a 0e 0a 01 6e 12 09 11 00 00 00 00 00 00 f8 3f' +
        '1a 08 08 01 10 80 ca b5 ee 01  20 02',
    ],
    [
      'numbers of a list side by side',
      'Annotations',
      { audience: ['ROLE_USER', 'ROLE_ASSISTANT'] },
      '0a 02 01 02',
    ],
    ['a negative number', 'CompletionResponse', { totalMatches: -1 }, '18 ff ff ff ff ff ff ff ff ff 01'],
    [
      'zero only where it can be told from nothing',
      'CompletionResponse',
      { totalMatches: 0, hasMore: false },
      '18 00',
    ],
    [
      'every kind of value',
      'LogMessage',
      { data: [null, true, 'x', {}] },
      '1a 13 32 11  0a 02 08 00  0a 02 20 01  0a 03 1a 01 78  0a 02 2a 00',
    ],
    ['no field that it does not know', 'Root', { uri: 'a', more: 1 }, '0a 01 61'],
  ])('writes %s', (_, type, json, hex) => {
    expect(server.encode(type, json).toString('hex')).toBe(octets(hex).toString('hex'));
  });

  it('reads past what it does not know, and numbers one by one', () => {
    expect(server.decode('Root', octets('0a 01 61  78 05  7a 01 00  12 01 62'))).toEqual({
      uri: 'a',
      name: 'b',
    });
    expect(server.decode('Annotations', octets('08 01 08 63'))).toEqual({ audience: ['ROLE_USER', 99] });
  });

  it('keeps keys that mean something elsewhere', () => {
    const json = JSON.parse('{"arguments":{"__proto__":{"a":1},"fields":[{}]}}') as Json;
    const back = server.decode('ToolCall', server.encode('ToolCall', json));
    expect(JSON.stringify(back)).toBe(JSON.stringify(json));
    expect(({} as Json)['a']).toBeUndefined();
  });

  it.each([
    ['cut short', '0a 05 61'],
    ['a number without an end', 'ff'],
    ['a wire type that there is not', '0b'],
    ['a field number 0', '00 00'],
  ])('refuses what is %s', (_, hex) => {
    expect(() => server.decode('Root', octets(hex))).toThrow();
  });

  it('refuses what is nested deeper than protobuf allows, in both directions', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 60; level++) deep = { deep };
    expect(() => server.encode('ToolCall', { arguments: deep })).toThrow(/deeper/);
    // A list in a list: two messages a level, a hundred times.
    let value = octets('20 01');
    for (let level = 0; level < 100; level++)
      value = Buffer.concat([octets('32'), prefixed(prefixedBy(0x0a, value))]);
    expect(() => server.decode('LogMessage', prefixedBy(0x1a, value))).toThrow(/deeper/);
  });
});

function prefixed(content: Buffer): Buffer {
  const length = content.length;
  return Buffer.concat([
    length < 128 ? Buffer.from([length]) : Buffer.from([(length & 127) | 128, length >> 7]),
    content,
  ]);
}

const prefixedBy = (tag: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([tag]), prefixed(content)]);
