/** Judges the JSON schemas of a target in a worker thread, within limits of time and memory. */
import { LimitedThread } from './limited-thread.js';

export const DIALECT_2020_12 = 'https://json-schema.org/draft/2020-12/schema';

/** A schema of the target, alone or with a value that it should accept. */
export interface SchemaJob {
  schema: unknown;
  value?: { json: unknown };
}

/** `unknown` where it cannot be decided: another dialect, a reference that leads away, too costly. */
export type SchemaVerdict = 'valid' | 'invalid' | 'unknown';

/** Schemas of targets may be made to never end: they are judged in a worker, within this time and memory. */
const LIMIT_MS = 10_000;
const LIMIT_MB = 128;

const thread = new LimitedThread<readonly SchemaJob[], readonly SchemaVerdict[]>(
  new URL('./schema-worker.js', import.meta.url),
  LIMIT_MB,
);

/** Verdicts by job: the schemas of a target are much the same on every transport and at every revision. */
const judged = new Map<string, SchemaVerdict>();
const MAX_JUDGED = 2_000;

/** Judges schemas by their dialect, and values by their schema; in the order of the jobs. */
export async function judgeSchemas(
  jobs: readonly SchemaJob[],
  limitMs = LIMIT_MS,
): Promise<readonly SchemaVerdict[]> {
  const keys = jobs.map((job) => JSON.stringify(job));
  const fresh = jobs.filter((_, index) => !judged.has(keys[index] ?? ''));
  const verdicts = fresh.length === 0 ? [] : await thread.run(fresh, limitMs);
  if (judged.size > MAX_JUDGED) judged.clear();
  for (const [index, job] of fresh.entries()) judged.set(JSON.stringify(job), verdicts?.[index] ?? 'unknown');
  return keys.map((key) => judged.get(key) ?? 'unknown');
}
