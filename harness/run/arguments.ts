import { Worker } from 'node:worker_threads';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { SafeCall } from '../../suites/scenario.js';
import { isObject, type Json } from '../session/message.js';
import type { Inventory } from './inventory.js';

/** A target's schema may ask for fifty million items: generating gets this long and this much memory, no more. */
const GENERATE_MS = 1_000;
const GENERATE_MIB = 64;
/** Tools of one server that are called without being named by the user. */
const MAX_CALLS = 16;

/** Fixture tools that answer within moments and change nothing, with arguments that they take. */
const FIXTURES: Readonly<Record<string, Json>> = {
  test_simple_text: {},
  test_image_content: {},
  test_audio_content: {},
  test_embedded_resource: {},
  test_multiple_content_types: {},
  test_tool_with_logging: {},
  test_tool_with_progress: {},
  test_mirrored_header: { region: 'eu-west-1' },
};

export interface CallPolicy {
  allowTools: readonly string[];
  examples: Readonly<Record<string, readonly Json[]>>;
  fixtures: 'auto' | 'require' | 'ignore';
  seed: number;
}

/**
 * Calls that may be made: tools that say they are read-only, that the user allowed, or that are fixtures. Arguments
 * are the user's examples, or generated from the tool's own schema and valid by it.
 */
export async function safeCalls(inventory: Inventory, policy: CallPolicy): Promise<SafeCall[]> {
  const calls: SafeCall[] = [];
  for (const tool of inventory.tools) {
    const name = tool['name'];
    if (typeof name !== 'string' || calls.length >= MAX_CALLS || !allowed(tool, name, policy)) continue;
    const args = await argumentsFor(tool, name, policy);
    if (args !== undefined) calls.push({ name, arguments: args, tool });
  }
  return calls;
}

function allowed(tool: Json, name: string, policy: CallPolicy): boolean {
  const annotations = tool['annotations'];
  return (
    policy.allowTools.includes(name) ||
    policy.examples[name] !== undefined ||
    (policy.fixtures !== 'ignore' && FIXTURES[name] !== undefined) ||
    (isObject(annotations) && annotations['readOnlyHint'] === true)
  );
}

async function argumentsFor(tool: Json, name: string, policy: CallPolicy): Promise<Json | undefined> {
  const given = policy.examples[name]?.[0] ?? FIXTURES[name];
  if (given !== undefined) return given;
  const schema = tool['inputSchema'];
  if (!isObject(schema)) return undefined;
  const required = schema['required'];
  if (!Array.isArray(required) || required.length === 0) return {};
  const generated = await generate(schema, policy.seed);
  return isObject(generated) && isValid(schema, generated) ? generated : undefined;
}

function isValid(schema: Json, value: Json): boolean {
  try {
    return new Ajv2020({ strict: false, validateFormats: false }).validate(schema, value);
  } catch {
    // A schema that does not compile is for the tools scenarios to judge; here it only means "do not call".
    return false;
  }
}

async function generate(schema: Json, seed: number): Promise<unknown> {
  const worker = new Worker(new URL('./generate.js', import.meta.url), {
    workerData: { schema, seed },
    resourceLimits: { maxOldGenerationSizeMb: GENERATE_MIB },
  });
  try {
    return await new Promise<unknown>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), GENERATE_MS);
      const settle = (value: unknown) => {
        clearTimeout(timer);
        resolve(value);
      };
      worker.once('message', settle);
      worker.once('error', () => settle(undefined));
      worker.once('exit', () => settle(undefined));
    });
  } finally {
    await worker.terminate();
  }
}
