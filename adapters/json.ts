/** What a value that came from outside is, decided without trusting it. The one place for it: every room may import it. */

export type Json = Record<string, unknown>;

/** Whether the value is a JSON object: neither `null` nor an array. `isObject({}) === true`, `isObject([]) === false`. */
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
