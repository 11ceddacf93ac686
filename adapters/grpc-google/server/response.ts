/** Translates the MCP result of each method into a typed response. */
import type { Json } from '../../json.js';
import type { Method } from './rpcs.js';
import {
  toWireContents,
  toWireContent,
  toWireItem,
  mapList,
  mapValues,
  toWirePromptMessage,
  toEnumName,
} from './content.js';
import { toWireInputRequest } from './input.js';

/** The typed response for an MCP result; both in their JSON forms. */
export function toResponse(method: Method, result: Json): Json {
  const { _meta, nextCursor, resultType, inputRequests, requestState, ttlMs, cacheScope, ...own } = result;
  return {
    common: {
      ...(_meta === undefined ? {} : { metadata: _meta }),
      ...(nextCursor === undefined ? {} : { nextCursor }),
      ...(resultType === undefined ? {} : { resultType: toEnumName('RESULT_TYPE_', resultType) }),
      ...(inputRequests === undefined
        ? {}
        : { inputRequests: mapValues(inputRequests as Json, toWireInputRequest) }),
      ...(requestState === undefined ? {} : { requestState }),
    },
    ...OWN[method](own),
    ...(ttlMs === undefined ? {} : { ttl: `${Number(ttlMs) / 1_000}s` }),
    ...(cacheScope === undefined ? {} : { cacheScope: toEnumName('CACHE_SCOPE_', cacheScope) }),
  };
}

const OWN: Record<Method, (result: Json) => Json> = {
  'tools/list': ({ tools }) => ({ tools: mapList(tools, toWireItem) }),
  'tools/call': ({ content, ...rest }) => ({ content: mapList(content, toWireContent), ...rest }),
  'prompts/list': ({ prompts }) => ({ prompts: mapList(prompts, toWireItem) }),
  'prompts/get': ({ messages, ...rest }) => ({ messages: mapList(messages, toWirePromptMessage), ...rest }),
  'resources/list': ({ resources }) => ({ resources: mapList(resources, toWireItem) }),
  'resources/templates/list': ({ resourceTemplates }) => ({
    resourceTemplates: mapList(resourceTemplates, toWireItem),
  }),
  'resources/read': ({ contents }) => ({ resource: mapList(contents, toWireContents) }),
  'completion/complete': ({ completion }) => {
    const { values, total, hasMore } = (completion ?? {}) as Json;
    return { values: values ?? [], totalMatches: total, hasMore };
  },
};
