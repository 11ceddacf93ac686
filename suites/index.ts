/** Finds and loads all scenarios and observers from their folders. */
import { readdir } from 'node:fs/promises';
import { transportNames } from '../adapters/index.js';
import type { Scenario } from './scenario.js';

/** Folders that hold scenarios, where they are there; everything else here is contract or catalogue. */
const FOLDERS = ['shared', 'outage', ...transportNames];

/** Jest's own loader breaks where modules that share an import are loaded side by side. */
const IN_JEST = 'jest' in import.meta;

/**
 * Every scenario by its id, which is its path below this folder without the ending. Files are loaded side by side: a
 * new scenario is a new file and nothing else.
 */
export async function loadScenarios(): Promise<ReadonlyMap<string, Scenario>> {
  const ids = (await Promise.all(FOLDERS.map(idsIn))).flat().sort();
  if (!IN_JEST) return new Map(await Promise.all(ids.map(load)));
  const scenarios = new Map<string, Scenario>();
  for (const id of ids) scenarios.set(...(await load(id)));
  return scenarios;
}

async function idsIn(folder: string): Promise<string[]> {
  const root = new URL(`./${folder}/`, import.meta.url);
  const files = await readdir(root, { recursive: true }).catch(() => []);
  return files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.js') && !file.endsWith('.test.js') && !file.includes('/_'))
    .map((file) => `${folder}/${file.slice(0, -'.js'.length)}`);
}

async function load(id: string): Promise<[string, Scenario]> {
  const module = (await import(new URL(`./${id}.js`, import.meta.url).href)) as { default?: Scenario };
  if (module.default === undefined) throw new Error(`suites/${id}.js has no default export`);
  return [id, module.default];
}
