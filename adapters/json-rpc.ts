/** What a JSON-RPC document is, decided without trusting it. */
import { isObject, type Json } from './json.js';

/** A request, of whichever side: it has a method and wants an answer. */
export const isRequest = (document: unknown): boolean =>
  isObject(document) && 'method' in document && 'id' in document;

/** It has a method, and no id that could be answered. */
export const isNotification = (document: unknown): boolean =>
  isObject(document) && 'method' in document && !('id' in document);

/** A result or an error, whatever its id. */
export const isResponse = (document: unknown): document is Json =>
  isObject(document) && !('method' in document) && ('result' in document || 'error' in document);

export const isResult = (document: unknown): boolean => isObject(document) && 'result' in document;

/** What the document says of its error; `undefined` where it is no error. */
export const readErrorCode = (document: unknown): unknown =>
  isObject(document) && isObject(document['error']) ? document['error']['code'] : undefined;
