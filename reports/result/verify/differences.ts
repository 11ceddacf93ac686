/** Lines of one comparison that a person reads. */
const MAX_DIFFERENCES = 20;

/** `summary.stdio.2025-11-25.fail: says 0, is 2`, one line a difference, of what is stated and what is so. */
export function listDifferences(stated: unknown, actual: unknown, at = ''): string[] {
  const found = [...compare(stated, actual, at)];
  if (found.length <= MAX_DIFFERENCES) return found;
  return [...found.slice(0, MAX_DIFFERENCES), `… and ${found.length - MAX_DIFFERENCES} more`];
}

function* compare(stated: unknown, actual: unknown, at: string): Generator<string> {
  if (Object.is(stated, actual)) return;
  if (isObject(stated) && isObject(actual)) {
    for (const key of new Set([...Object.keys(stated), ...Object.keys(actual)])) {
      yield* compare(own(stated, key), own(actual, key), at === '' ? key : `${at}.${key}`);
    }
    return;
  }
  yield `${at}: says ${shown(stated)}, is ${shown(actual)}`;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const own = (value: object, key: string): unknown =>
  Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
};
