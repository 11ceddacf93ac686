import { describe, expect, it } from '@jest/globals';
import { judgeSchemas } from './schemas.js';

describe('judgeSchemas', () => {
  it('tells valid schemas from invalid ones, by their dialect', async () => {
    const verdicts = await judgeSchemas([
      { schema: { type: 'object', properties: { a: { type: 'string' } } } },
      { schema: { type: 'no-such-type' } },
      { schema: { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', definitions: {} } },
      { schema: { $schema: 'http://json-schema.org/draft-07/schema#', required: 'a' } },
      { schema: { $schema: 'urn:example:dialect', type: 'object' } },
      { schema: null },
    ]);
    expect(verdicts).toEqual(['valid', 'invalid', 'valid', 'invalid', 'unknown', 'invalid']);
  });

  it('holds values against their schema', async () => {
    const schema = { $id: 'urn:example:twice', type: 'object', required: ['a'] };
    const verdicts = await judgeSchemas([
      { schema, value: { json: { a: 1 } } },
      { schema, value: { json: {} } },
      { schema, value: { json: undefined } },
    ]);
    expect(verdicts).toEqual(['valid', 'invalid', 'invalid']);
  });

  it('knows nothing of schemas that lead away or never end', async () => {
    const away = { $ref: 'urn:example:elsewhere' };
    const endless = { type: 'string', pattern: '^(a+)+$' };
    expect(await judgeSchemas([{ schema: away, value: { json: 1 } }])).toEqual(['unknown']);
    expect(await judgeSchemas([{ schema: endless, value: { json: `${'a'.repeat(40)}!` } }], 500)).toEqual([
      'unknown',
    ]);
  });
});
