/** What a server says of its tools, prompts and resources, read at one moment, and where two moments differ. */
import type { Observation } from '../../adapters/observation.js';
import { isDeepStrictEqual } from 'node:util';
import type { Session } from '../session.js';
import { listDeclaredLists, type List } from './lists.js';
import { readList } from './tool-calls.js';

/** Members of an item that a client decides by. Sizes, dates and what stands in `_meta` may change at any time. */
export const DECIDING = [
  'title',
  'description',
  'inputSchema',
  'outputSchema',
  'arguments',
  'mimeType',
  'annotations',
] as const;
const VOLATILE = 'lastModified';

/** One member of one item, with where it stands. */
interface Definition {
  readonly list: List;
  /** Names the member: `tool echo, inputSchema`. */
  readonly name: string;
  readonly value: unknown;
  readonly seen: Observation;
}

/** Definitions by name. */
export type Definitions = ReadonlyMap<string, Definition>;

/** Reads every list that is declared, side by side; one that is not read to its end counts for nothing. */
export async function readDefinitions(session: Session): Promise<Definitions> {
  const read = new Map<string, Definition>();
  const lists = listDeclaredLists(session).map(async (list) => ({
    list,
    ...(await readList(session, list.method)),
  }));
  for (const { list, items, whole } of await Promise.all(lists)) {
    if (!whole) continue;
    for (const item of items) {
      for (const member of [list.key, ...DECIDING]) {
        const name = `${list.method} ${JSON.stringify(item.value[list.key])} ${member}`;
        const seen = item.at(`/${member}`);
        // Two items of one name are a finding of its own.
        if (!read.has(name)) read.set(name, { list, name, value: withoutDates(seen.value), seen });
      }
    }
  }
  return read;
}

/** Definitions of items that both moments have, and that differ in the later one. */
export const findChanged = (before: Definitions, after: Definitions): Definition[] =>
  [...after.values()].filter(({ name, value }) => {
    const known = before.get(name);
    return known !== undefined && !isDeepStrictEqual(known.value, value);
  });

/** Lists of which one moment has items that the other has not. */
export function findOtherLists(before: Definitions, after: Definitions): List[] {
  const names = (of: Definitions, { method }: List): string =>
    [...of.values()]
      .flatMap(({ list, name }) => (list.method === method ? name : []))
      .toSorted()
      .join('\n');
  const lists = new Set([...before.values(), ...after.values()].map(({ list }) => list));
  return [...lists].filter((list) => names(before, list) !== names(after, list));
}

/** Annotations without what may change at any time. */
export const withoutDates = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== VOLATILE));
};
