/** Loads the adapter of a transport that is not built in from a module of the user. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Adapter } from '../../adapters/adapter.js';
import { UsageError } from './errors.js';

/** The adapter that a module exports as `adapter`, for a transport that is not built in. Rejects with `UsageError`. */
export async function loadAdapter(name: string, file: string, where: string): Promise<Adapter<never>> {
  if (!existsSync(file)) {
    throw new UsageError(`${where}: there is no file ${file}`, 'The path is relative to the config file.');
  }
  let module: { adapter?: unknown };
  try {
    module = (await import(pathToFileURL(file).href)) as { adapter?: unknown };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${where}: ${file} could not be loaded: ${why}`, nextOf(cause), { cause });
  }
  const { adapter } = module;
  if (!isAdapter(adapter)) {
    throw new UsageError(
      `${where}: ${file} exports no \`adapter\` with transport, custom, traits and open`,
      'See the Adapter type of mcp-transport-conformance/adapter.',
    );
  }
  if (adapter.transport !== name) {
    throw new UsageError(
      `${where}: the adapter is for ${adapter.transport}, and the block is named ${name}`,
      'Give both the same name.',
    );
  }
  return adapter;
}

/** Node tells a module by its name or its package, and the words of its error say neither. */
const nextOf = (cause: unknown): string =>
  cause instanceof SyntaxError && /import|export|module|require/i.test(cause.message)
    ? 'An adapter is an ES module: call the file .mjs, or set "type": "module" in your package.json.'
    : 'Run it with node to see more.';

function isAdapter(value: unknown): value is Adapter<never> {
  const { transport, custom, traits, open } = (value ?? {}) as Partial<Adapter<never>>;
  return (
    typeof transport === 'string' &&
    /^[a-z][a-z0-9-]*$/.test(transport) &&
    typeof custom === 'boolean' &&
    typeof traits === 'function' &&
    typeof open === 'function'
  );
}
