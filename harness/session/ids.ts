/** Ids of requests: as keys by type and value, and in words. */
import type { Id } from '../../suites/session.js';

/** Ids are matched by type and value. */
export const makeKey = (id: unknown): string => `${typeof id}:${String(id)}`;

/** The same id as text, or as a number. */
export const makeOtherKey = (id: unknown): string =>
  `${typeof id === 'string' ? 'number' : 'string'}:${String(id)}`;

/** `tools/list (id 3)` */
export const describeRequest = ({ method, id }: { method: string | undefined; id: Id | null }): string =>
  `${method ?? 'message'} (id ${JSON.stringify(id)})`;
