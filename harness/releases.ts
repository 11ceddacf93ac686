/** The releases of this tool and of the specification that this version knows of. */
import { existsSync, readFileSync } from 'node:fs';
import { REVISIONS } from '../adapters/revision.js';

const CHANGELOG = new URL('../../CHANGELOG.md', import.meta.url);

/** Versions of this tool, newest first, as the changelog has them; and the dates of the revisions of MCP. */
export const findReleases = (): { tool: string[]; specification: string[] } => ({
  // An image may carry none.
  tool: existsSync(CHANGELOG)
    ? [...readFileSync(CHANGELOG, 'utf8').matchAll(/^## (\d+\.\d+\.\d+\S*)/gm)].map(([, name = '']) => name)
    : [],
  specification: [...REVISIONS],
});
