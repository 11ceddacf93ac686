import { Ajv2020 } from 'ajv/dist/2020.js';
import { _ } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import type { Revision } from '../../adapters/revision.js';
import { formats } from './formats.js';
import { contractSchema } from './schema/index.js';

/**
 * The source of a module with one validator for each message of a revision. It is made by the build, because Ajv
 * needs longer to load and compile than a whole scenario takes; the module is ready within milliseconds.
 */
export const compileContract = (revision: Revision): string => {
  const schema = contractSchema(revision);
  const ajv = new Ajv2020({
    code: { source: true, esm: true, lines: true, formats: _`formats` },
    discriminator: true,
    inlineRefs: false,
    strict: true,
    strictRequired: false,
    strictTypes: false,
    formats,
    schemas: [schema],
  });
  const names = Object.keys(schema.$defs).filter((name) => /[:*]/.test(name));
  const exported = Object.fromEntries(
    names.map((name, index) => [`v${index}`, `wire#/$defs/${name.replaceAll('/', '~1')}`]),
  );
  return [
    "import { formats } from '../formats.js';",
    standaloneCode.default(ajv, exported),
    `export const validators = {${names.map((name, index) => `${JSON.stringify(name)}: v${index}`).join(',')}};`,
    '',
  ].join('\n');
};
