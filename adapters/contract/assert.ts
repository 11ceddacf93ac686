/** An assertion that a value has certain properties, whatever else it has. */
import assert from 'node:assert/strict';

/** Every property of `expected` is in `actual`, at any depth, with the same value; `actual` may have more. */
export function assertIncludes(actual: unknown, expected: object): void {
  assert.deepEqual(pick(actual, expected), expected);
}

function pick(actual: unknown, like: unknown): unknown {
  if (typeof actual !== 'object' || actual === null || typeof like !== 'object' || like === null)
    return actual;
  const values = actual as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(like).flatMap(([key, value]) =>
      Object.hasOwn(values, key) ? [[key, pick(values[key], value)]] : [],
    ),
  );
}
