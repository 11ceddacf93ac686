/** Reads this tool's version number from package.json. */
import { readFileSync } from 'node:fs';

/** The version of this tool, from its package file; two folders up once compiled. */
export const toolVersion: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
