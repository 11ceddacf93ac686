import { expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { CONFIG_SCHEMA, makeConfigSchema } from './schema.js';

it('is published as the descriptors of the transports have it', () => {
  // Where this fails: `npm run build` writes the file.
  expect(JSON.parse(readFileSync(CONFIG_SCHEMA, 'utf8'))).toEqual(makeConfigSchema());
});

it.each(['config/config', 'config/baseline', 'gate/policy'])(
  'is a schema of its dialect, which nobody checks again at run time: %s',
  (name) => {
    const file = new URL(`../../../harness/${name}.schema.json`, import.meta.url);
    const ajv = new Ajv2020();
    const isSchema = ajv.validateSchema(JSON.parse(readFileSync(file, 'utf8')) as object);
    expect(ajv.errors ?? []).toEqual([]);
    expect(isSchema).toBe(true);
  },
);
