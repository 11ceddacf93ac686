/** Keeps the definitions of tools whose parameters are mirrored in headers: their calls cannot be made without. */
import { isObject, type Json } from '../../adapters/json.js';
import { hasMirrored } from '../../adapters/mirror.js';
import type { Reply } from '../../suites/session.js';

/** Tools of one target that are kept. */
const MAX_TOOLS = 1_000;

/** Adds those that a list of tools names, and forgets those that mirror nothing any more. */
export function keepMirrored(known: Map<string, Json>, { result }: Pick<Reply, 'result'>): void {
  const tools = result?.['tools'];
  if (!Array.isArray(tools)) return;
  for (const tool of tools) {
    if (!isObject(tool) || typeof tool['name'] !== 'string') continue;
    if (!hasMirrored(tool)) known.delete(tool['name']);
    else if (known.size < MAX_TOOLS) known.set(tool['name'], tool);
  }
}
