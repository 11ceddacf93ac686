/** Reads a server from the configuration of an MCP client, such as `.mcp.json`. */
import { readFileSync } from 'node:fs';
import { isObject, type Json } from '../../adapters/json.js';
import { UsageError } from './errors.js';
import { pickTarget, type Config } from './load.js';
import { checkSlips } from './slips.js';

/**
 * A server from a client's own configuration, as a config of ours: `mcpServers` (`.mcp.json`, Claude, Cursor) or
 * `servers` (`.vscode/mcp.json`). Throws `UsageError`.
 */
export function readMcpJson(file: string, server: string | undefined): Config {
  const { servers, text } = serversOf(file);
  const name = pickTarget(file, Object.keys(servers), server);
  const entry = servers[name];
  if (!isObject(entry)) {
    throw new UsageError(`${file}: ${name}: expected an object, got ${kindOf(entry)}`, CORRECT);
  }
  const config = toConfig(name, entry, file);
  checkSlips(config, (path) => {
    const field = path[0] === 'transports' ? String(path[2]) : String(path[0]);
    return `${file}:${lineOf(text, [name, field])}: ${name}.${field}`;
  });
  return config;
}

/** The names of all servers in such a file. Throws `UsageError`. */
export const listMcpServers = (file: string): string[] => Object.keys(serversOf(file).servers);

/** Where a field of a server stands: the first of its name behind that of the server. */
function lineOf(text: string, names: readonly string[]): number {
  const at = names.reduce((from, name) => Math.max(from, text.indexOf(JSON.stringify(name), from)), 0);
  return text.slice(0, at).split('\n').length;
}

function serversOf(file: string): { servers: Json; text: string } {
  let document: unknown;
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
    document = JSON.parse(text);
  } catch (cause) {
    const { message } = cause as Error;
    throw new UsageError(
      `${file}${placeOf(text, message)}: ${message}`,
      'Name a JSON file with `mcpServers`.',
      {
        cause,
      },
    );
  }
  const { mcpServers, servers } = isObject(document) ? document : {};
  const found = mcpServers ?? servers;
  if (!isObject(found)) {
    throw new UsageError(
      `${file}: expected an object under \`mcpServers\` or \`servers\``,
      'Name another file.',
    );
  }
  return { servers: found, text };
}

function toConfig(name: string, entry: Json, file: string): Config {
  const wrong = (field: string, expected: string): UsageError =>
    new UsageError(
      // The value itself may be, or hold, what nobody is to see.
      `${file}: ${name}.${field}: expected ${expected}, got ${kindOf(entry[field])}`,
      CORRECT,
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

const CORRECT = 'Correct it there; your client reads the same file.';

const isStrings = (value: unknown): value is Record<string, string> =>
  isObject(value) && Object.values(value).every((one) => typeof one === 'string');

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list of something else';
  if (typeof value === 'object') return 'an object with something else';
  return `a ${typeof value}`;
}

/** The line of a mistake in JSON, as far as its parser says where: what ends too soon ends on the last one. */
function placeOf(text: string, message: string): string {
  if (text === '') return '';
  const at = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
  return `:${text.slice(0, at).trimEnd().split('\n').length}`;
}
