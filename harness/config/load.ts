import { existsSync, readFileSync } from 'node:fs';
import type { ErrorObject } from 'ajv';
import type { Document, LineCounter } from 'yaml';
import type { GrpcMode } from '../../adapters/grpc/endpoint.js';
import type { WebSocketProfile } from '../../adapters/websocket/endpoint.js';
import { transportNames } from '../../adapters/index.js';
import type { Fence } from '../../containers/engine/fence.js';
import { UsageError } from './errors.js';
import { hint } from './suggest.js';

/** What a config file says, as `config.schema.json` allows it. */
export interface Config {
  target?: string;
  transports: {
    stdio?: ImageConfig & { command?: string[] };
    'streamable-http'?: HttpConfig;
    websocket?: WebSocketConfig;
    grpc?: GrpcConfig;
    'grpc-google'?: Omit<GrpcConfig, 'profile' | 'method' | 'mode' | 'field' | 'fieldNumber'>;
    /** Not built in: a block that names its adapter, and whatever else that adapter takes. */
    [foreign: string]: object | undefined;
  };
  cwd?: string;
  env?: Record<string, string>;
  fence?: FenceConfig;
  examples?: Record<string, Record<string, unknown>[]>;
  reset?: string[];
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
  tls?: { ca?: string; cert?: string; key?: string; insecure?: boolean };
}

export interface HttpConfig extends NetworkConfig {
  path?: string;
  headers?: Record<string, string>;
}

export interface WebSocketConfig extends HttpConfig {
  profile?: WebSocketProfile;
  subprotocols?: string[];
  tolerateMissingEcho?: boolean;
  origin?: string;
  claim?: boolean;
}

export interface GrpcConfig extends NetworkConfig {
  metadata?: Record<string, string>;
  profile?: string;
  method?: string;
  mode?: GrpcMode;
  field?: 'string' | 'bytes';
  fieldNumber?: number;
  claim?: boolean;
}

export interface ForeignConfig {
  adapter: string;
  command?: string[];
}

/** Found by itself in the working folder. */
const CONFIG_FILES = ['mcptc.yaml', 'mcptc.yml'] as const;

const CONFIG_SCHEMA = new URL('../../../harness/config/config.schema.json', import.meta.url);

export const findConfig = (): string | undefined => CONFIG_FILES.find((file) => existsSync(file));

/** Mistakes that one message lists. */
const MAX_MISTAKES = 10;

/** Reads a config file. Throws `UsageError` that names file, line and column, what was expected and what came. */
export async function loadConfig(file: string): Promise<Config> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(cause);
    throw new UsageError(`${file}: ${why}`, '`mcptc init` writes one.', { cause });
  }
  return parseConfig(text, file);
}

export async function parseConfig(text: string, file: string): Promise<Config> {
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const [broken] = document.errors;
  if (broken !== undefined) {
    throw new UsageError(
      `${file}:${place(lines, broken.pos[0])}: ${broken.message}`,
      'Correct the YAML there.',
    );
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw new UsageError(`${file}: ${(cause as Error).message}`, 'Write it without so many aliases.', {
      cause,
    });
  }
  const at = (steps: readonly string[], key?: string): string =>
    `${file}:${place(lines, offsetOf(document, steps, key))}`;
  return checkConfig(value, at, 'Correct the file; the schema is harness/config/config.schema.json.');
}

/** Throws `UsageError` with every mistake and, by `at`, its place. */
export async function checkConfig(
  value: unknown,
  at: (path: readonly string[], key?: string) => string,
  next: string,
): Promise<Config> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: true, strictRequired: false });
  const validate = ajv.compile<Config>(JSON.parse(readFileSync(CONFIG_SCHEMA, 'utf8')) as object);
  if (validate(value)) return value;
  const mistakes = (validate.errors ?? [])
    .filter(({ schemaPath }) => !/\/anyOf\/\d/.test(schemaPath))
    .slice(0, MAX_MISTAKES)
    .map((error) => describe(error, at));
  throw new UsageError(mistakes.join('\n'), next);
}

const place = (lines: LineCounter, offset: number): string => {
  const { line, col } = lines.linePos(offset);
  return `${line}:${col}`;
};

function describe(error: ErrorObject, at: (path: readonly string[], key?: string) => string): string {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  const name = path.length === 0 ? 'the file' : path.join('.');
  if (error.keyword === 'additionalProperties') {
    const { additionalProperty: extra } = error.params as { additionalProperty: string };
    const known = Object.keys((error.parentSchema as { properties?: object }).properties ?? {});
    return `${at(path, extra)}: ${name}: \`${extra}\` is not known here. ${hint(extra, known)}`;
  }
  const { description } = error.parentSchema as { description?: string };
  const expected = description ?? error.message ?? 'something else';
  if (error.keyword === 'required') {
    const { missingProperty } = error.params as { missingProperty: string };
    const foreign = missingProperty === 'adapter' ? ` ${hint(path.at(-1) ?? '', transportNames)}` : '';
    return `${at(path)}: ${name}: expected ${expected}; \`${missingProperty}\` is missing${foreign && `.${foreign}`}`;
  }
  return `${at(path)}: ${name}: expected ${expected}, got ${shown(error.data)}`;
}

const shown = (data: unknown): string => {
  const text = JSON.stringify(data) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};

interface YamlNode {
  range?: [number, number, number] | null;
  items?: { key?: YamlNode & { value?: unknown } }[];
}

/** Where a value, or a key inside it, begins in the text; where that is unknown, its nearest parent. */
function offsetOf(document: Document, path: readonly string[], key?: string): number {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const steps = path.slice(0, depth);
    const node = (depth === 0 ? document.contents : document.getIn(steps, true)) as
      YamlNode | null | undefined;
    const named =
      depth === path.length && key !== undefined
        ? node?.items?.find((pair) => pair.key?.value === key)?.key
        : undefined;
    const range = named?.range ?? node?.range;
    if (range) return range[0];
  }
  return 0;
}
