/** The report formats by their names on the command line, each loaded when it is first used. */
import type { Format } from './format.js';

/** One line a format: its name on the command line, and its folder. Loaded when it is first used. */
const folders = {
  matrix: () => import('./matrix/format.js'),
  html: () => import('./html/format.js'),
  json: () => import('./json/format.js'),
  junit: () => import('./junit/format.js'),
  markdown: () => import('./markdown/format.js'),
  badge: () => import('./badge/format.js'),
  sarif: () => import('./sarif/format.js'),
  ctrf: () => import('./ctrf/format.js'),
  github: () => import('./github/format.js'),
  openmetrics: () => import('./openmetrics/format.js'),
  site: () => import('./site/format.js'),
} satisfies Record<string, () => Promise<{ format: Format }>>;

export type FormatName = keyof typeof folders;

export const formatNames = Object.keys(folders) as FormatName[];

export const loadFormat = async (name: FormatName): Promise<Format> => (await folders[name]()).format;
