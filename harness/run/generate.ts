// The worker that makes arguments from a target's schema; see arguments.ts for its limits.
import { parentPort, workerData } from 'node:worker_threads';
import { generate, type JsonSchema } from 'json-schema-faker';

const { schema, seed } = workerData as { schema: JsonSchema; seed: number };
parentPort?.postMessage(await generate(schema, { seed, optionalsProbability: 0 }));
