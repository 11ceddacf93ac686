/** Compares what a file states with what is so, and says each difference in one line. */
import { isObject, type Json } from '../../../adapters/json.js';
import { cutText } from '../../../adapters/cut.js';
import { formatLines } from '../../text/lines-of.js';
/** Lines of one comparison that a person reads. */
const MAX_DIFFERENCES = 20;

/** `summary.stdio.2025-11-25.fail: says 0, is 2`, one line a difference, of what is stated and what is so. */
export function listDifferences(stated: unknown, actual: unknown, at = ''): string[] {
  return formatLines([...compare(stated, actual, at)], MAX_DIFFERENCES, (line) => line);
}

function* compare(stated: unknown, actual: unknown, at: string): Generator<string> {
  if (Object.is(stated, actual)) return;
  if (hasMembers(stated) && hasMembers(actual)) {
    for (const key of new Set([...Object.keys(stated), ...Object.keys(actual)])) {
      yield* compare(own(stated, key), own(actual, key), at === '' ? key : `${at}.${key}`);
    }
    return;
  }
  yield `${at}: says ${shown(stated)}, is ${shown(actual)}`;
}

const hasMembers = (value: unknown): value is object => isObject(value) || Array.isArray(value);

const own = (value: object, key: string): unknown =>
  Object.hasOwn(value, key) ? (value as Json)[key] : undefined;

const shown = (value: unknown): string => cutText(JSON.stringify(value) ?? 'nothing', { head: 100 }).text;
