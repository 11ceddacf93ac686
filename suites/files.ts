/** Where scenarios and observers stand, and by which id each of their files is known. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transportNames } from '../adapters/index.js';

/** Folders of scenarios that belong to no transport; each transport has one of its name. */
export const EVERYWHERE: readonly string[] = ['shared', 'outage'];

export const OBSERVERS = 'observers';

/** All folders whose files are scenarios or observers. */
export const FOLDERS: readonly string[] = [...EVERYWHERE, ...transportNames, OBSERVERS];

/** The one file that the build makes of a folder: its path below this one without the ending. */
export const getBundle = (folder: string): string => `bundled/${folder}`;

/** One that came after the build has none. */
export const isBundled = (folder: string): boolean => existsSync(toPath(`${getBundle(folder)}.js`));

/**
 * The ids of the files in a folder, each its path below this one without the ending: `shared/tools/list`. What begins with `_`
 * is none. A transport without scenarios has no folder.
 */
export function listIds(folder: string): string[] {
  const root = toPath(folder);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.js') && !file.endsWith('.test.js') && !file.includes('/_'))
    .map((file) => file.slice(0, -'.js'.length))
    .sort();
}

const toPath = (path: string): string => fileURLToPath(new URL(`./${path}`, import.meta.url));
