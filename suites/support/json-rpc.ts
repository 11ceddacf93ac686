import { isObject } from './values.js';

/** What a JSON-RPC document says of its error; `undefined` where it is no error. */
export const readErrorCode = (document: unknown): unknown =>
  isObject(document) && isObject(document['error']) ? document['error']['code'] : undefined;

export const isResult = (document: unknown): boolean => isObject(document) && 'result' in document;

/** A request, of whichever side: it has a method and wants an answer. */
export const isRequest = (document: unknown): boolean =>
  isObject(document) && 'method' in document && 'id' in document;
