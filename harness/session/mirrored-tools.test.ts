import { expect, it } from '@jest/globals';
import type { Json } from '../../adapters/json.js';
import { keepMirrored } from './mirrored-tools.js';

const tool = (name: string, properties: Json): Json => ({
  name,
  inputSchema: { type: 'object', properties },
});
const MIRRORED = { region: { type: 'string', 'x-mcp-header': 'Region' } };

it('keeps the tools whose parameters are mirrored, until a list names them without', () => {
  const known = new Map<string, Json>();
  keepMirrored(known, { result: { tools: [tool('near', MIRRORED), tool('plain', {}), 5] } });
  expect([...known.keys()]).toEqual(['near']);
  keepMirrored(known, { result: { tools: [tool('plain', {})] } });
  expect([...known.keys()]).toEqual(['near']);
  keepMirrored(known, { result: { tools: [tool('near', {})] } });
  expect([...known.keys()]).toEqual([]);
});
