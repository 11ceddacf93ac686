import { readFileSync } from 'node:fs';
import type { Result } from './result/result.js';

/** What a run saw of a server that nobody here wrote; outside `dist/`, because tsc copies no data files. */
export const recorded = JSON.parse(
  readFileSync(new URL('../../reports/samples/server-everything.json', import.meta.url), 'utf8'),
) as Result;
