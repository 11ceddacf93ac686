/** The fields that all typed requests share, made from `_meta` and the other parameters. */
import { toWireSample, ROLES } from './content.js';
import { LEVELS, META } from '../mcp.js';
import { isObject, type Json } from '../json.js';
import { makeTextField, InexpressibleError } from './inexpressible.js';

const ACTIONS = ['accept', 'decline', 'cancel'];

export const explainNoPlace = (key: string): string => `the service has no field for ${key}`;

/** First revision whose requests say in `_meta` what they want to be told. */
const MODERN = '2026-07-28';

/** `RequestFields` from `params._meta` and the parameters that no RPC has for itself. */
export function toCommon(meta: unknown, params: Json, revision: string): Json {
  const { cursor, inputResponses, requestState, ...odd } = params;
  const [unknown] = Object.keys(odd);
  if (unknown !== undefined) throw new InexpressibleError(explainNoPlace(unknown));
  return {
    ...metadataOf(meta, revision),
    ...makeTextField('cursor', cursor),
    ...(inputResponses === undefined ? {} : { inputResponses: responsesOf(inputResponses) }),
    ...makeTextField('requestState', requestState),
  };
}

function metadataOf(meta: unknown, revision: string): Json {
  if (meta === undefined) return {};
  if (!isObject(meta)) throw new InexpressibleError('the metadata of a request are a Struct');
  const { progressToken, [META.logLevel]: level } = meta;
  if (progressToken !== undefined && typeof progressToken !== 'string')
    throw new InexpressibleError('a progress token is text by its type');
  if (level === undefined || revision < MODERN) return { metadata: meta };
  if (typeof level !== 'string' || !(LEVELS as readonly string[]).includes(level))
    throw new InexpressibleError('a log level is one of an enumeration');
  return { metadata: meta, logLevel: `LOG_LEVEL_${level.toUpperCase()}` };
}

function responsesOf(responses: unknown): Json {
  if (!isObject(responses)) throw new InexpressibleError('input responses are a map by their type');
  return Object.fromEntries(Object.entries(responses).map(([key, response]) => [key, responseOf(response)]));
}

/** Each kind of answer is a message of its own; which one it is shows in its members. */
function responseOf(response: unknown): Json {
  if (isObject(response)) {
    const { action, roots, role } = response;
    if (typeof action === 'string') return { elicitResult: elicited(action, response['content']) };
    if (Array.isArray(roots)) return { rootListResult: { roots } };
    if (typeof role === 'string') return { samplingCreateMessageResult: sampled(role, response) };
  }
  throw new InexpressibleError('an input response is a form, a sample or a list of roots by its type');
}

function elicited(action: string, content: unknown): Json {
  if (!ACTIONS.includes(action))
    throw new InexpressibleError('the answer to a form is one of an enumeration');
  return { type: `TYPE_${action.toUpperCase()}`, ...(isObject(content) ? { content } : {}) };
}

function sampled(role: string, { content, model, stopReason }: Json): Json {
  const message = { role: ROLES[role] ?? 'ROLE_UNKNOWN', ...toWireSample(content) };
  return { message, ...makeTextField('model', model), ...makeTextField('stopReason', stopReason) };
}
