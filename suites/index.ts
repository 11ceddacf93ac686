import { readdir } from 'node:fs/promises';
import { transportNames } from '../adapters/index.js';
import type { Scenario } from './scenario.js';

/** Folders that hold scenarios, where they are there; everything else here is contract or catalogue. */
const FOLDERS = ['shared', 'outage', ...transportNames];

/**
 * Every scenario by its id, which is its path below this folder without the ending. Files are loaded side by side: a
 * new scenario is a new file and nothing else.
 */
export async function loadScenarios(): Promise<ReadonlyMap<string, Scenario>> {
  const found = await Promise.all(FOLDERS.map(scenariosIn));
  return new Map(found.flat().sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function scenariosIn(folder: string): Promise<[string, Scenario][]> {
  const root = new URL(`./${folder}/`, import.meta.url);
  const files = await readdir(root, { recursive: true }).catch(() => []);
  return Promise.all(
    files
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.js') && !file.endsWith('.test.js') && !file.includes('/_'))
      .map(async (file): Promise<[string, Scenario]> => {
        const module = (await import(new URL(file, root).href)) as { default?: Scenario };
        if (module.default === undefined) throw new Error(`suites/${folder}/${file} has no default export`);
        return [`${folder}/${file.slice(0, -'.js'.length)}`, module.default];
      }),
  );
}
