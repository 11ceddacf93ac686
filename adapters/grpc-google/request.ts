import { isObject, type Json } from '../json.js';
import { commonOf, NO_PLACE } from './common.js';
import { isMethod, rpcs, type Method, type Rpc } from './rpcs.js';
import { Unsayable, text, textMap } from './inexpressible.js';

/** One JSON-RPC request in the service's own terms. */
export interface Spoken {
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
export function speak(body: unknown, revision: string): Spoken {
  if (!isObject(body) || body instanceof Uint8Array)
    throw new Unsayable('only single JSON-RPC requests have an RPC');
  const { jsonrpc, id, method, params = {} } = body;
  if (!isMethod(method)) throw new Unsayable(`the service has no RPC for ${JSON.stringify(method)}`);
  if (typeof id !== 'string' && typeof id !== 'number')
    throw new Unsayable('a call is a request; there are no notifications');
  const odd = Object.keys(body).find((key) => !ENVELOPE.has(key));
  if (jsonrpc !== '2.0' || odd !== undefined)
    throw new Unsayable('there is no JSON-RPC on the wire whose envelope could be bent');
  if (!isObject(params)) throw new Unsayable('the parameters are the fields of a message');
  const { _meta: meta, ...own } = params;
  const { request, left, routing } = SHAPES[method](own);
  const common = commonOf(meta, left, revision);
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
    if (args !== undefined && !isObject(args)) throw new Unsayable('the arguments of a call are a Struct');
    const request = { ...text('name', name), ...(args === undefined ? {} : { arguments: args }) };
    return { request: { request }, left, routing: route('mcp_tool', name) };
  },
  'prompts/get': ({ name, arguments: args, ...left }) => ({
    request: { ...text('name', name), ...textMap('arguments', args) },
    left,
    routing: route('mcp_prompt', name),
  }),
  'resources/read': ({ uri, ...left }) => ({
    request: text('uri', uri),
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
  if (!isObject(ref)) throw new Unsayable('what is completed is a prompt or a resource');
  const { type, ...rest } = ref;
  if (type === 'ref/prompt') return { promptReference: onlyText(rest, ['name', 'title']) };
  if (type === 'ref/resource') return { resourceReference: onlyText(rest, ['uri']) };
  throw new Unsayable('what is completed is a prompt or a resource');
}

const nested = (key: string, value: unknown): Json =>
  value === undefined ? {} : { [key]: onlyText(value, ['name', 'value']) };

function contextOf(context: unknown): Json {
  if (context === undefined) return {};
  if (!isObject(context)) throw new Unsayable(NO_PLACE('context'));
  const { arguments: args, ...rest } = context;
  return { context: { ...onlyText(rest, []), ...textMap('arguments', args) } };
}

/** A message that has only these text fields. */
function onlyText(value: unknown, keys: readonly string[]): Json {
  if (!isObject(value)) throw new Unsayable('a message has fields');
  const odd = Object.keys(value).find((key) => !keys.includes(key));
  if (odd !== undefined) throw new Unsayable(NO_PLACE(odd));
  return Object.assign({}, ...keys.map((key) => text(key, value[key]))) as Json;
}

/** Metadata takes visible ASCII only; how anything else would be written there, nobody says. */
const route = (key: string, value: unknown): Record<string, string> =>
  typeof value === 'string' && /^[\x21-\x7e]+$/.test(value) ? { [key]: value } : {};
