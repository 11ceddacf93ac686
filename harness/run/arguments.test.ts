import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../adapters/json.js';
import { SafeCalls } from './arguments.js';
import type { Inventory } from './inventory.js';

const callsFor = async (...schemas: Json[]) => {
  const tools = schemas.map((inputSchema, index) => ({
    name: `tool-${index}`,
    annotations: { readOnlyHint: true },
    inputSchema,
  }));
  const inventory: Inventory = {
    capabilities: { tools: {} },
    serverInfo: null,
    tools,
    prompts: [],
    resources: [],
    templates: [],
  };
  const policy = { allowTools: [], examples: {}, fixtures: 'ignore', seed: 1 } as const;
  return new SafeCalls(policy).of(inventory);
};

const object = (value: Json): Json => ({ type: 'object', properties: { value }, required: ['value'] });

describe('arguments for the tools of a target', () => {
  it('are valid by the schema of the tool, and none where nothing is required', async () => {
    const [first, second] = await callsFor(object({ type: 'integer', minimum: 41, maximum: 41 }), {
      type: 'object',
    });
    expect([first?.arguments, second?.arguments]).toEqual([{ value: 41 }, {}]);
  });

  it('are none for a tool that nobody allowed, whatever it is called', async () => {
    const names = ['constructor', 'toString', '__proto__', 'test_simple_text'];
    const tools = names.map((name) => ({ name, inputSchema: { type: 'object' } }));
    const policy = { allowTools: [], examples: {}, fixtures: 'auto', seed: 1 } as const;
    const calls = await new SafeCalls(policy).of({ tools });
    expect(calls.map(({ name }) => name)).toEqual(['test_simple_text']);
  });

  it('ask for a moment of work where a tool can be told how long to take', async () => {
    const [call] = await callsFor({
      type: 'object',
      properties: {
        duration: { type: 'number', default: 10 },
        delay_ms: { type: 'integer' },
        wait: { type: 'string' },
      },
    });
    expect(call?.arguments).toEqual({ duration: 0.6, delay_ms: 600 });
  });

  it.each<[string, Json]>([
    ['nothing fits', { type: 'integer', minimum: 2, maximum: 1 }],
    ['fifty million items do', { type: 'array', minItems: 50_000_000, items: { type: 'string' } }],
    [
      'it takes a pattern forever to say so',
      { type: 'string', pattern: '^(a+)+$', minLength: 40, const: `${'a'.repeat(40)}b` },
    ],
    ['the schema lies elsewhere', { $ref: 'file:///etc/hostname' }],
    ['the schema refers to itself', { $ref: '#' }],
  ])('are not made where %s', async (_, value) => {
    expect(await callsFor(object(value))).toEqual([]);
  });
});
