// The worker that makes arguments from a target's schema; see arguments.ts for its limits. It validates them as well,
// because a pattern of the target's can take as long as it likes.
import { parentPort } from 'node:worker_threads';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { generate, type JsonSchema } from 'json-schema-faker';

export interface GenerateJob {
  schema: object;
  seed: number;
}

/** Answers with what was made, or with nothing where that is not valid. */
async function make({ schema, seed }: GenerateJob): Promise<unknown> {
  try {
    const value: unknown = await generate(schema as JsonSchema, { seed, optionalsProbability: 0 });
    const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false, logger: false });
    return ajv.validate(schema, value) ? value : undefined;
  } catch {
    // A schema that leads away, or that is none.
    return undefined;
  }
}

const say = (message: unknown): void => parentPort?.postMessage(message);

parentPort?.on('message', (job: GenerateJob) => void make(job).then(say));
say('loaded');
