/** What transports of a server have to know of JSON-RPC: enough to hand on what is a message, and to refuse the rest. */

import { isObject, type Json } from '../json.js';

export type JsonRpcMessage = Readonly<Json>;

export const PARSE_ERROR = -32700;
export const INVALID_REQUEST = -32600;

/** A string, or an integer that can be held as it came: the SDKs pass any other over without an answer. */
export const isId = (value: unknown): value is string | number =>
  typeof value === 'string' || Number.isSafeInteger(value);

/** Whether the document is a request, a notification or a response (MCP forbids `null` as the id of a request). */
export function isMessage(document: unknown): document is JsonRpcMessage {
  if (!isObject(document) || document['jsonrpc'] !== '2.0') return false;
  const { method, params, id, result, error } = document;
  if ('method' in document) {
    if (typeof method !== 'string' || (params !== undefined && !isObject(params))) return false;
    return id === undefined || isId(id);
  }
  if (result !== undefined) return error === undefined && isObject(result) && isId(id);
  return isObject(error) && Number.isInteger(error['code']) && (id === undefined || isId(id));
}

/** The id that a refusal names: the one of a request, as far as it could be read. */
export const readId = (document: unknown): string | number | undefined =>
  isObject(document) && !('result' in document) && !('error' in document) && isId(document['id'])
    ? document['id']
    : undefined;

/**
 * An error reply. Without a readable id, JSON-RPC demands `null`, and the schemas of MCP up to 2025-06-18 have no better
 * word; later ones leave the member out.
 */
export function makeRefusal(
  code: number,
  message: string,
  id: string | number | undefined,
  revision: string | undefined,
): JsonRpcMessage {
  const old = revision !== undefined && revision < '2025-11-25';
  return {
    jsonrpc: '2.0',
    ...(id === undefined ? (old ? { id: null } : {}) : { id }),
    error: { code, message },
  };
}
