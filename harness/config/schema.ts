/** The JSON Schema of config files: what a transport adds to it comes from its descriptor. */
import { readFileSync } from 'node:fs';
import { transportNames, transports } from '../../adapters/index.js';
import { describeUrl, type Network, type OptionSchema } from '../../adapters/transport.js';

/** As published. The part about transports is written by the build; all else in it is edited by hand. */
export const CONFIG_SCHEMA = new URL('../../../harness/config/config.schema.json', import.meta.url);

interface ConfigSchema {
  properties: { transports: { description: string; properties: Record<string, object> } };
}

/** The published schema with the blocks of the transports that there are. */
export function makeConfigSchema(): ConfigSchema {
  const schema = JSON.parse(readFileSync(CONFIG_SCHEMA, 'utf8')) as ConfigSchema;
  const part = schema.properties.transports;
  part.description = `at least one of ${transportNames.join(', ')}, or one with an \`adapter\` of its own`;
  part.properties = Object.fromEntries(
    transports.map(({ name, custom, network }) => [
      name,
      network === undefined ? PROCESS : networkBlock(network, custom),
    ]),
  );
  return schema;
}

/** A schema, as far as it is taken apart here. */
interface Parts {
  properties: Record<string, object>;
  $defs: object;
  [keyword: string]: unknown;
}

/** That of a file which describes one target: mistakes are told better without the other form in it. */
export function makeOneSchema(): object {
  const { anyOf: _, $id: __, properties, ...rest } = makeConfigSchema() as object as Parts;
  const { targets: ___, ...own } = properties;
  return { ...rest, required: ['transports'], properties: own };
}

/** That of a file which describes several targets by name; a name stands in front of each, not in it. */
export function makeManySchema(): object {
  const { $defs, properties, ...one } = makeOneSchema() as Parts;
  const { target: _, ...own } = properties;
  const { targets } = (makeConfigSchema() as object as Parts).properties;
  return {
    description: 'targets by name, and nothing beside them',
    type: 'object',
    required: ['targets'],
    additionalProperties: false,
    properties: { targets: { ...targets, additionalProperties: { ...one, properties: own } } },
    $defs,
  };
}

const shared = (...names: string[]): Record<string, object> =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/$defs/${name}` }]));

/** What runs in a container, beside its command. */
const IMAGE = { ...shared('image', 'dockerfile', 'context'), buildArgs: { $ref: '#/$defs/strings' } };

/** A block of what is started, and whose pipes are the connection. */
const PROCESS = {
  description: 'an object with `command`, `image` or `dockerfile`',
  type: 'object',
  anyOf: [{ required: ['command'] }, { required: ['image'] }, { required: ['dockerfile'] }],
  additionalProperties: false,
  properties: { ...shared('command'), ...IMAGE },
};

/** A block of what listens. */
const networkBlock = (network: Network, custom: boolean): object => ({
  description: 'an object with `url` or `command`, or with `port` and `image` or `dockerfile`',
  type: 'object',
  anyOf: [
    { required: ['url'] },
    { required: ['command'] },
    { required: ['image', 'port'] },
    { required: ['dockerfile', 'port'] },
  ],
  additionalProperties: false,
  properties: {
    url: urlSchema(network),
    ...shared('command'),
    ...IMAGE,
    ...shared('port', 'ready'),
    ...(network.tls ? shared('tls') : {}),
    ...(network.path === undefined ? {} : shared('path')),
    ...network.options,
    ...(custom ? { claim: CLAIM } : {}),
  },
});

const CLAIM: OptionSchema = {
  description:
    'true where the target claims to keep this binding as it is written: what breaks it then fails',
  type: 'boolean',
};

/** Variables may stand for all of a URL, and a `HOST:PORT` has no form that a pattern could hold it to. */
function urlSchema(network: Network): OptionSchema {
  const url = describeUrl(network);
  const where = '; ${PORT} stands for the port of what is started';
  return network.hostPort
    ? { description: `host:port, or ${url}${where}`, type: 'string', minLength: 3 }
    : {
        description: `${url}${where}`,
        type: 'string',
        pattern: `^(${network.scheme}${network.tls ? 's?' : ''}://|\\$\\{)`,
      };
}
