import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Revision } from '../../adapters/revision.js';
import type { Sender } from './names.js';
import type { Schema } from './schema/json.js';

/** Where the official schemas lie: beside the repository, or where `MCPTC_SPEC_DIR` says. They are not ours to ship. */
export const specFolder = resolve(
  process.env['MCPTC_SPEC_DIR'] ?? fileURLToPath(new URL('../../../../shared/spec', import.meta.url)),
);
export const specPresent = existsSync(join(specFolder, '2026-07-28.schema.json'));

export type Definitions = Readonly<Record<string, Schema>>;

/** The official schema of one revision, asked the way our contract is asked. */
export interface Official {
  definitions: Definitions;
  /** Definition names by method, for each union: `ClientRequest`, `ServerNotification`. */
  unions: Readonly<Record<string, Readonly<Record<string, string>>>>;
  valid(definition: string, value: unknown): boolean;
  verdict(sender: Sender, document: Readonly<Record<string, unknown>>, answers?: string): boolean;
  /** Names of the definitions a successful response to a method is one of. */
  results(method: string): readonly string[];
}

const UNIONS = ['ClientRequest', 'ClientNotification', 'ServerRequest', 'ServerNotification'];

const methodOf = (schema: Schema | undefined): string =>
  (schema as { properties: { method: { const: string } } }).properties.method.const;

const unionOf = (definitions: Definitions, union: string): Record<string, string> => {
  const schema = definitions[union];
  if (!schema) return {};
  const members = schema['anyOf'] as { $ref: string }[] | undefined;
  const names = members ? members.map(({ $ref }) => $ref.replace(/^.*\//, '')) : [union];
  return Object.fromEntries(names.map((name) => [methodOf(definitions[name]), name]));
};

/** `amend` changes definitions on purpose: what a deviation of ours would look like in the official schema. */
export const loadOfficial = (
  revision: Revision,
  amend: (definitions: Definitions) => Definitions = () => ({}),
): Official => {
  const { $schema: _dialect, ...schema } = JSON.parse(
    readFileSync(join(specFolder, `${revision}.schema.json`), 'utf8'),
  ) as Record<string, unknown>;
  const key = '$defs' in schema ? '$defs' : 'definitions';
  const published = schema[key] as Definitions;
  const definitions = { ...published, ...amend(published) };
  const ajv = new Ajv2020({ strict: false, schemas: [{ ...schema, [key]: definitions, $id: 'official' }] });
  addFormats.default(ajv);
  const validators = new Map<string, ValidateFunction>();
  const valid = (definition: string, value: unknown): boolean => {
    let validator = validators.get(definition);
    if (!validator) {
      validator = ajv.compile({ $ref: `official#/${key}/${definition}` });
      validators.set(definition, validator);
    }
    return validator(value);
  };
  const first = (...names: string[]): string => names.find((name) => name in definitions) ?? '';
  const success = first('JSONRPCResultResponse', 'JSONRPCResponse');
  const failure = first('JSONRPCErrorResponse', 'JSONRPCError');
  const unions = Object.fromEntries(UNIONS.map((union) => [union, unionOf(definitions, union)]));

  const results = (method: string): readonly string[] => {
    const request = unions['ClientRequest']?.[method] ?? unions['ServerRequest']?.[method] ?? '';
    const own = request.replace(/Request$/, 'Result');
    const asked = revision === '2026-07-28' ? ['tools/call', 'prompts/get', 'resources/read'] : [];
    const task =
      revision === '2025-11-25' ? ['tools/call', 'sampling/createMessage', 'elicitation/create'] : [];
    return [
      own in definitions ? own : 'EmptyResult',
      ...(asked.includes(method) ? ['InputRequiredResult'] : []),
      ...(task.includes(method) ? ['CreateTaskResult'] : []),
    ];
  };

  const verdict: Official['verdict'] = (sender, document, answers) => {
    if ('method' in document) {
      const kind = 'id' in document ? 'Request' : 'Notification';
      const [own, other] = sender === 'client' ? ['Client', 'Server'] : ['Server', 'Client'];
      const method = String(document['method']);
      const find = (side: string) =>
        unions[`${side}Request`]?.[method] ?? unions[`${side}Notification`]?.[method];
      const known = find(own);
      if (!known && find(other)) return false;
      if (!known && kind === 'Request' && Object.keys(unions[`${own}Request`] ?? {}).length === 0)
        return false;
      return valid(`JSONRPC${kind}`, document) && (known === undefined || valid(known, document));
    }
    if ('result' in document) {
      const names = answers === undefined ? [] : results(answers);
      return (
        valid(success, document) &&
        (names.length === 0 || names.some((name) => valid(name, document['result'])))
      );
    }
    return 'error' in document && valid(failure, document);
  };
  return { definitions, unions, valid, verdict, results };
};
