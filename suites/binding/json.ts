export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a JSON-RPC document says of its error; `undefined` where it is no error. */
export const errorCode = (document: unknown): unknown =>
  isObject(document) && isObject(document['error']) ? document['error']['code'] : undefined;

export const isResult = (document: unknown): boolean => isObject(document) && 'result' in document;
