/** Copies what is kept of a message, so that what a target sends does not fill the memory. */
import { isObject, type Json } from '../../adapters/json.js';

/** Of one document: values, and characters of each text, that are kept. */
const MAX_VALUES = 100;
const MAX_TEXT = 1_000;
const MAX_DEPTH = 5;

/** A copy without what is long, deep or too much; what is kept keeps its place. */
export function slimOf(document: Json): Json {
  let left = MAX_VALUES;
  const slim = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return value.length > MAX_TEXT ? undefined : value;
    if (typeof value !== 'object' || value === null) return value;
    if (depth > MAX_DEPTH) return undefined;
    if (Array.isArray(value))
      return value.slice(0, MAX_VALUES).map((item) => (left-- > 0 ? slim(item, depth + 1) : undefined));
    const kept: Json = {};
    for (const key in value) {
      if (left-- <= 0) break;
      if (key.length <= MAX_TEXT) kept[key] = slim((value as Json)[key], depth + 1);
    }
    return kept;
  };
  const kept = slim(document, 0);
  return isObject(kept) ? kept : {};
}
