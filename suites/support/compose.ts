/** Builds JSON-RPC requests of either era, with the `_meta` that a modern one must carry. */
import { META } from '../../adapters/mcp.js';
import { isObject, type Json } from '../../adapters/json.js';

export const CLIENT_INFO = { name: 'mcp-transport-conformance', version: '0' };

export type JsonRpcRequest<Id extends string | number = string> = Json & { id: Id; method: string };

/** What every modern request says of itself; `given` comes last, so that a scenario can bend a part. */
export const composeMeta = (revision: string, capabilities: Json = {}, given: unknown = {}): Json => ({
  [META.version]: revision,
  [META.clientInfo]: CLIENT_INFO,
  [META.clientCapabilities]: capabilities,
  ...(isObject(given) ? given : {}),
});

/** A request of either era, for scenarios that see the wire and so have no session to write it for them. */
export function makeRequest<Id extends string | number>(
  speaker: { modern: boolean; revision: string; id: Id },
  method: string,
  params: Json,
  capabilities?: Json,
): JsonRpcRequest<Id> {
  const full = speaker.modern
    ? { ...params, _meta: composeMeta(speaker.revision, capabilities, params['_meta']) }
    : params;
  return { jsonrpc: '2.0', id: speaker.id, method, params: full };
}

/** Harmless, and every server of the era must answer it. */
export const getProbeMethod = (modern: boolean): string => (modern ? 'server/discover' : 'ping');
