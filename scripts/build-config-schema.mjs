// Writes what transports add to the schema of config files, from their descriptors, into the schema that is published.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { CONFIG_SCHEMA, makeConfigSchema } from '../dist/harness/config/schema.js';

const file = fileURLToPath(CONFIG_SCHEMA);
const text = await format(JSON.stringify(makeConfigSchema(), null, 2), {
  ...(await resolveConfig(file)),
  parser: 'json',
});
if (readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
