/**
 * Evidence. An `Observation` is a value together with the place where it was seen: the transcript entries that
 * carried it and, inside a message, its JSON pointer. Adapters and the session make them (`observe`); scenarios can
 * only pass them on, so a verdict without evidence cannot be written. (A lint rule keeps `observe` out of `suites/`.)
 */
declare const seen: unique symbol;

export interface Observation<T = unknown> {
  readonly value: T;
  /** What was read, for people: `/result/tools/0/name`, `header content-type`, `exit code`. */
  readonly at: string;
  /** Numbers of the transcript entries that it was read from; never empty. */
  readonly entries: readonly number[];
  readonly [seen]: true;
}

export function observe<T>(value: T, at: string, entries: readonly number[]): Observation<T> {
  if (entries.length === 0) throw new Error(`no transcript entry for ${at}: an observation needs evidence`);
  return { value, at, entries } as unknown as Observation<T>;
}

/** The value at a JSON pointer (RFC 6901), or `undefined` where there is none. Own properties only. */
export function readPointer(document: unknown, pointer: string): unknown {
  let value = document;
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
