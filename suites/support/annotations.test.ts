import { describe, expect, it } from '@jest/globals';
import { listHeaderAnnotations, makeDifferent } from './annotations.js';

const marked = (type: string) => ({ type, 'x-mcp-header': 'Region' });

describe('headerAnnotations', () => {
  it('finds annotations on properties, nested ones too', () => {
    const found = listHeaderAnnotations({
      type: 'object',
      properties: {
        'a/b': marked('string'),
        nested: { type: 'object', properties: { deep: marked('integer') } },
      },
    });
    expect(found).toEqual([
      { pointer: '/properties/a~1b/x-mcp-header', name: 'Region', primitive: true, reachable: true },
      {
        pointer: '/properties/nested/properties/deep/x-mcp-header',
        name: 'Region',
        primitive: true,
        reachable: true,
      },
    ]);
  });

  it.each([
    ['the root', { ...marked('object') }],
    ['items', { properties: { list: { type: 'array', items: marked('string') } } }],
    ['a branch', { anyOf: [{ properties: { a: marked('string') } }] }],
    ['a definition', { $defs: { a: marked('string') } }],
  ])('says that %s cannot be reached', (_where, schema) => {
    expect(listHeaderAnnotations(schema).map(({ reachable }) => reachable)).toEqual([false]);
  });

  it('sees what is no primitive, and leaves data alone', () => {
    expect(listHeaderAnnotations({ properties: { n: marked('number') } })[0]?.primitive).toBe(false);
    expect(listHeaderAnnotations({ properties: { n: { default: marked('string') } } })).toEqual([]);
  });

  it.each([
    [{ type: ['string', 'null'] }, true],
    [{ enum: ['eu', 'us', null] }, true],
    [{ const: 3 }, true],
    [{ type: ['integer', 'string'] }, true],
    [{ type: ['string', 'object'] }, false],
    [{ enum: ['eu', { not: 'text' }] }, false],
    [{ enum: [0.5] }, false],
    [{ type: 'null' }, false],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, undefined],
    [{}, undefined],
  ])('%j: a primitive is %j', (property, primitive) => {
    const schema = { properties: { p: { ...property, 'x-mcp-header': 'P' } } };
    expect(listHeaderAnnotations(schema).map((one) => one.primitive)).toEqual([primitive]);
  });

  it('ends on a schema that refers to itself', () => {
    const schema: Record<string, unknown> = {};
    schema['not'] = schema;
    expect(listHeaderAnnotations(schema)).toEqual([]);
  });
});

describe('makeDifferent', () => {
  it.each(['0', '1', '-7', '10'])('%s is another number than what comes of it', (mirrored) => {
    expect(Number(makeDifferent(mirrored))).not.toBe(Number(mirrored));
  });

  it.each(['eu', 'true', '1.0', ''])('%j is another text', (mirrored) => {
    expect(makeDifferent(mirrored)).not.toBe(mirrored);
  });
});
