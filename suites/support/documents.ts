import type { Message } from '../session.js';
import { isObject } from '../../adapters/json.js';

/** A name and a version, as servers and clients present themselves. */
export const isImplementation = (value: unknown): boolean =>
  isObject(value) && typeof value['name'] === 'string' && typeof value['version'] === 'string';

/** A result or an error, whatever its id. */
export const isResponse = ({ document, method }: Message): boolean =>
  method === undefined && isObject(document) && ('result' in document || 'error' in document);

/** Keys of `params._meta` that every modern request has (2026-07-28, `basic/index`, "_meta"). */
export const META = {
  version: 'io.modelcontextprotocol/protocolVersion',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  clientCapabilities: 'io.modelcontextprotocol/clientCapabilities',
} as const;

/** Where a modern result says who the server is. */
export const SERVER_INFO = '/result/_meta/io.modelcontextprotocol~1serverInfo';
