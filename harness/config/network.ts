/** Settles URL, start command, TLS and adapter options of a transport on which a server listens. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { findTransport, getNetwork, type NetworkName } from '../../adapters/index.js';
import type { TlsOptions } from '../../adapters/tls.js';
import { listSchemesOf, describeUrl, type Network } from '../../adapters/transport.js';
import type { NetworkSpec } from '../../containers/targets/spec.js';
import { findInUrl, hideUser } from './credentials.js';
import { UsageError } from './errors.js';
import { looksSecret, type Expander } from './expand.js';
import { resolveImage } from './image.js';
import type { NetworkConfig } from './load.js';
import type { Surroundings, CommandExpander } from './surroundings.js';

interface Around {
  /** The name of the block, which with some options is not the transport's. */
  block: string;
  expander: Expander;
  around: Surroundings;
  expandCommand: CommandExpander;
}

/** A transport on which the target listens: where it is, or what starts it, and what its adapter is told. */
export function resolveNetwork(name: NetworkName, config: NetworkConfig, o: Around): NetworkSpec {
  const { expander, around, expandCommand } = o;
  const where = `${around.from}: transports.${o.block}`;
  const network = getNetwork(name);
  const image = resolveImage(config, { where, block: o.block, base: around.base, expander, expandCommand });
  const keep = config.command === undefined && image === undefined ? [] : ['PORT'];
  const url = withScheme(
    network,
    expander.text(config.url ?? standardUrl(network, config), `${where}.url`, { keep }),
  );
  const { searchParams } = checkUrl(url.replaceAll('${PORT}', '1'), around.from, name);
  for (const { value } of findInUrl(url)) expander.add(value);
  for (const [key, value] of searchParams) {
    if (looksSecret(key, value)) expander.add(value);
    expander.note(key, value);
  }
  const tls = network.tls ? { ...readTls(config.tls ?? {}, around.base), ...around.tls } : {};
  const common = {
    ...optionsOf(network, config, { expander, around, where }),
    ...(config.claim === undefined ? {} : { claim: config.claim }),
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

const standardUrl = ({ scheme, path }: Network, config: NetworkConfig): string =>
  `${scheme}://127.0.0.1:\${PORT}${path === undefined ? '' : (config.path ?? path)}`;

/** `127.0.0.1:50051` is how gRPC is written elsewhere. */
const withScheme = ({ scheme, hostPort }: Network, url: string): string =>
  hostPort && !url.includes('://') ? `${scheme}://${url}` : url;

interface Within {
  expander: Expander;
  around: Surroundings;
  where: string;
}

/** What the adapter takes beside the address. Options of another transport that led here stay behind. */
function optionsOf(network: Network, config: NetworkConfig, { expander, around, where }: Within): object {
  const given = Object.fromEntries(
    Object.keys(network.options).flatMap((option) =>
      config[option] === undefined ? [] : [[option, config[option]]],
    ),
  );
  const { headers } = network;
  if (headers !== undefined) {
    const own = (config[headers] ?? {}) as Record<string, string>;
    given[headers] = { ...expander.texts(own, `${where}.${headers}`), ...around.headers };
  }
  return network.settle(given);
}

function refuseUseless(config: NetworkConfig, where: string): void {
  const useless = (['port', 'path', 'ready'] as const).find((field) => config[field] !== undefined);
  if (useless === undefined) return;
  throw new UsageError(
    `${where}.${useless} has no effect without \`command\``,
    'Put it into the url, or name the command.',
  );
}

/** A URL of the transport's schemes, without credentials in it. */
export function checkUrl(url: string, from: string, name: NetworkName): URL {
  const network = getNetwork(name);
  const scheme = url.split('://', 1)[0]?.toLowerCase() ?? '';
  if (!listSchemesOf(network).includes(scheme) || !URL.canParse(url)) {
    throw new UsageError(
      `${from}: expected ${describeUrl(network)}, got ${hideUser(url)}`,
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
  if (network.hostPort && parsed.port === '') {
    const label = findTransport(name)?.label;
    throw new UsageError(`${from}: ${url} has no port`, `${label} has none by default: write host:port.`);
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
