/** MCP's requests for input (sampling, roots, elicitation), turned into typed messages. */
import type { Json } from '../../json.js';
import { mapValues, toWirePromptMessage } from './content.js';

/** The typed message for one of a result's `inputRequests`. */
export function toWireInputRequest({ method, params = {} }: Json): Json {
  switch (method) {
    case 'elicitation/create':
      return { elicitRequest: elicitation(params as Json) };
    case 'sampling/createMessage':
      return { samplingCreateMessage: sampling(params as Json) };
    case 'roots/list':
      return { listRootsRequest: {} };
    default:
      throw new Error(`there is no message for ${String(method)}`);
  }
}

function elicitation({ message, mode, url, elicitationId, requestedSchema = {} }: Json): Json {
  if (mode === 'url') return { message, urlMode: { id: elicitationId, url } };
  const { properties = {}, required = [] } = requestedSchema as Json;
  return {
    message,
    requestedSchema: mapValues(properties as Json, definition),
    requiredFields: required,
  };
}

function definition({ type, title, description, enum: choices, default: value }: Json): Json {
  const named = { title, description };
  if (choices !== undefined)
    return { enumSchema: { ...named, enumList: choices, singleSelect: { defaultItem: value } } };
  switch (type) {
    case 'boolean':
      return { booleanSchema: { ...named, default: value } };
    case 'integer':
      return { numberSchema: { ...named, integerRange: {}, defaultInteger: value } };
    case 'number':
      return { numberSchema: { ...named, defaultNumber: value } };
    default:
      return { stringSchema: { ...named, defaultValue: value } };
  }
}

const sampling = ({ messages, maxTokens, systemPrompt, temperature }: Json): Json => ({
  messages: (messages as Json[]).map(toWirePromptMessage),
  maxTokens,
  systemPrompt,
  temperature,
});
