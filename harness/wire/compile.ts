/** Compiles the message schemas of a revision with Ajv, in memory or to the source of a module. */
import { _, type CodeOptions } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import type { Revision } from '../../adapters/revision.js';
import { formats } from './formats.js';
import { makeContractSchema } from './schema/index.js';

/** All definitions of a revision in Ajv; one is `getSchema(definition(name))`. */
export const makeAjv = (revision: Revision, code: CodeOptions = {}): Ajv2020 =>
  new Ajv2020({
    code,
    formats,
    discriminator: true,
    inlineRefs: false,
    // Failures carry the schema and the value, so that they can be told in full.
    verbose: true,
    strict: true,
    strictRequired: false,
    strictTypes: false,
    schemas: [makeContractSchema(revision)],
  });

export const getDefinitionRef = (name: string): string => `wire#/$defs/${name.replaceAll('/', '~1')}`;

/**
 * The source of a module with one validator for each message of a revision. The build makes it, because Ajv needs
 * longer to load and compile than a whole scenario takes.
 */
export const compileContract = (revision: Revision): string => {
  const ajv = makeAjv(revision, { source: true, esm: true, formats: _`formats` });
  const messages = Object.keys(makeContractSchema(revision).$defs).filter((name) => /[:*]/.test(name));
  const exported = Object.fromEntries(messages.map((name, index) => [`v${index}`, getDefinitionRef(name)]));
  const named = messages.map((name, index) => `${JSON.stringify(name)}: v${index}`);
  return [
    "import { formats } from '../formats.js';",
    standaloneCode.default(ajv, exported),
    `export const validators = { ${named.join(', ')} };`,
    '',
  ].join('\n');
};
