import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { CONFIG_SCHEMA, makeConfigSchema } from './schema.js';

it('is published as the descriptors of the transports have it', () => {
  // Where this fails: `npm run build` writes the file.
  expect(JSON.parse(readFileSync(CONFIG_SCHEMA, 'utf8'))).toEqual(makeConfigSchema());
});
