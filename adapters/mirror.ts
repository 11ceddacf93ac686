/** The headers or metadata that repeat the body of a modern request. */
import type { Metadata } from './adapter.js';
import { META, readMeta } from './mcp.js';
import { isObject, type Json } from './json.js';

/** `params` field that names what a request is about (2026-07-28, Streamable HTTP, "Standard Request Headers"). */
const NAMED_BY: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

/**
 * The body fields that a modern request repeats in its envelope. Computed for every binding; those without an envelope
 * ignore it. `tools` are the definitions seen so far, for parameters marked with `x-mcp-header`.
 */
export function computeMirror(body: unknown, tools: ReadonlyMap<string, Json>): Metadata {
  if (!isObject(body) || typeof body['method'] !== 'string' || !('id' in body)) return {};
  const params = isObject(body['params']) ? body['params'] : {};
  const mirror: Metadata = { 'mcp-method': encodeValue(body['method']) };
  const version = readMeta(body)[META.version];
  if (typeof version === 'string') mirror['mcp-protocol-version'] = encodeValue(version);
  const key = Object.hasOwn(NAMED_BY, body['method']) ? NAMED_BY[body['method']] : undefined;
  const name = key === undefined ? undefined : params[key];
  if (typeof name === 'string') mirror['mcp-name'] = encodeValue(name);
  if (body['method'] === 'tools/call' && typeof name === 'string') {
    for (const [header, value] of parameterHeaders(tools.get(name), params['arguments']))
      mirror[header] = value;
  }
  return mirror;
}

/** `Mcp-Param-*`: the value at each annotated property's exact path, where there is one. */
function* parameterHeaders(tool: Json | undefined, args: unknown): Generator<[string, string]> {
  for (const { header, path } of annotatedParameters(tool?.['inputSchema'])) {
    let value: unknown = args;
    for (const key of path) value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    if (typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value)) {
      yield [`mcp-param-${header.toLowerCase()}`, encodeValue(String(value))];
    }
  }
}

/** Only what a chain of `properties` reaches counts; anything deeper than a schema sensibly goes is left alone. */
function* annotatedParameters(
  schema: unknown,
  path: string[] = [],
): Generator<{ header: string; path: string[] }> {
  if (!isObject(schema) || !isObject(schema['properties']) || path.length > 8) return;
  for (const [key, property] of Object.entries(schema['properties'])) {
    if (!isObject(property)) continue;
    const header = property['x-mcp-header'];
    if (typeof header === 'string' && /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(header)) {
      yield { header, path: [...path, key] };
    }
    yield* annotatedParameters(property, [...path, key]);
  }
}

/** Whether a call of the tool repeats any of its arguments. */
export const hasMirrored = ({ inputSchema }: Json): boolean =>
  annotatedParameters(inputSchema).next().done !== true;

/** Plain where the value is safe in a header, the Base64 sentinel form elsewhere ("Value Encoding"). */
export function encodeValue(value: string): string {
  const plain = /^[\x21-\x7e]([\x20-\x7e\t]*[\x21-\x7e])?$/.test(value);
  return plain && !/^=\?base64\?.*\?=$/.test(value)
    ? value
    : `=?base64?${Buffer.from(value).toString('base64')}?=`;
}
