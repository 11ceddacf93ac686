import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TlsOptions } from '../../adapters/tls.js';
import { SCHEMES, type NetworkName, type NetworkSpec } from '../../containers/targets/spec.js';
import { UsageError } from './errors.js';
import { looksSecret, type Expander } from './expand.js';
import { resolveImage } from './image.js';
import type { GrpcConfig, HttpConfig, NetworkConfig, WebSocketConfig } from './load.js';
import type { Surroundings, CommandExpander } from './resolve.js';

interface Around {
  /** The name of the block, which for the google profile is not the transport's. */
  block: string;
  expander: Expander;
  around: Surroundings;
  expandCommand: CommandExpander;
}

/** A transport on which the target listens: where it is, or what starts it, and what its adapter is told. */
export function resolveNetwork(name: NetworkName, config: NetworkConfig, o: Around): NetworkSpec {
  const { expander, around, expandCommand } = o;
  const where = `${around.from}: transports.${o.block}`;
  const image = resolveImage(config, { where, block: o.block, base: around.base, expander, expandCommand });
  const keep = config.command === undefined && image === undefined ? [] : ['PORT'];
  const url = withScheme(name, expander.text(config.url ?? standard(name, config), `${where}.url`, { keep }));
  const { searchParams } = checkUrl(url.replaceAll('${PORT}', '1'), around.from, name);
  for (const [key, value] of searchParams) if (looksSecret(key, value)) expander.add(value);
  const tls = { ...readTls(config.tls ?? {}, around.base), ...around.tls };
  const common = {
    ...OPTIONS[name](config, { expander, around, where }),
    url,
    reproduceWith: around.reproduceWith(name),
    ...(Object.keys(tls).length === 0 ? {} : { tls }),
  };
  if (image !== undefined) {
    if (config.ready === 'json-line') {
      throw new UsageError(
        `${where}.ready: a server in a container is ready when its port answers`,
        'Leave it out.',
      );
    }
    const { port = 0 } = config;
    if (port === 0) {
      throw new UsageError(
        `${where}.port: expected the port in the container on which the server listens, got ${port}`,
        'A container has no other free port to choose.',
      );
    }
    return { ...common, image, port };
  }
  if (config.command === undefined) {
    refuseUseless(config, where);
    return common;
  }
  return {
    ...common,
    command: expandCommand(config.command, `transports.${o.block}.command`, keep),
    ready: config.ready ?? 'port',
    ...(config.port === undefined || config.port === 0 ? {} : { port: config.port }),
  };
}

const standard = (name: NetworkName, { path }: HttpConfig): string =>
  `${SCHEMES[name][0]}://127.0.0.1:\${PORT}${name.startsWith('grpc') ? '' : (path ?? '/mcp')}`;

/** `127.0.0.1:50051` is how gRPC is written elsewhere. */
const withScheme = (name: NetworkName, url: string): string =>
  name.startsWith('grpc') && !url.includes('://') ? `grpc://${url}` : url;

interface Within {
  expander: Expander;
  around: Surroundings;
  where: string;
}

/** What the adapter of each transport takes beside the address. */
const OPTIONS: Record<NetworkName, (config: NetworkConfig, o: Within) => object> = {
  'streamable-http': (config: HttpConfig, o) => ({ headers: headersOf(config.headers, 'headers', o) }),
  websocket({ profile, subprotocols, tolerateMissingEcho, origin, claim, headers }: WebSocketConfig, o) {
    const options = { subprotocols, tolerateMissingEcho, origin, claim };
    return { profile: profile ?? 'mcp', ...given(options), headers: headersOf(headers, 'headers', o) };
  },
  grpc({ profile, method, mode, field, fieldNumber, claim, metadata }: GrpcConfig, o) {
    const options = { method, mode, field, fieldNumber, claim };
    return { preset: profile ?? 'tunnel', ...given(options), metadata: headersOf(metadata, 'metadata', o) };
  },
  'grpc-google': ({ claim, metadata }: GrpcConfig, o) => ({
    ...given({ claim }),
    metadata: headersOf(metadata, 'metadata', o),
  }),
};

const given = (options: object): object =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

const headersOf = (
  own: Record<string, string> | undefined,
  field: string,
  { expander, around, where }: Within,
): Record<string, string> => ({ ...expander.texts(own ?? {}, `${where}.${field}`), ...around.headers });

function refuseUseless(config: HttpConfig, where: string): void {
  const useless = (['port', 'path', 'ready'] as const).find((field) => config[field] !== undefined);
  if (useless === undefined) return;
  throw new UsageError(
    `${where}.${useless} has no effect without \`command\``,
    'Put it into the url, or name the command.',
  );
}

/** A URL of the transport's schemes, without credentials in it. */
export function checkUrl(url: string, from: string, name: NetworkName): URL {
  const schemes = SCHEMES[name];
  const scheme = url.split('://', 1)[0]?.toLowerCase();
  if (!(schemes as readonly (string | undefined)[]).includes(scheme) || !URL.canParse(url)) {
    const article = schemes[0] === 'http' ? 'an' : 'a';
    throw new UsageError(
      `${from}: expected ${article} ${schemes[0]}:// or ${schemes[1]}:// URL, got ${url}`,
      'Write it with its scheme.',
    );
  }
  const parsed = new URL(url);
  if (parsed.username !== '' || parsed.password !== '') {
    throw new UsageError(
      `${from}: a URL with a user name or password would end up in reports`,
      'Use --header "Authorization: Basic …" or --bearer-env NAME.',
    );
  }
  if (name.startsWith('grpc') && parsed.port === '') {
    throw new UsageError(`${from}: ${url} has no port`, 'gRPC has none by default: write host:port.');
  }
  return parsed;
}

/** PEM texts from files. */
export function readTls(
  files: { ca?: string; cert?: string; key?: string; insecure?: boolean },
  base: string,
): TlsOptions {
  const read = (file: string): string => {
    try {
      return readFileSync(resolve(base, file), 'utf8');
    } catch (cause) {
      throw new UsageError(`${file}: ${(cause as Error).message}`, 'Name a PEM file that can be read.', {
        cause,
      });
    }
  };
  if ((files.cert === undefined) !== (files.key === undefined)) {
    throw new UsageError('a client certificate needs both its cert and its key', 'Name both files.');
  }
  return {
    ...(files.ca === undefined ? {} : { ca: read(files.ca) }),
    ...(files.cert === undefined ? {} : { cert: read(files.cert) }),
    ...(files.key === undefined ? {} : { key: read(files.key) }),
    ...(files.insecure === undefined ? {} : { insecure: files.insecure }),
  };
}
