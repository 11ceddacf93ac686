/** Checks on the server that the metadata of a modern request agrees with its body. */
import { computeMirror } from '../../mirror.js';
import type { JsonRpcMessage } from '../../server/json-rpc.js';

const REQUIRED = ['mcp-protocol-version', 'mcp-method', 'mcp-name'];

/**
 * Compares the metadata of a modern request with its body (proto/README.md, "Metadata"). `values` gives all values under a
 * name; `tools` are definitions whose parameters may be mirrored. Says what does not fit.
 */
export function findMirrorProblem(
  message: JsonRpcMessage,
  values: (name: string) => readonly string[],
  tools: ReadonlyMap<string, Record<string, unknown>>,
): string | undefined {
  const expected = computeMirror(message, tools);
  for (const [name, value] of Object.entries(expected)) {
    const [given, ...more] = values(name);
    if (given === undefined) return `${name} is missing`;
    if (more.length > 0) return `${name} is there more than once`;
    if (value === null || decoded(given) !== decoded(value)) return `${name} differs from the body`;
  }
  const surplus = REQUIRED.find((name) => !(name in expected) && values(name).length > 0);
  return surplus === undefined ? undefined : `${surplus} names what the body does not`;
}

/** The text behind the Base64 form of a value; any other value as it stands. */
function decoded(value: string): string {
  const [, base64] = /^=\?base64\?(.*)\?=$/.exec(value) ?? [];
  return base64 === undefined ? value : Buffer.from(base64, 'base64').toString('utf8');
}
