/** Chooses harmless tool calls, reads and prompts that a server will answer, as POSTs over HTTP. */
import type { SafeCall } from '../scenario.js';
import type { HttpClient, HttpContext, Post } from './http-client.js';
import { isObject, type Json } from '../../adapters/json.js';

/** Calls of one scenario at most; each is a request of its own. */
const MAX_CALLS = 4;
/** Fixtures that are known to say something before they answer, or to want something of the client. */
const TALKATIVE = ['test_tool_with_progress', 'test_tool_with_logging', 'test_streaming_elicitation'];

export interface CallOptions {
  /** Added to the parameters of each call. */
  dress?: (name: string) => Json;
  capabilities?: Json;
  /** Which calls will do; by default all. */
  only?: (call: SafeCall) => boolean;
}

/** Tool calls that may be made, a few, those that are known to be talkative first. */
export async function makeCalls(t: HttpContext, client: HttpClient, o: CallOptions = {}): Promise<Post[]> {
  const isTalkative = ({ name }: SafeCall) => Number(TALKATIVE.includes(name));
  const calls = (await t.safeCalls()).filter(o.only ?? (() => true));
  return calls
    .sort((a, b) => isTalkative(b) - isTalkative(a))
    .slice(0, MAX_CALLS)
    .map(({ name, arguments: args, tool }) => {
      client.tools.set(name, tool);
      const params = { name, arguments: args, ...o.dress?.(name) };
      return client.request('tools/call', params, o.capabilities);
    });
}

/** A harmless request that names something in `params.name` or `params.uri`, and is served. */
export async function findNamingRequest(
  t: HttpContext,
  client: HttpClient,
): Promise<{ post: () => Post; name: string } | undefined> {
  const candidates: [method: string, params: Json, name: string][] = [];
  for (const { name, arguments: args, tool } of await t.safeCalls()) {
    client.tools.set(name, tool);
    candidates.push(['tools/call', { name, arguments: args }, name]);
  }
  for (const { uri } of await listed(client, 'resources/list', 'resources'))
    if (typeof uri === 'string') candidates.push(['resources/read', { uri }, uri]);
  for (const { name, arguments: args } of await listed(client, 'prompts/list', 'prompts'))
    if (typeof name === 'string' && (!Array.isArray(args) || args.length === 0))
      candidates.push(['prompts/get', { name }, name]);
  for (const [method, params, name] of candidates.slice(0, MAX_CALLS)) {
    const post = () => client.request(method, params);
    if (await client.serves(post())) return { post, name };
  }
  return undefined;
}

async function listed(client: HttpClient, method: string, key: string): Promise<Json[]> {
  const document = (await client.post(client.request(method))).json().value;
  const items = isObject(document) && isObject(document['result']) ? document['result'][key] : undefined;
  return Array.isArray(items) ? items.filter(isObject).slice(0, 3) : [];
}

/** The Base64 form of a header value ("Value Encoding"), whether the value needs it or not. */
export const encodeHeaderValue = (value: string): string =>
  `=?base64?${Buffer.from(value).toString('base64')}?=`;
