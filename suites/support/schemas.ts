/** Judges the JSON schemas of a target in a worker thread, within limits of time and memory. */
import { Worker } from 'node:worker_threads';

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
  const verdicts = await judgeApart(fresh, limitMs);
  if (judged.size > MAX_JUDGED) judged.clear();
  for (const [index, job] of fresh.entries()) judged.set(JSON.stringify(job), verdicts[index] ?? 'unknown');
  return keys.map((key) => judged.get(key) ?? 'unknown');
}

/** One thread for all: loading it takes longer than judging. It is replaced once a schema was too much for it. */
let thread: Worker | undefined;
/** Who comes while the thread is at work waits for it. */
let turn: Promise<unknown> = Promise.resolve();

function judgeApart(jobs: readonly SchemaJob[], limitMs: number): Promise<readonly SchemaVerdict[]> {
  if (jobs.length === 0) return Promise.resolve([]);
  const mine = turn.then(() => judgeNow(jobs, limitMs));
  turn = mine;
  return mine;
}

async function judgeNow(jobs: readonly SchemaJob[], limitMs: number): Promise<readonly SchemaVerdict[]> {
  const worker = (thread ??= startThread());
  let timer: NodeJS.Timeout | undefined;
  let fail = (): void => {};
  const verdicts = await new Promise<readonly SchemaVerdict[] | undefined>((resolve) => {
    fail = () => resolve(undefined);
    timer = setTimeout(fail, limitMs);
    worker.once('message', resolve);
    // Out of memory or a stack that a schema blew: nothing is known then.
    worker.once('error', fail);
    worker.postMessage(jobs);
  });
  clearTimeout(timer);
  worker.off('error', fail);
  if (verdicts !== undefined) return verdicts;
  thread = undefined;
  await worker.terminate();
  return jobs.map((): SchemaVerdict => 'unknown');
}

function startThread(): Worker {
  const worker = new Worker(new URL('./schema-worker.js', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: LIMIT_MB },
  });
  // It ends with the process, and holds up none that has nothing else to do.
  worker.unref();
  return worker;
}
