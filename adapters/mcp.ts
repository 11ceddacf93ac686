/**
 * Names that the specification gives, for the client's side alone: the servers in this repository spell them for
 * themselves, so that a slip on one side is seen by the other.
 */
import { isObject, type Json } from './json.js';

/** Keys of `_meta` (2026-07-28, `basic/index`, "_meta"). The first three are in every modern request. */
export const META = {
  version: 'io.modelcontextprotocol/protocolVersion',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  clientCapabilities: 'io.modelcontextprotocol/clientCapabilities',
  logLevel: 'io.modelcontextprotocol/logLevel',
} as const;

/** Pointers: where a modern result says who the server is, and a message which request opened its subscription. */
export const SERVER_INFO = '/result/_meta/io.modelcontextprotocol~1serverInfo';
export const SUBSCRIPTION_ID = '/params/_meta/io.modelcontextprotocol~1subscriptionId';

/** From chatty to severe (RFC 5424). */
export const LEVELS = [
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
] as const;

/** `params._meta` of a message, or an empty object where it has none. */
export function readMeta(message: unknown): Json {
  const params = isObject(message) ? message['params'] : undefined;
  return isObject(params) && isObject(params['_meta']) ? params['_meta'] : {};
}
