/** What a reply says in place of an error: its code, or the result that came although an error was due. */
import type { Message } from '../session.js';
import type { Observation } from '../../adapters/observation.js';
import { isObject } from '../../adapters/json.js';

/** The error code of a reply; where a result came in its place, that result, so that the report shows it. */
export const readErrorCode = (reply: Message): Observation =>
  reply.at(hasOnlyResult(reply.document) ? '/result' : '/error/code');

const hasOnlyResult = (document: unknown): boolean =>
  isObject(document) && 'result' in document && !('error' in document);
