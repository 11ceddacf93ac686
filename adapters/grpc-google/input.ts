/** The server's typed requests for input (sampling, roots, elicitation), turned into MCP's. */
import type { Json } from '../json.js';
import { toContent, fromEnumName, findOnly } from './content.js';

/** `inputRequests` of a result: each request of the server with the method that it is in JSON-RPC. */
export const toInputRequests = (requests: Json): Json =>
  Object.fromEntries(Object.entries(requests).map(([key, request]) => [key, requestOf(request as Json)]));

const KINDS = ['samplingCreateMessage', 'listRootsRequest', 'elicitRequest'];

/** A request of no kind, or of several, which the service forbids, has no method. */
function requestOf(request: Json): Json {
  const kind = findOnly(request, KINDS);
  const value = kind === undefined ? {} : (request[kind] as Json);
  switch (kind) {
    case 'samplingCreateMessage':
      return { method: 'sampling/createMessage', params: samplingOf(value) };
    case 'listRootsRequest':
      return { method: 'roots/list', params: {} };
    case 'elicitRequest':
      return { method: 'elicitation/create', params: elicitationOf(value) };
    default:
      return {};
  }
}

function samplingOf({ messages = [], includeContext, stopSequence, ...rest }: Json): Json {
  return {
    messages: (messages as Json[]).map(({ role, ...content }) => ({
      role: fromEnumName('ROLE_', role ?? 'ROLE_UNKNOWN'),
      content: toContent(content),
    })),
    ...rest,
    ...(includeContext === undefined ? {} : { includeContext: CONTEXTS[includeContext as string] }),
    ...(stopSequence === undefined ? {} : { stopSequences: stopSequence }),
  };
}

const CONTEXTS: Readonly<Record<string, string>> = {
  NONE: 'none',
  THIS_SERVER: 'thisServer',
  ALL_SERVERS: 'allServers',
};

function elicitationOf({ message = '', requestedSchema = {}, requiredFields = [], urlMode }: Json): Json {
  if (urlMode !== undefined) {
    const { id = '', url = '' } = urlMode as Json;
    return { mode: 'url', message, url, elicitationId: id };
  }
  const properties = Object.entries(requestedSchema as Json);
  return {
    message,
    requestedSchema: {
      type: 'object',
      properties: Object.fromEntries(properties.map(([name, one]) => [name, propertyOf(one as Json)])),
      required: requiredFields,
    },
  };
}

const TYPES = ['stringSchema', 'numberSchema', 'booleanSchema', 'enumSchema'];

/** The JSON Schema of one field of a form; of no type where the service forbids what was sent. */
function propertyOf(definition: Json): Json {
  const type = findOnly(definition, TYPES);
  const value = type === undefined ? {} : (definition[type] as Json);
  switch (type) {
    case 'stringSchema': {
      const { format, defaultValue, ...rest } = value;
      return {
        type: 'string',
        ...rest,
        ...(format === undefined ? {} : { format: fromEnumName('FORMAT_', format).replace('_', '-') }),
        ...defaulting(defaultValue),
      };
    }
    case 'numberSchema':
      return numberOf(value);
    case 'booleanSchema':
      return { type: 'boolean', ...value };
    case 'enumSchema':
      return choiceOf(value);
    default:
      return {};
  }
}

function numberOf({ doubleRange, integerRange, defaultNumber, defaultInteger, ...rest }: Json): Json {
  const integer = integerRange !== undefined || defaultInteger !== undefined;
  return {
    type: integer ? 'integer' : 'number',
    ...rest,
    ...((integerRange ?? doubleRange ?? {}) as Json),
    ...defaulting(defaultInteger ?? defaultNumber),
  };
}

function choiceOf({ enumList = [], enumNames, singleSelect, multiSelect, ...rest }: Json): Json {
  const choices = { enum: enumList, ...(enumNames === undefined ? {} : { enumNames }) };
  if (multiSelect === undefined) {
    const { defaultItem } = (singleSelect ?? {}) as Json;
    return { type: 'string', ...rest, ...choices, ...defaulting(defaultItem) };
  }
  const { defaultItems, ...bounds } = multiSelect as Json;
  return {
    type: 'array',
    ...rest,
    items: { type: 'string', ...choices },
    ...bounds,
    ...defaulting(defaultItems),
  };
}

const defaulting = (value: unknown): Json => (value === undefined ? {} : { default: value });
