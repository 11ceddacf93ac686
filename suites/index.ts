/** Finds and loads all scenarios and observers from their folders. */
import { readdir } from 'node:fs/promises';
import { transportNames } from '../adapters/index.js';
import type { Observer } from './observer.js';
import type { RequirementId } from './requirements/index.js';
import type { Scenario } from './scenario.js';

/** Folders of scenarios that belong to no transport; each transport has one of its name, and all else here holds none. */
const EVERYWHERE = ['shared', 'outage'];

/** Jest's own loader breaks where modules that share an import are loaded side by side. */
const IN_JEST = 'jest' in import.meta;

/**
 * Every scenario by its id, which is its path below this folder without the ending; or those alone that may run on one of these
 * transports. Files are loaded side by side: a new scenario is a new file and nothing else.
 */
export async function loadScenarios(
  transports: readonly string[] = transportNames,
): Promise<ReadonlyMap<string, Scenario>> {
  const own = transportNames.filter((name) => transports.includes(name));
  const ids = (await Promise.all([...EVERYWHERE, ...own].map(idsIn))).flat().sort();
  return loadModules<Scenario>(ids);
}

let observers: Promise<ReadonlyMap<string, Observer>> | undefined;

/** Every observer by its id, `observers/progress`; read once for a process. */
export function loadObservers(): Promise<ReadonlyMap<string, Observer>> {
  observers ??= idsIn('observers').then((ids) => loadModules<Observer>(ids.sort()));
  return observers;
}

/** What the observers judge on every connection, whatever a scenario is about. */
export const observedIds = async (): Promise<readonly RequirementId[]> => [
  ...new Set([...(await loadObservers()).values()].flatMap(({ requirements }) => requirements)),
];

/** The default exports of these files, by id. */
async function loadModules<T>(ids: readonly string[]): Promise<ReadonlyMap<string, T>> {
  if (!IN_JEST) return new Map(await Promise.all(ids.map((id) => load<T>(id))));
  const modules = new Map<string, T>();
  for (const id of ids) modules.set(...(await load<T>(id)));
  return modules;
}

async function idsIn(folder: string): Promise<string[]> {
  const root = new URL(`./${folder}/`, import.meta.url);
  const files = await readdir(root, { recursive: true }).catch(() => []);
  return files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.js') && !file.endsWith('.test.js') && !file.includes('/_'))
    .map((file) => `${folder}/${file.slice(0, -'.js'.length)}`);
}

async function load<T>(id: string): Promise<[string, T]> {
  const module = (await import(new URL(`./${id}.js`, import.meta.url).href)) as { default?: T };
  if (module.default === undefined) throw new Error(`suites/${id}.js has no default export`);
  return [id, module.default];
}
