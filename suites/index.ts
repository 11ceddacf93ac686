/** Loads all scenarios and observers. */
import { transportNames } from '../adapters/index.js';
import { EVERYWHERE, getBundle, isBundled, listIds, OBSERVERS } from './files.js';
import type { Observer } from './observer.js';
import type { RequirementId } from './requirements/index.js';
import type { Scenario } from './scenario.js';

/** Jest's own loader breaks where modules that share an import are loaded side by side. */
const IN_JEST = 'jest' in import.meta;

/**
 * Every scenario by its id, which is its path below this folder without the ending; or those alone that may run on one of these
 * transports. A new scenario is a new file and nothing else: the build finds it.
 */
export async function loadScenarios(
  transports: readonly string[] = transportNames,
): Promise<ReadonlyMap<string, Scenario>> {
  const own = transportNames.filter((name) => transports.includes(name));
  return loadFolders<Scenario>([...EVERYWHERE, ...own]);
}

let observers: Promise<ReadonlyMap<string, Observer>> | undefined;

/** Every observer by its id, `observers/progress`; read once for a process. */
export function loadObservers(): Promise<ReadonlyMap<string, Observer>> {
  observers ??= loadFolders<Observer>([OBSERVERS]);
  return observers;
}

/** What the observers judge on every connection, whatever a scenario is about. */
export const observedIds = async (): Promise<readonly RequirementId[]> => [
  ...new Set([...(await loadObservers()).values()].flatMap(({ requirements }) => requirements)),
];

/** The default exports of the files in these folders by id, in the order of their ids. */
async function loadFolders<T>(folders: readonly string[]): Promise<ReadonlyMap<string, T>> {
  const loaded: [string, T][] = [];
  if (IN_JEST) for (const folder of folders) loaded.push(...(await loadFiles<T>(folder)));
  else for (const ones of await Promise.all(folders.map(loadFolder<T>))) loaded.push(...ones);
  return new Map(loaded.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The build puts the files of a folder into one, because to find and load each of them takes longer than a short run. */
const loadFolder = <T>(folder: string): Promise<[string, T][]> =>
  isBundled(folder) ? load(getBundle(folder)) : loadFiles(folder);

async function loadFiles<T>(folder: string): Promise<[string, T][]> {
  const loaded: [string, T][] = [];
  for (const id of listIds(folder)) loaded.push([id, await load<T>(id)]);
  return loaded;
}

async function load<T>(path: string): Promise<T> {
  const module = (await import(new URL(`./${path}.js`, import.meta.url).href)) as { default?: T };
  if (module.default === undefined) throw new Error(`suites/${path}.js has no default export`);
  return module.default;
}
