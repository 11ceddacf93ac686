/** Keeps the definitions of tools whose parameters are mirrored in headers: their calls cannot be made without. */
import { isObject, type Json } from '../../adapters/json.js';
import { hasMirrored } from '../../adapters/mirror.js';
import type { Reply } from '../../suites/session.js';

/** Tools of one target that are kept. */
const MAX_TOOLS = 1_000;

/** Adds those that a list of tools names. */
export function keepMirrored(known: Map<string, Json>, { result }: Pick<Reply, 'result'>): void {
  const tools = result?.['tools'];
  if (!Array.isArray(tools)) return;
  for (const tool of tools) {
    if (known.size >= MAX_TOOLS) break;
    if (isObject(tool) && typeof tool['name'] === 'string' && hasMirrored(tool))
      known.set(tool['name'], tool);
  }
}
