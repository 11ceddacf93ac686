/** The worker thread that checks JSON schemas, and values against them, with Ajv. */
import { parentPort } from 'node:worker_threads';
import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { DIALECT_2020_12, type SchemaJob, type SchemaVerdict } from './schemas.js';

const OPTIONS = { strict: false, validateFormats: false, logger: false, addUsedSchema: false } as const;

/** Made once each, as compiling a meta-schema is what takes the time; judged schemas are not kept in them. */
const DIALECTS: Readonly<Record<string, () => Ajv>> = {
  [DIALECT_2020_12]: once(() => new Ajv2020(OPTIONS)),
  'https://json-schema.org/draft/2019-09/schema': once(() => new Ajv2019(OPTIONS)),
  'http://json-schema.org/draft-07/schema': once(() => new Ajv(OPTIONS)),
};

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Of one schema, for all the values of a message that are held against it: compiling takes longest. */
type Judge = (value: SchemaJob['value']) => SchemaVerdict;
const judges = new WeakMap<object, Judge>();

function judge({ schema, value }: SchemaJob): SchemaVerdict {
  if (typeof schema !== 'object' || schema === null) return 'invalid';
  const known = judges.get(schema) ?? makeJudge(schema);
  judges.set(schema, known);
  try {
    return known(value);
  } catch {
    // A reference that cannot be resolved, or keywords in a combination that ajv does not compile.
    return 'unknown';
  }
}

function makeJudge(schema: object): Judge {
  const { $schema: declared = DIALECT_2020_12, ...rest } = schema as Record<string, unknown>;
  // What names the dialect is a URI in each of them.
  if (typeof declared !== 'string') return () => 'invalid';
  const dialect = DIALECTS[declared.replace(/#$/, '')];
  if (dialect === undefined) return () => 'unknown';
  const isValid = once(() => dialect().validateSchema(rest) === true);
  const compiled = once(() => dialect().compile(rest));
  return (value) => {
    if (!isValid()) return 'invalid';
    return value === undefined || compiled()(value.json) ? 'valid' : 'invalid';
  };
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
const say = (message: unknown): void => parentPort?.postMessage(message);

parentPort?.on('message', (jobs: readonly SchemaJob[]) => say(jobs.map(judge)));
say('loaded');
