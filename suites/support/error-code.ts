/** What a reply says in place of an error: its code, or the result that came although an error was due. */
import type { Message } from '../session.js';
import type { Era } from '../../adapters/revision.js';
import type { Observation } from '../../adapters/observation.js';
import { isObject } from '../../adapters/json.js';

/** The error code of a reply; where a result came in its place, that result, so that the report shows it. */
export const readErrorCode = (reply: Message): Observation =>
  reply.at(hasOnlyResult(reply.document) ? '/result' : '/error/code');

const hasOnlyResult = (document: unknown): boolean =>
  isObject(document) && 'result' in document && !('error' in document);

/**
 * Standard errors for a URI that is not read: request or params invalid, internal, by the server's own choice, and as long as there
 * was a code for it, not found. Since codes of a server's own stand outside of the reserved range, any there will do.
 */
export function isRefusalCode(code: unknown, era: Era): boolean {
  if (!Number.isInteger(code)) return false;
  const number = code as number;
  if ([-32_600, -32_602, -32_603].includes(number)) return true;
  const isOwn = number >= -32_099 && number <= -32_000;
  if (era === 'legacy') return isOwn;
  return (isOwn && number !== -32_002) || number > -32_000 || number < -32_768;
}
