/** Translates a typed response into the MCP result of each method. */
import { isObject, type Json } from '../json.js';
import { toContent, toContents, toIcons, toMeta, fromEnumName, toResource } from './content.js';
import { toInputRequests } from './input.js';
import type { Method } from './rpcs.js';

/** The MCP result that a typed response stands for; both in their JSON forms. Fields that MCP does not have are left out. */
export function toResult(method: Method, response: Json): Json {
  const { common = {}, ttl, cacheScope, ...own } = response;
  const shared = sharedOf(common as Json);
  const demands = shared['resultType'] === 'input_required';
  return {
    // A demand for input comes in place of the result, whose lists are empty then.
    ...(demands && Object.keys(own).length === 0 ? {} : RESULTS[method](own)),
    ...(ttl === undefined ? {} : { ttlMs: milliseconds(ttl) }),
    ...(cacheScope === undefined ? {} : { cacheScope: fromEnumName('CACHE_SCOPE_', cacheScope) }),
    ...shared,
  };
}

const RESULTS: Record<Method, (response: Json) => Json> = {
  'tools/list': ({ tools }) => ({ tools: each(tools, toolOf) }),
  'tools/call': ({ content, structuredContent, isError }) => ({
    content: each(content, toContent),
    ...(structuredContent === undefined ? {} : { structuredContent }),
    ...(isError === true ? { isError } : {}),
  }),
  'prompts/list': ({ prompts }) => ({ prompts: each(prompts, promptOf) }),
  'prompts/get': ({ description, messages }) => ({
    ...(description === undefined ? {} : { description }),
    messages: each(messages, messageOf),
  }),
  'resources/list': ({ resources }) => ({ resources: each(resources, toResource) }),
  'resources/templates/list': ({ resourceTemplates }) => ({
    resourceTemplates: each(resourceTemplates, ({ uriTemplate = '', ...rest }) => {
      const { uri: _, ...template } = toResource(rest);
      return { uriTemplate, ...template };
    }),
  }),
  'resources/read': ({ resource }) => ({ contents: each(resource, toContents) }),
  'completion/complete': ({ values = [], totalMatches, hasMore = false }) => ({
    completion: { values, ...(totalMatches === undefined ? {} : { total: totalMatches }), hasMore },
  }),
};

/** Of a `Duration` in its JSON form, such as `1.5s`. */
const milliseconds = (duration: unknown): number => Math.round(Number.parseFloat(duration as string) * 1_000);

const each = (list: unknown, map: (item: Json) => Json): Json[] => ((list ?? []) as Json[]).map(map);

/** What all responses have in common, as members of the result. Resume data have no counterpart in MCP. */
function sharedOf({ metadata, nextCursor, inputRequests, resultType, requestState }: Json): Json {
  // Before there were result types, the requests themselves said that the result is not complete.
  const type = resultType ?? (isObject(inputRequests) ? 'RESULT_TYPE_INPUT_REQUIRED' : undefined);
  return {
    ...(nextCursor === undefined ? {} : { nextCursor }),
    ...(type === undefined ? {} : { resultType: fromEnumName('RESULT_TYPE_', type) }),
    ...(isObject(inputRequests) ? { inputRequests: toInputRequests(inputRequests) } : {}),
    ...(requestState === undefined ? {} : { requestState }),
    ...toMeta(metadata),
  };
}

/** Of the annotations that the service cannot leave unsaid, `readOnlyHint` means the same in MCP when it is not there. */
function toolOf({ name = '', annotations, icons, metadata, ...rest }: Json): Json {
  return {
    name,
    ...rest,
    ...(isObject(annotations) ? { annotations: { readOnlyHint: false, ...annotations } } : {}),
    ...toIcons(icons),
    ...toMeta(metadata),
  };
}

function promptOf({ name = '', arguments: args, icons, metadata, ...rest }: Json): Json {
  return {
    name,
    ...rest,
    ...(args === undefined
      ? {}
      : { arguments: each(args, ({ name: own = '', ...more }) => ({ name: own, ...more })) }),
    ...toIcons(icons),
    ...toMeta(metadata),
  };
}

function messageOf({ role, ...content }: Json): Json {
  return { role: fromEnumName('ROLE_', role ?? 'ROLE_UNKNOWN'), content: toContent(content) };
}
