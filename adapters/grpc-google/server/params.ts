/** Translates a typed request into the parameters of the MCP request. */
import type { Json } from '../../json.js';
import type { Method } from './rpcs.js';

/** The params of the MCP request that a typed request stands for; both in their JSON forms. */
export function toParams(method: Method, { common, ...request }: Json): Json {
  const { metadata, cursor, inputResponses, requestState } = (common ?? {}) as Json;
  return {
    ...OWN[method](request),
    ...(metadata === undefined ? {} : { _meta: metadata }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(requestState === undefined ? {} : { requestState }),
    ...(inputResponses === undefined ? {} : { inputResponses: answersOf(inputResponses as Json) }),
  };
}

const nothing = (): Json => ({});

const OWN: Record<Method, (request: Json) => Json> = {
  'tools/list': nothing,
  'prompts/list': nothing,
  'resources/list': nothing,
  'resources/templates/list': nothing,
  // Without presence, a text that is not there is the empty one.
  'tools/call': ({ request }) => ({ name: '', ...(request as Json | undefined) }),
  'prompts/get': (request) => ({ name: '', ...request }),
  'resources/read': (request) => ({ uri: '', ...request }),
  'completion/complete': ({ resourceReference, promptReference, argument, context }) => ({
    ref:
      promptReference === undefined
        ? { type: 'ref/resource', uri: '', ...(resourceReference as Json | undefined) }
        : { type: 'ref/prompt', name: '', ...(promptReference as Json) },
    ...(argument === undefined ? {} : { argument: { name: '', value: '', ...(argument as Json) } }),
    ...(context === undefined ? {} : { context }),
  }),
};

const answersOf = (responses: Json): Json =>
  Object.fromEntries(Object.entries(responses).map(([key, response]) => [key, answerOf(response as Json)]));

function answerOf({ elicitResult, rootListResult, samplingCreateMessageResult }: Json): Json {
  if (elicitResult !== undefined) {
    const { type, ...rest } = elicitResult as Json;
    return { action: String(type).replace('TYPE_', '').toLowerCase(), ...rest };
  }
  if (rootListResult !== undefined) return { roots: [], ...(rootListResult as Json) };
  const { message = {}, ...rest } = (samplingCreateMessageResult ?? {}) as Json;
  const { role, text, image, audio } = message as Record<string, Json | string>;
  const content = { ...((text ?? image ?? audio) as Json), type: kindOf({ text, image, audio }) };
  return { role: (role as string).replace('ROLE_', '').toLowerCase(), content, ...rest };
}

const kindOf = (kinds: Json): string | undefined =>
  Object.keys(kinds).find((kind) => kinds[kind] !== undefined);
