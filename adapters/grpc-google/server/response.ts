import type { Json } from '../../json.js';
import type { Method } from './rpcs.js';
import { contentsToWire, contentToWire, item, list, mapValues, message, upper } from './content.js';
import { inputRequest } from './input.js';

/** The typed response for an MCP result; both in their JSON forms. */
export function responseOf(method: Method, result: Json): Json {
  const { _meta, nextCursor, resultType, inputRequests, requestState, ttlMs, cacheScope, ...own } = result;
  return {
    common: {
      ...(_meta === undefined ? {} : { metadata: _meta }),
      ...(nextCursor === undefined ? {} : { nextCursor }),
      ...(resultType === undefined ? {} : { resultType: upper('RESULT_TYPE_', resultType) }),
      ...(inputRequests === undefined
        ? {}
        : { inputRequests: mapValues(inputRequests as Json, inputRequest) }),
      ...(requestState === undefined ? {} : { requestState }),
    },
    ...OWN[method](own),
    ...(ttlMs === undefined ? {} : { ttl: `${Number(ttlMs) / 1_000}s` }),
    ...(cacheScope === undefined ? {} : { cacheScope: upper('CACHE_SCOPE_', cacheScope) }),
  };
}

const OWN: Record<Method, (result: Json) => Json> = {
  'tools/list': ({ tools }) => ({ tools: list(tools, item) }),
  'tools/call': ({ content, ...rest }) => ({ content: list(content, contentToWire), ...rest }),
  'prompts/list': ({ prompts }) => ({ prompts: list(prompts, item) }),
  'prompts/get': ({ messages, ...rest }) => ({ messages: list(messages, message), ...rest }),
  'resources/list': ({ resources }) => ({ resources: list(resources, item) }),
  'resources/templates/list': ({ resourceTemplates }) => ({
    resourceTemplates: list(resourceTemplates, item),
  }),
  'resources/read': ({ contents }) => ({ resource: list(contents, contentsToWire) }),
  'completion/complete': ({ completion }) => {
    const { values, total, hasMore } = (completion ?? {}) as Json;
    return { values: values ?? [], totalMatches: total, hasMore };
  },
};
