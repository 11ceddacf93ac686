// The worker that makes arguments from a target's schema; see arguments.ts for its limits. It validates them as well,
// because a pattern of the target's can take as long as it likes.
import { parentPort, workerData } from 'node:worker_threads';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { generate, type JsonSchema } from 'json-schema-faker';

/** First that all is loaded, from which on its time counts; then what was made, `undefined` where that is not valid. */
export type FromWorker = { loaded: true } | { value: unknown };

const say = (message: FromWorker): void => parentPort?.postMessage(message);

say({ loaded: true });
const { schema, seed } = workerData as { schema: JsonSchema & object; seed: number };
const value: unknown = await generate(schema, { seed, optionalsProbability: 0 });
const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false, logger: false });
say({ value: ajv.validate(schema, value) ? value : undefined });
