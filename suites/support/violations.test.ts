import { describe, expect, it } from '@jest/globals';
import { isConstrained, listViolations } from './violations.js';

const violationsOf = async (inputSchema: object, right: Record<string, unknown>) =>
  (await listViolations({ name: 'a', arguments: right, tool: { inputSchema } }))?.map(
    ({ kind, arguments: bent }) => [kind, bent],
  );

describe('listViolations', () => {
  it('violates each kind of constraint by itself', async () => {
    const inputSchema = {
      type: 'object',
      properties: {
        q: { type: 'string', maxLength: 3 },
        n: { type: 'integer', minimum: 0, maximum: 10 },
        region: { enum: ['eu', 'us'] },
      },
      required: ['q'],
      additionalProperties: false,
    };
    expect(await violationsOf(inputSchema, { q: 'x' })).toEqual([
      ['required', {}],
      ['type', { q: { not: ['what', 'it', 'takes'] } }],
      ['enum', { q: 'x', region: 'none-of-the-choices' }],
      ['bounds', { q: 'xxxx' }],
      ['additional', { q: 'x', noSuchArgument: 1 }],
    ]);
  });

  it('leaves alone what is valid all the same', async () => {
    const inputSchema = {
      type: 'object',
      properties: {
        any: { type: ['object', 'array', 'string'] },
        n: { minimum: 1, type: ['integer', 'null'] },
      },
    };
    expect(await violationsOf(inputSchema, {})).toEqual([
      ['type', { n: { not: ['what', 'it', 'takes'] } }],
      ['bounds', { n: 0 }],
    ]);
  });

  it.each([
    ['no schema', { inputSchema: undefined }],
    ['arguments that are not valid', { inputSchema: { type: 'object', required: ['q'] } }],
    ['a dialect that nobody knows', { inputSchema: { $schema: 'urn:mine', type: 'object' } }],
  ])('says nothing of %s', async (_what, tool) => {
    expect(await listViolations({ name: 'a', arguments: {}, tool })).toBeUndefined();
  });
});

describe('isConstrained', () => {
  it.each([
    [{ type: 'object' }, false],
    [{ type: 'object', properties: {} }, false],
    [{ type: 'object', additionalProperties: false }, true],
    [{ type: 'object', properties: { q: {} } }, true],
    [undefined, false],
  ])('%j: %j', (schema, constrained) => {
    expect(isConstrained(schema)).toBe(constrained);
  });
});
