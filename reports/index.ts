import type { Format } from './format.js';

/** One line a format; loaded when it is first used. */
export const formats = {
  matrix: async () => (await import('./matrix/matrix.js')).matrix,
  html: async () => (await import('./html/html.js')).html,
  json: async () => (await import('./json/json.js')).json,
  junit: async () => (await import('./junit/junit.js')).junit,
  markdown: async () => (await import('./markdown/markdown.js')).markdown,
  badge: async () => (await import('./badge/badge.js')).badge,
} satisfies Record<string, () => Promise<Format>>;

export type FormatName = keyof typeof formats;

export const formatNames = Object.keys(formats) as FormatName[];
