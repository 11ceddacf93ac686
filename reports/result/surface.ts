/** What a target offers as a result keeps it, and where two results differ in it, by JSON pointer. */
import { isDeepStrictEqual } from 'node:util';

/** Hashes by the names of items, by list: `tools`, `prompts`, `resources`, `resourceTemplates`. */
export type SurfaceLists = Record<string, Record<string, string>>;

export interface SurfaceReport {
  /** By transport and revision, as `stdio/2025-11-25`. */
  cells: Record<string, SurfaceLists>;
  /** By hash, what a client decides by: descriptions, schemas, annotations. Large ones, and those past a bound, are left out. */
  definitions: Record<string, unknown>;
}

/** A place of the surface that is not what it was: `/tools/echo/inputSchema/properties/text`. */
export interface SurfaceChange {
  change: 'added' | 'removed' | 'changed';
  pointer: string;
  /** Transports and revisions on which it is so. */
  cells: string[];
}

/** Changes that are told: a target that names everything anew has no end of them. */
const MAX_CHANGES = 1_000;

type With = { target: { surface?: SurfaceReport } };

/** What the parts of a run saw, together: each transport was surveyed by those that ran on it, and every one lists the same. */
export function joinSurfaces(results: readonly With[]): With['target'] {
  const surfaces = results.flatMap(({ target: { surface } }) => surface ?? []);
  if (surfaces.length === 0) return {};
  const join = <T>(parts: readonly Record<string, T>[]): Record<string, T> =>
    Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
  const cells = join(surfaces.map((surface) => surface.cells));
  return { surface: { cells, definitions: join(surfaces.map(({ definitions }) => definitions)) } };
}

/** What differs from `old` to `now`, on transports and at revisions that both have. */
export function diffSurfaces(now: With, old: With): SurfaceChange[] {
  const [after, before] = [now.target.surface, old.target.surface];
  if (after === undefined || before === undefined) return [];
  const found = new Map<string, SurfaceChange>();
  const readOf = (of: SurfaceReport): Map<string, SurfaceLists> => new Map(Object.entries(of.cells));
  const known = readOf(before);
  for (const [cell, lists] of readOf(after)) {
    const was = known.get(cell);
    if (was === undefined) continue;
    const note: Note = (change, path) => {
      const pointer = path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
      const one = found.get(`${change} ${pointer}`);
      if (one !== undefined) one.cells.push(cell);
      else if (found.size < MAX_CHANGES)
        found.set(`${change} ${pointer}`, { change, pointer, cells: [cell] });
    };
    const open = (of: SurfaceReport) => (hash: unknown) => readMember(of.definitions, hash) ?? hash;
    compareMembers(was, lists, [], note, { before: open(before), after: open(after) });
  }
  return [...found.values()];
}

type Note = (change: SurfaceChange['change'], path: readonly string[]) => void;
type Open = (hash: unknown) => unknown;

/** A pointer that is longer helps nobody. */
const MAX_DEPTH = 40;
/** Names of the lists and of their items stand above the hashes. */
const HASHES_AT = 2;

const isJson = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readMember = (of: object, name: unknown): unknown =>
  typeof name === 'string' && Object.hasOwn(of, name) ? (of as Record<string, unknown>)[name] : undefined;

function compareMembers(
  before: object,
  after: object,
  path: readonly string[],
  note: Note,
  open: { before: Open; after: Open },
): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [readMember(before, name), readMember(after, name)];
    const here = [...path, name];
    if (was === undefined || is === undefined) note(was === undefined ? 'added' : 'removed', here);
    else if (isDeepStrictEqual(was, is)) continue;
    else {
      const atHash = here.length === HASHES_AT;
      const [old, now] = atHash ? [open.before(was), open.after(is)] : [was, is];
      if (isJson(old) && isJson(now) && here.length < MAX_DEPTH) compareMembers(old, now, here, note, open);
      // Of what is not kept only the hash is known.
      else note('changed', here);
    }
  }
}
