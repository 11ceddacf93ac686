/** Reads what a typed gRPC server says in the JSON form of its own messages, without what the adapter makes of them. */
import type { Observation } from '../../adapters/observation.js';
import { isObject, type Json } from '../../adapters/json.js';
import type { SafeCall } from '../scenario.js';
import type { JsonRpcRequest } from './compose.js';
import type { GrpcClient } from './grpc-client.js';
import { LISTS } from './lists.js';

/** A response, and where it was seen. */
export interface TypedResponse {
  method: string;
  typed: Json;
  seen: Observation;
}

/** Prompts and resources that are asked for, and pages of each list, at most. */
const MAX_ITEMS = 10;
const MAX_PAGES = 10;
/** Arguments that prompts of the fixture contract take. */
const KNOWN: Readonly<Record<string, string>> = { arg1: 'a', arg2: 'b', resourceUri: 'test://static-text' };

const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** What came back to one request; `undefined` where no result did. */
export async function askTyped(
  client: GrpcClient,
  request: JsonRpcRequest,
): Promise<TypedResponse | undefined> {
  const exchange = client.send(request);
  const { document, seen } = await client.answer(exchange, request.id);
  const typed = isObject(document) ? document['typed'] : undefined;
  return isObject(typed) ? { method: request.method, typed, seen } : undefined;
}

/** Everything that may be asked of a server: its lists, its safe calls, its prompts and its resources. */
export async function readAllTyped(client: GrpcClient, calls: readonly SafeCall[]): Promise<TypedResponse[]> {
  const responses: TypedResponse[] = [];
  const ask = async (method: string, params: Json = {}): Promise<Json> => {
    const response = await askTyped(client, client.request(method, params));
    if (response !== undefined) responses.push(response);
    return response?.typed ?? {};
  };
  const lists: Json = {};
  for (const { method, items } of LISTS) {
    const found: Json[] = [];
    let page = await ask(method);
    for (let pages = 1; ; pages++) {
      found.push(...listOf(page[items]));
      const { nextCursor: cursor } = (page['common'] ?? {}) as Json;
      if (typeof cursor !== 'string' || pages >= MAX_PAGES) break;
      page = await ask(method, { cursor });
    }
    lists[items] = found;
  }
  for (const { name, arguments: given } of calls) await ask('tools/call', { name, arguments: given });
  for (const { name, arguments: wanted } of listOf(lists['prompts']).slice(0, MAX_ITEMS)) {
    const needed = listOf(wanted).map((each) => String(each['name']));
    if (needed.some((each) => KNOWN[each] === undefined)) continue;
    const given = Object.fromEntries(needed.map((each) => [each, KNOWN[each] ?? '']));
    await ask('prompts/get', { name, arguments: given });
  }
  for (const { uri } of listOf(lists['resources']).slice(0, MAX_ITEMS)) await ask('resources/read', { uri });
  return responses;
}

/** Every object in a message that stands under one of these names, itself or in a list. */
export function findUnder(value: unknown, names: readonly string[]): Json[] {
  if (Array.isArray(value)) return value.flatMap((each) => findUnder(each, names));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(names.includes(name) ? listOf([inner].flat()) : []),
    ...(OPAQUE.includes(name) ? [] : findUnder(inner, names)),
  ]);
}

/** What stands in these is the server's own, and no message of the service. */
const OPAQUE = ['metadata', 'structuredContent', 'inputSchema', 'outputSchema', 'resumeData'];

/** How many of these fields a message has on the wire. */
export const countKinds = (message: Json, kinds: readonly string[]): number =>
  kinds.filter((kind) => Object.hasOwn(message, kind)).length;
