/** The form of the config file `mcptc.yaml`, and how it is found, read and checked. */
import { existsSync } from 'node:fs';
import { transportNames, type BlockOf } from '../../adapters/index.js';
import type { Fence } from '../../containers/engine/fence.js';
import { UsageError } from './errors.js';
import { makeManySchema, makeOneSchema } from './schema.js';
import { checkSlips, type PlaceOf } from './slips.js';
import { formatHint } from './suggest.js';
import { checkShape, parseYaml, readUserFile, type Located, type Shape } from './yaml.js';

/** What a config file says, as `config.schema.json` allows it. */
export interface Config {
  target?: string;
  transports: {
    stdio?: ImageConfig & { command?: string[] };
  } & { [N in keyof BlockOf]?: NetworkConfig & BlockOf[N] } & {
    /** Not built in: a block that names its adapter, and whatever else that adapter takes. */
    [foreign: string]: object | undefined;
  };
  cwd?: string;
  env?: Record<string, string>;
  fence?: FenceConfig;
  examples?: Record<string, Record<string, unknown>[]>;
  /** By role, the tool that plays it. */
  roles?: Record<string, { tool: string; arguments?: Record<string, unknown> }>;
  identities?: { a: IdentityConfig; b: IdentityConfig };
  reset?: string[];
  /** `latest`, or sets such as `2025-11-25@1`. */
  set?: string | string[];
}

/** A client that the server knows, by what it sends with every request. */
export interface IdentityConfig {
  /** The environment variable that holds its token. */
  bearerEnv?: string;
  headers?: Record<string, string>;
}

/** What runs in a container: an image by name, or one that is built first; `command` then is what runs in it. */
export interface ImageConfig {
  image?: string;
  dockerfile?: string;
  context?: string;
  buildArgs?: Record<string, string>;
}

/** As in `containers/engine/fence.ts`, with sizes in words. */
export interface FenceConfig extends Partial<Omit<Fence, 'memory' | 'tmp'>> {
  memory?: string;
  tmp?: string;
}

/** How a server is reached that listens: at a URL, or started by a command or in a container. */
export interface NetworkConfig extends ImageConfig {
  url?: string;
  command?: string[];
  port?: number;
  ready?: 'port' | 'json-line';
  /** Where the transport has TLS. */
  tls?: { ca?: string; cert?: string; key?: string; insecure?: boolean };
  /** Where the URLs of the transport have one. */
  path?: string;
  /** Where the transport is a custom binding. */
  claim?: boolean;
  /** The transport's own options. */
  [option: string]: unknown;
}

export interface ForeignConfig {
  adapter: string;
  command?: string[];
}

/** Found by itself in the working folder. */
const CONFIG_FILES = ['mcptc.yaml', 'mcptc.yml'] as const;

export const findConfig = (): string | undefined => CONFIG_FILES.find((file) => existsSync(file));

/**
 * Reads a config file; of one with `targets`, the one that `server` names. Throws `UsageError` that names file, line and
 * column, what was expected and what came.
 */
export async function loadConfig(file: string, server?: string): Promise<Config> {
  return (await locateConfig(file, server)).config;
}

/** That, with the place of everything in it: what a variable holds is known only later. */
export function locateConfig(file: string, server?: string): Promise<LocatedConfig> {
  return parseLocated(readUserFile(file, '`mcptc init` writes one.'), file, server);
}

interface LocatedConfig {
  config: Config;
  at: PlaceOf;
}

/** The names below `targets` of a config file; nothing where it describes one target. Throws `UsageError`. */
export async function listConfigTargets(file: string): Promise<string[] | undefined> {
  const { targets } = (await readConfig(readUserFile(file, '`mcptc init` writes one.'), file)).value;
  return targets === undefined ? undefined : Object.keys(targets);
}

export async function parseConfig(text: string, file: string, server?: string): Promise<Config> {
  return (await parseLocated(text, file, server)).config;
}

async function parseLocated(text: string, file: string, server?: string): Promise<LocatedConfig> {
  const { value, at } = await readConfig(text, file);
  const { targets } = value;
  if (targets === undefined) {
    if (server !== undefined)
      throw new UsageError(`${file} has no \`targets\` to pick from`, 'Leave --server out.');
    const place: PlaceOf = (path) => `${at(path)}: ${path.join('.')}`;
    checkSlips(value, place);
    return { config: value, at: place };
  }
  const name = pickTarget(file, Object.keys(targets), server);
  const config = targets[name] as Config;
  const place: PlaceOf = (path) => `${at(['targets', name, ...path])}: ${name}.${path.join('.')}`;
  checkSlips(config, place);
  return { config: { ...config, target: name }, at: place };
}

/** The one target of a file that is meant. Throws `UsageError`, which says which there are. */
export function pickTarget(file: string, names: readonly string[], wanted: string | undefined): string {
  const name = wanted ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined) {
    throw new UsageError(
      `${file} names ${names.length} servers: ${names.join(', ')}`,
      'Pick one with --server NAME.',
    );
  }
  if (!names.includes(name))
    throw new UsageError(`${file} has no server \`${name}\``, formatHint(name, names));
  return name;
}

/** A file that describes one target, or several by name. */
type ConfigFile = Config & { targets?: Record<string, Config> };

const NEXT = 'Correct the file; the schema is mcp-transport-conformance/config.schema.json.';

/** What is wrong is told of the one form that the file is meant to have. */
const readConfig = (text: string, file: string): Promise<Located<ConfigFile>> =>
  parseYaml<ConfigFile>(text, file, {
    ...shapeOf(NEXT),
    choose: (value) => (hasTargets(value) ? makeManySchema : makeOneSchema),
  });

const hasTargets = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'targets' in value;

/** Throws `UsageError` with every mistake and, by `at`, its place. */
export async function checkConfig(
  value: unknown,
  at: (path: readonly string[], key?: string) => string,
  next: string,
): Promise<Config> {
  const config = await checkShape<Config>(value, at, shapeOf(next));
  checkSlips(config, (path) => at(path.map(String)));
  return config;
}

const shapeOf = (next: string): Shape => ({
  schema: makeOneSchema,
  next,
  // A block that names no adapter may be one of ours, misspelt.
  missing: (property, path) => (property === 'adapter' ? formatHint(path.at(-1) ?? '', transportNames) : ''),
});
