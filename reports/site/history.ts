/** What earlier versions of the site left in its folder: read with care, and written again with what is new. */
import type { SiteEntry } from './entry.js';

export const HISTORY_FILE = 'history.json';
const FORMAT = 'mcp-transport-conformance/site@1';

/** Results of one server that are remembered. */
const MAX_ENTRIES = 30;
const MAX_SERVERS = 5_000;

/** A server of the site: what is known of it now, and what was before, newest first. */
export interface SiteServer {
  now: SiteEntry;
  before: SiteEntry[];
  /** It is not among the results that the site was made from this time. */
  kept: boolean;
}

/** The servers of the site, by name: those of now, and those that only earlier results are of. */
export function mergeHistory(entries: readonly SiteEntry[], text: string | undefined): SiteServer[] {
  const old = readHistory(text);
  const servers = entries.map((now): SiteServer => {
    const before = old.get(now.name) ?? [];
    old.delete(now.name);
    // The same result, drawn again, is no change.
    return {
      now,
      before: before.filter(({ digest }) => digest === '' || digest !== now.digest),
      kept: false,
    };
  });
  for (const [now, ...before] of old.values())
    if (now !== undefined) servers.push({ now, before, kept: true });
  return servers;
}

export const formatHistory = (servers: readonly SiteServer[]): string =>
  `${JSON.stringify({
    format: FORMAT,
    servers: servers.slice(0, MAX_SERVERS).map(({ now, before }) => [now, ...before].slice(0, MAX_ENTRIES)),
  })}\n`;

/** What is no history of ours is none: a folder may hold anything. */
function readHistory(text: string | undefined): Map<string, SiteEntry[]> {
  const found = new Map<string, SiteEntry[]>();
  let document: unknown;
  try {
    document = JSON.parse(text ?? 'null');
  } catch {
    return found;
  }
  const { format, servers } = (document ?? {}) as { format?: unknown; servers?: unknown };
  if (format !== FORMAT || !Array.isArray(servers)) return found;
  for (const list of servers.slice(0, MAX_SERVERS) as unknown[]) {
    const entries = Array.isArray(list) ? list.filter(isEntry).slice(0, MAX_ENTRIES) : [];
    if (entries[0] !== undefined) found.set(entries[0].name, entries);
  }
  return found;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isList = (value: unknown, is: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(is);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isCell = (value: unknown): boolean =>
  isObject(value) &&
  isText(value['transport']) &&
  ['revision', 'reason'].every((name) => value[name] === undefined || isText(value[name])) &&
  ['pass', 'fail', 'warn', 'unseen'].every(
    (name) => value[name] === undefined || Number.isInteger(value[name]),
  );

const isCommand = (value: unknown): boolean =>
  isObject(value) &&
  isText(value['transport']) &&
  isList(value['words'], isText) &&
  (value['image'] === undefined || isText(value['image']));

function isEntry(value: unknown): value is SiteEntry {
  return (
    isObject(value) &&
    ['name', 'title', 'at', 'tool', 'digest'].every((name) => isText(value[name])) &&
    ['exitCode', 'seed'].every((name) => Number.isInteger(value[name])) &&
    (value['problem'] === undefined || isText(value['problem'])) &&
    isList(value['cells'], isCell) &&
    isList(value['failed'], isText) &&
    isList(value['commands'], isCommand)
  );
}

/** What is different from the last result before; nothing where there is none that compares. */
export interface SiteChanges {
  since: string;
  broken: string[];
  fixed: string[];
  /** Another exit code. */
  was?: number;
}

export function findChanges({ now, before }: SiteServer): SiteChanges | undefined {
  const [last] = before;
  if (last === undefined) return undefined;
  const [old, fresh] = [new Set(last.failed), new Set(now.failed)];
  // What was not run again was not mended.
  const cells = new Set(now.cells.filter(({ pass }) => pass !== undefined).map(keyOf));
  const ran = (one: string): boolean => cells.has(one.split(' ').slice(0, 2).join(' '));
  return {
    since: last.at,
    broken: now.failed.filter((one) => !old.has(one)),
    fixed: last.failed.filter((one) => !fresh.has(one) && ran(one)),
    ...(last.exitCode === now.exitCode ? {} : { was: last.exitCode }),
  };
}

const keyOf = ({ transport, revision = '' }: { transport: string; revision?: string }): string =>
  `${transport} ${revision}`;
