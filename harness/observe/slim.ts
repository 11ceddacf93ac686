/** Copies what is kept of a message, so that what a target sends does not fill the memory. */
import { isObject, type Json } from '../../adapters/json.js';

/** Of one document: values, and characters of each text, that are kept. */
const MAX_VALUES = 100;
const MAX_TEXT = 1_000;
const MAX_DEPTH = 5;

/** The document without what is long, deep or too much; what is kept keeps its place. One that has nothing of that is not copied. */
export function slimOf(document: Json): Json {
  if (isSlim(document)) return document;
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

function isSlim(document: Json): boolean {
  let left = MAX_VALUES;
  const fits = (value: unknown, depth: number): boolean => {
    if (typeof value === 'string') return value.length <= MAX_TEXT;
    if (typeof value !== 'object' || value === null) return true;
    if (depth > MAX_DEPTH) return false;
    if (Array.isArray(value)) return value.every((item) => left-- > 0 && fits(item, depth + 1));
    for (const key in value)
      if (left-- <= 0 || key.length > MAX_TEXT || !fits((value as Json)[key], depth + 1)) return false;
    return true;
  };
  return fits(document, 0);
}
