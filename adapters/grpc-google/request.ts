/** Translates a JSON-RPC request into an RPC and its typed message. */
import { isObject, type Json } from '../json.js';
import { toCommon, explainNoPlace } from './common.js';
import { isMethod, rpcs, type Method, type Rpc } from './rpcs.js';
import { InexpressibleError, makeTextField, makeTextMapField } from './inexpressible.js';

/** One JSON-RPC request in the service's own terms. */
export interface TranslatedRequest {
  id: string | number;
  method: Method;
  rpc: Rpc;
  /** In the JSON form of the request's type. */
  request: Json;
  /** What the proxies on the way may route by. */
  metadata: Record<string, string>;
}

const ENVELOPE = new Set(['jsonrpc', 'id', 'method', 'params']);

/**
 * The RPC and the typed message that a JSON-RPC document stands for. Throws `Unsayable` where anything in it has no place
 * there: nothing is dropped in silence.
 */
export function translateRequest(body: unknown, revision: string): TranslatedRequest {
  if (!isObject(body) || body instanceof Uint8Array)
    throw new InexpressibleError('only single JSON-RPC requests have an RPC');
  const { jsonrpc, id, method, params = {} } = body;
  if (!isMethod(method)) throw new InexpressibleError(`the service has no RPC for ${JSON.stringify(method)}`);
  if (typeof id !== 'string' && typeof id !== 'number')
    throw new InexpressibleError('a call is a request; there are no notifications');
  const odd = Object.keys(body).find((key) => !ENVELOPE.has(key));
  if (jsonrpc !== '2.0' || odd !== undefined)
    throw new InexpressibleError('there is no JSON-RPC on the wire whose envelope could be bent');
  if (!isObject(params)) throw new InexpressibleError('the parameters are the fields of a message');
  const { _meta: meta, ...own } = params;
  const { request, left, routing } = SHAPES[method](own);
  const common = toCommon(meta, left, revision);
  return {
    id,
    method,
    rpc: rpcs[method],
    request: Object.keys(common).length === 0 ? request : { common, ...request },
    metadata: routing,
  };
}

interface Shaped {
  request: Json;
  /** Parameters that belong into the part that all requests have in common. */
  left: Json;
  routing: Record<string, string>;
}

const list = (left: Json): Shaped => ({ request: {}, left, routing: {} });

const SHAPES: Record<Method, (params: Json) => Shaped> = {
  'tools/list': list,
  'prompts/list': list,
  'resources/list': list,
  'resources/templates/list': list,
  'tools/call': ({ name, arguments: args, ...left }) => {
    if (args !== undefined && !isObject(args))
      throw new InexpressibleError('the arguments of a call are a Struct');
    const request = { ...makeTextField('name', name), ...(args === undefined ? {} : { arguments: args }) };
    return { request: { request }, left, routing: route('mcp_tool', name) };
  },
  'prompts/get': ({ name, arguments: args, ...left }) => ({
    request: { ...makeTextField('name', name), ...makeTextMapField('arguments', args) },
    left,
    routing: route('mcp_prompt', name),
  }),
  'resources/read': ({ uri, ...left }) => ({
    request: makeTextField('uri', uri),
    left,
    routing: route('mcp_resource', uri),
  }),
  'completion/complete': ({ ref, argument, context, ...left }) => ({
    request: { ...reference(ref), ...nested('argument', argument), ...contextOf(context) },
    left,
    routing: route('mcp_resource', isObject(ref) ? (ref['name'] ?? ref['uri']) : undefined),
  }),
};

function reference(ref: unknown): Json {
  if (!isObject(ref)) throw new InexpressibleError('what is completed is a prompt or a resource');
  const { type, ...rest } = ref;
  if (type === 'ref/prompt') return { promptReference: onlyText(rest, ['name', 'title']) };
  if (type === 'ref/resource') return { resourceReference: onlyText(rest, ['uri']) };
  throw new InexpressibleError('what is completed is a prompt or a resource');
}

const nested = (key: string, value: unknown): Json =>
  value === undefined ? {} : { [key]: onlyText(value, ['name', 'value']) };

function contextOf(context: unknown): Json {
  if (context === undefined) return {};
  if (!isObject(context)) throw new InexpressibleError(explainNoPlace('context'));
  const { arguments: args, ...rest } = context;
  return { context: { ...onlyText(rest, []), ...makeTextMapField('arguments', args) } };
}

/** A message that has only these text fields. */
function onlyText(value: unknown, keys: readonly string[]): Json {
  if (!isObject(value)) throw new InexpressibleError('a message has fields');
  const odd = Object.keys(value).find((key) => !keys.includes(key));
  if (odd !== undefined) throw new InexpressibleError(explainNoPlace(odd));
  return Object.assign({}, ...keys.map((key) => makeTextField(key, value[key]))) as Json;
}

/** Metadata takes visible ASCII only; how anything else would be written there, nobody says. */
const route = (key: string, value: unknown): Record<string, string> =>
  typeof value === 'string' && /^[\x21-\x7e]+$/.test(value) ? { [key]: value } : {};
