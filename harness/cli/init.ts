/** Writes a first `mcptc.yaml`, with the start command read from client configs or package.json. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { findConfig } from '../config/load.js';
import { UsageError } from '../config/errors.js';
import { makeHarmless } from '../../reports/text/neutralise.js';

const FILE = 'mcptc.yaml';

/** Writes a commented config for what is found in the working folder. Never overwrites one. */
export function runInit(): 0 {
  const found = findConfig();
  if (found !== undefined)
    throw new UsageError(`${found} is there already`, 'Edit it, or move it away first.');
  const { name, command, from } = detect();
  // `wx`: also where it appears between the look and the writing.
  writeFileSync(FILE, template(name, command), { flag: 'wx' });
  const missing = missingScript(command);
  const note = missing === undefined ? '' : `; ${missing} is not there yet`;
  process.stdout.write(
    `${FILE}: written, with the command ${makeHarmless(`${from}${note}`)}\nnext: read it, then \`mcptc run\`\n`,
  );
  return 0;
}

/** The script of a command where it is missing: `npm init` names one that nobody has written. */
const missingScript = (command: readonly string[]): string | undefined =>
  command.slice(1).find((word) => /^[^-].*\.[cm]?[jt]s$/.test(word) && !existsSync(word));

interface Detected {
  name: string;
  command: readonly string[];
  from: string;
}

function detect(): Detected {
  const name = basename(process.cwd());
  const fallback: Detected = { name, command: ['node', 'server.js'], from: 'to be filled in' };
  return fromClients() ?? fromPackage(name) ?? fallback;
}

function fromClients(): Detected | undefined {
  for (const file of ['.mcp.json', '.vscode/mcp.json']) {
    const document = readJson(file);
    const servers = document?.['mcpServers'] ?? document?.['servers'];
    for (const [name, entry] of Object.entries((servers ?? {}) as Record<string, unknown>)) {
      const { command, args = [] } = (entry ?? {}) as { command?: unknown; args?: unknown };
      if (typeof command === 'string' && Array.isArray(args)) {
        return { name, command: [command, ...args.map(String)], from: `of ${name} in ${file}` };
      }
    }
  }
  return undefined;
}

function fromPackage(folder: string): Detected | undefined {
  const { name, bin, scripts, main } = readJson('package.json') ?? {};
  const title = typeof name === 'string' ? name : folder;
  const script = typeof bin === 'string' ? bin : Object.values((bin ?? {}) as Record<string, unknown>)[0];
  if (typeof script === 'string') {
    return { name: title, command: ['node', script], from: 'of `bin` in package.json' };
  }
  const start = (scripts as { start?: unknown } | undefined)?.start;
  // Words only: what needs a shell has to be written by hand.
  if (typeof start === 'string' && /^[\w@%+=:,./ -]+$/.test(start)) {
    return { name: title, command: start.trim().split(/ +/), from: 'of `scripts.start` in package.json' };
  }
  return typeof main === 'string'
    ? { name: title, command: ['node', main], from: 'of `main` in package.json' }
    : undefined;
}

function readJson(file: string): Record<string, unknown> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // What cannot be read names no server; `doctor` and the client itself say so.
    return undefined;
  }
}

// JSON strings are YAML strings, whatever is in them.
const template = (
  name: string,
  command: readonly string[],
): string => `# The server under test. \`mcptc run\` finds this file by itself.
target: ${JSON.stringify(name)}
transports:
  # Started for each connection, never through a shell: one word an item.
  stdio: { command: [${command.map((word) => JSON.stringify(word)).join(', ')}] }

  # A server that runs already:
  # streamable-http: { url: "http://127.0.0.1:3000/mcp" }
  # One to start; the port is free, and also the variable PORT:
  # streamable-http:
  #   command: [node, dist/server.js, --port, "\${PORT}"]
  #   url: "http://127.0.0.1:\${PORT}/mcp"
  #   headers: { authorization: "Bearer \${TOKEN}" }
  # websocket: { url: "ws://127.0.0.1:3000/ws", profile: mcp }
  # grpc: { url: "127.0.0.1:50051", profile: tunnel }
  # A transport of your own, by a module that exports its adapter:
  # nats: { adapter: ./nats-adapter.mjs, url: "nats://127.0.0.1:4222" }

# Processes get PATH, HOME and a few more; name whatever else yours needs.
# \${NAME} is taken from your environment and redacted in every report.
# env: { API_KEY: "\${API_KEY}" }

# Arguments known to be valid and harmless, per tool: these tools are then called.
# examples: { search: [{ query: "mcp" }] }

# Run before a scenario that changes the state of the server.
# reset: [node, scripts/reset.js]
`;
