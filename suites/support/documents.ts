import { isObject } from '../../adapters/json.js';

/** A name and a version, as servers and clients present themselves. */
export const isImplementation = (value: unknown): boolean =>
  isObject(value) && typeof value['name'] === 'string' && typeof value['version'] === 'string';

/** Where a modern result says who the server is. */
export const SERVER_INFO = '/result/_meta/io.modelcontextprotocol~1serverInfo';
