/**
 * The fixture contract: what every reference server offers, whatever its SDK, transport and revision. Names and values
 * are those of the official conformance server (github.com/modelcontextprotocol/conformance,
 * `examples/servers/typescript/everything-server.ts` and `src/scenarios/server`); `test_echo`, `test_slow`,
 * `test_slow_state`, `test_mirrored_header` and `test_trigger_resource_change` are ours.
 */
import type { ErrorObject, ValidateFunction } from 'ajv';
import { getEra } from '../../../adapters/revision.js';
import { clientTools } from './fixture/client.js';
import { complete } from './fixture/completions.js';
import type { CompletionRequest } from './fixture/completions.js';
import { contentTools } from './fixture/content.js';
import { FixtureError, INVALID_PARAMS, RESOURCE_NOT_FOUND, isKnown, makeText } from './fixture/contract.js';
import type { Json } from '../../../adapters/json.js';
import type { FixtureContext, FixtureTool } from './fixture/contract.js';
import { flowTools } from './fixture/flow.js';
import { inputRequiredTools } from './fixture/input-required.js';
import { PAGE_SIZES, takePage } from './fixture/page.js';
import type { ListName, PageSizes } from './fixture/page.js';
import { prompts } from './fixture/prompts.js';
import { readResource, resources, templates } from './fixture/resources.js';
import { schemaTools } from './fixture/schema.js';

export const SERVER = { name: 'mcptc-reference', version: '1.0.0' };

export const CAPABILITIES = {
  tools: { listChanged: true },
  prompts: { listChanged: true },
  resources: { subscribe: true, listChanged: false },
  logging: {},
  completions: {},
};

/** Schemas first: the official tool looks for them on the first page only. */
export const tools: readonly FixtureTool[] = [
  ...schemaTools,
  ...contentTools,
  ...flowTools,
  ...clientTools,
  ...inputRequiredTools,
];

/** Arguments that do not fit are a protocol error up to 2025-06-18, and a failed call from then on. */
const FAILS_IN_RESULT = '2025-11-25';

export interface Fixture {
  list(list: ListName, cursor: string | undefined, revision: string): Json;
  callTool(name: string, args: Json | undefined, context: FixtureContext): Promise<Json>;
  getPrompt(name: string, args: Record<string, string> | undefined, context: FixtureContext): Json;
  readResource(uri: string, revision: string): Json;
  complete(request: CompletionRequest, revision: string): Json;
}

/** Every method throws `FixtureError` with the code that belongs on the wire. */
export function createFixture(sizes: PageSizes = PAGE_SIZES): Fixture {
  return {
    list: (list, cursor, revision) => takePage(list, items[list](revision), sizes, cursor),

    async callTool(name, args = {}, context) {
      const tool = tools.find((tool) => tool.name === name && isKnown(context.revision, tool));
      if (!tool) throw new FixtureError(INVALID_PARAMS, `Unknown tool: ${name}`);
      const wrong = await findWrongArguments(tool, args);
      if (wrong === undefined) return tool.call(args, context);
      if (context.revision < FAILS_IN_RESULT) throw new FixtureError(INVALID_PARAMS, wrong);
      return { ...makeText(wrong), isError: true };
    },

    getPrompt(name, args = {}, context) {
      const prompt = prompts.find((prompt) => prompt.name === name && isKnown(context.revision, prompt));
      if (!prompt) throw new FixtureError(INVALID_PARAMS, `Unknown prompt: ${name}`);
      const missing = prompt.arguments?.find((argument) => argument.required && !(argument.name in args));
      if (missing) throw new FixtureError(INVALID_PARAMS, `The argument ${missing.name} is missing.`);
      return prompt.get(args, context);
    },

    readResource(uri, revision) {
      const contents = readResource(uri);
      if (contents) return { contents };
      const code = getEra(revision) === 'modern' ? INVALID_PARAMS : RESOURCE_NOT_FOUND;
      throw new FixtureError(code, 'Resource not found', { uri });
    },

    complete,
  };
}

const compiled = new Map<FixtureTool, ValidateFunction>();

/** What is wrong with the arguments of a call, in one sentence, or nothing. */
export async function findWrongArguments(tool: FixtureTool, args: Json): Promise<string | undefined> {
  let validate = compiled.get(tool);
  if (!validate) {
    // Loaded by the first call: a server that is only asked for its name should start fast.
    const { Ajv2020 } = await import('ajv/dist/2020.js');
    // Our own schemas need no proof, and compiling the meta-schema takes longer than all of them.
    validate = new Ajv2020({ strict: false, validateSchema: false }).compile(tool.inputSchema);
    compiled.set(tool, validate);
  }
  return validate(args) ? undefined : describe(validate.errors ?? []);
}

const describe = (errors: readonly ErrorObject[]): string =>
  errors.map((error) => `${error.instancePath || 'arguments'} ${error.message}`).join('; ');

const listed = ({ name, description, inputSchema, outputSchema, readOnly = false }: FixtureTool): Json => ({
  name,
  description,
  inputSchema,
  ...(outputSchema === undefined ? {} : { outputSchema }),
  annotations: { readOnlyHint: readOnly },
});

const items: Readonly<Record<ListName, (revision: string) => readonly Json[]>> = {
  tools: (revision) => tools.filter((tool) => isKnown(revision, tool)).map(listed),
  prompts: (revision) =>
    prompts
      .filter((prompt) => isKnown(revision, prompt))
      .map(({ name, title, description, arguments: args }) => ({
        name,
        title,
        description,
        ...(args && { arguments: args }),
      })),
  resources: () => resources.map((resource) => resource.listed),
  resourceTemplates: () => templates,
};
