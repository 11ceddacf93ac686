/** Decides which tools of a server may be called, and generates arguments valid for their schemas. */
import type { SafeCall } from '../../suites/scenario.js';
import { LimitedThread } from '../../suites/support/limited-thread.js';
import { isObject, type Json } from '../../adapters/json.js';
import type { GenerateJob } from './generate.js';
import type { Inventory } from './inventory.js';

/** A target's schema may ask for fifty million items: generating gets this long and this much memory, no more. */
const GENERATE_MS = 1_000;
const GENERATE_MIB = 64;

const thread = new LimitedThread<GenerateJob, unknown>(
  new URL('./generate.js', import.meta.url),
  GENERATE_MIB,
);
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
  test_echo: { text: 'echo' },
  test_mirrored_header: { region: 'eu-west-1' },
  test_slow: { ms: 10 },
  test_slow_state: { label: 'mcptc' },
};

export interface CallPolicy {
  allowTools: readonly string[];
  examples: Readonly<Record<string, readonly Json[]>>;
  fixtures: 'auto' | 'require' | 'ignore';
  seed: number;
}

/** Finds the calls that may be made; what was generated for a schema serves wherever the schema comes up again. */
export class SafeCalls {
  readonly #policy: CallPolicy;
  readonly #generated = new Map<string, Promise<unknown>>();

  constructor(policy: CallPolicy) {
    this.#policy = policy;
  }

  /**
   * Calls that may be made: tools that say they are read-only, that the user allowed, or that are fixtures. Arguments
   * are the user's examples, or generated from the tool's own schema and valid by it.
   */
  async of(inventory: Pick<Inventory, 'tools'>): Promise<SafeCall[]> {
    const calls: SafeCall[] = [];
    for (const tool of inventory.tools) {
      const name = tool['name'];
      if (typeof name !== 'string' || calls.length >= MAX_CALLS || !this.#allowed(tool, name)) continue;
      const args = await this.#argumentsFor(tool, name);
      if (isObject(args)) calls.push({ name, arguments: args, tool });
    }
    return calls;
  }

  #allowed(tool: Json, name: string): boolean {
    const { allowTools, examples, fixtures } = this.#policy;
    const annotations = tool['annotations'];
    return (
      allowTools.includes(name) ||
      // A tool may be called `constructor`.
      Object.hasOwn(examples, name) ||
      (fixtures !== 'ignore' && Object.hasOwn(FIXTURES, name)) ||
      (isObject(annotations) && annotations['readOnlyHint'] === true)
    );
  }

  #argumentsFor(tool: Json, name: string): unknown {
    const { examples } = this.#policy;
    const example = Object.hasOwn(examples, name) ? examples[name]?.[0] : undefined;
    const given = example ?? (Object.hasOwn(FIXTURES, name) ? FIXTURES[name] : undefined);
    if (given !== undefined) return given;
    const schema = tool['inputSchema'];
    if (!isObject(schema)) return undefined;
    const required = schema['required'];
    const key = JSON.stringify(schema);
    const known =
      this.#generated.get(key) ??
      (Array.isArray(required) && required.length > 0
        ? thread.run({ schema, seed: this.#policy.seed }, GENERATE_MS)
        : Promise.resolve({}));
    this.#generated.set(key, known);
    return known.then((args) => (isObject(args) ? { ...args, ...listShortTimes(schema) } : args));
  }
}

/** A property that says how long the tool is to work. */
const TIME =
  /^(?:duration|delay|sleep|wait|pause|seconds)(?:_?(?:s|secs?|seconds|ms|millis|milliseconds))?$/i;

/** Milliseconds that a tool is told to work, where it can be told. */
const WORK_MS = 600;

/** A tool that works as long as it is told to is told a moment: its own default can be much more. */
function listShortTimes(schema: Json): Json {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) => {
      const fraction = isObject(property) && property['type'] === 'number' ? WORK_MS / 1_000 : 1;
      const value = /m(?:illi)?s(?:econds)?$/i.test(name) ? WORK_MS : fraction;
      return TIME.test(name) && isObject(property) && allows(property, value) ? [[name, value]] : [];
    }),
  );
}

function allows({ type, minimum, maximum, ...more }: Json, value: number): boolean {
  const isPlain = !['enum', 'const', 'multipleOf', 'exclusiveMinimum'].some((keyword) => keyword in more);
  const isIn =
    (typeof minimum !== 'number' || minimum <= value) && (typeof maximum !== 'number' || value <= maximum);
  return (type === 'number' || type === 'integer') && isPlain && isIn;
}
