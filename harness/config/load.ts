/** The form of the config file `mcptc.yaml`, and how it is found, read and checked. */
import { existsSync } from 'node:fs';
import { transportNames, type BlockOf } from '../../adapters/index.js';
import type { Fence } from '../../containers/engine/fence.js';
import { makeConfigSchema } from './schema.js';
import { checkSlips } from './slips.js';
import { formatHint } from './suggest.js';
import { checkShape, parseYaml, readUserFile, type Shape } from './yaml.js';

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
  reset?: string[];
  /** `latest`, or sets such as `2025-11-25@1`. */
  set?: string | string[];
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

/** Reads a config file. Throws `UsageError` that names file, line and column, what was expected and what came. */
export async function loadConfig(file: string): Promise<Config> {
  return parseConfig(readUserFile(file, '`mcptc init` writes one.'), file);
}

export async function parseConfig(text: string, file: string): Promise<Config> {
  const next = 'Correct the file; the schema is mcp-transport-conformance/config.schema.json.';
  const { value, at } = await parseYaml<Config>(text, file, shapeOf(next));
  checkSlips(value, (path) => `${at(path)}: ${path.join('.')}`);
  return value;
}

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
  schema: makeConfigSchema,
  next,
  // A block that names no adapter may be one of ours, misspelt.
  missing: (property, path) => (property === 'adapter' ? formatHint(path.at(-1) ?? '', transportNames) : ''),
});
