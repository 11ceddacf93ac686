/** Reads a server from the configuration of an MCP client, such as `.mcp.json`. */
import { readFileSync } from 'node:fs';
import { isObject, type Json } from '../../adapters/json.js';
import { UsageError } from './errors.js';
import type { Config } from './load.js';
import { formatHint } from './suggest.js';

/**
 * A server from a client's own configuration, as a config of ours: `mcpServers` (`.mcp.json`, Claude, Cursor) or
 * `servers` (`.vscode/mcp.json`). Throws `UsageError`.
 */
export function readMcpJson(file: string, server: string | undefined): Config {
  const servers = serversOf(file);
  const names = Object.keys(servers);
  const name = server ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined) {
    throw new UsageError(
      `${file} names ${names.length} servers: ${names.join(', ')}`,
      'Pick one with --server NAME.',
    );
  }
  const entry = Object.hasOwn(servers, name) ? servers[name] : undefined;
  if (!isObject(entry)) throw new UsageError(`${file} has no server \`${name}\``, formatHint(name, names));
  return toConfig(name, entry, file);
}

function serversOf(file: string): Json {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new UsageError(`${file}: ${(cause as Error).message}`, 'Name a JSON file with `mcpServers`.', {
      cause,
    });
  }
  const { mcpServers, servers } = isObject(document) ? document : {};
  const found = mcpServers ?? servers;
  if (!isObject(found)) {
    throw new UsageError(
      `${file}: expected an object under \`mcpServers\` or \`servers\``,
      'Name another file.',
    );
  }
  return found;
}

function toConfig(name: string, entry: Json, file: string): Config {
  const wrong = (field: string, expected: string): UsageError =>
    new UsageError(
      // The value itself may be, or hold, what nobody is to see.
      `${file}: ${name}.${field}: expected ${expected}, got ${kindOf(entry[field])}`,
      'Correct it there; your client reads the same file.',
    );
  const { type, url, command, args = [], env = {}, headers = {}, cwd } = entry;
  if (!isStrings(env)) throw wrong('env', 'names with text values');
  if (cwd !== undefined && typeof cwd !== 'string') throw wrong('cwd', 'a folder');
  if (typeof command === 'string') {
    if (!Array.isArray(args) || !args.every((word) => typeof word === 'string')) {
      throw wrong('args', 'a list of words');
    }
    return {
      target: name,
      transports: { stdio: { command: [command, ...args] } },
      env,
      ...(cwd === undefined ? {} : { cwd }),
    };
  }
  if (type === 'sse') {
    throw new UsageError(
      `${file}: ${name} is an HTTP+SSE server (2024-11-05), a transport that was replaced by Streamable HTTP`,
      'Name its Streamable HTTP endpoint, if it has one.',
    );
  }
  if (typeof url !== 'string') throw wrong('command', 'a program (`command`) or an address (`url`)');
  if (!isStrings(headers)) throw wrong('headers', 'names with text values');
  return { target: name, transports: { 'streamable-http': { url, headers } } };
}

const isStrings = (value: unknown): value is Record<string, string> =>
  isObject(value) && Object.values(value).every((one) => typeof one === 'string');

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list of something else';
  if (typeof value === 'object') return 'an object with something else';
  return `a ${typeof value}`;
}
