/** Settles URL, start command, TLS and adapter options of a transport on which a server listens. */
import { findTransport, getNetwork, type NetworkName } from '../../adapters/index.js';
import { listSchemesOf, describeUrl, type Network } from '../../adapters/transport.js';
import type { NetworkSpec } from '../../containers/targets/spec.js';
import { findInUrl, hideUser } from './credentials.js';
import { UsageError } from './errors.js';
import { looksSecret, type Expander } from './expand.js';
import { addRunIdentity, layIdentities, type Identities } from './identities.js';
import { resolveImage } from './image.js';
import type { NetworkConfig } from './load.js';
import { readTls } from './pem.js';
import { checkHeader, NOT_IN_METADATA } from './slips.js';
import type { Surroundings, CommandExpander } from './surroundings.js';

interface Around {
  /** The name of the block, which with some options is not the transport's. */
  block: string;
  expander: Expander;
  around: Surroundings;
  expandCommand: CommandExpander;
  identities?: Identities;
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
    ...optionsOf(network, config, { expander, around, where, identities: o.identities }),
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
  identities: Identities | undefined;
}

/** What the adapter takes beside the address. Options of another transport that led here stay behind. */
function optionsOf(
  network: Network,
  config: NetworkConfig,
  { expander, around, where, identities }: Within,
): object {
  const given = Object.fromEntries(
    Object.keys(network.options).flatMap((option) =>
      config[option] === undefined ? [] : [[option, config[option]]],
    ),
  );
  const { headers } = network;
  if (headers !== undefined) {
    const own = (config[headers] ?? {}) as Record<string, string>;
    const all = { ...expander.texts(own, `${where}.${headers}`), ...around.headers };
    // What a variable holds is known only now.
    for (const [name, value] of Object.entries(all))
      checkHeader(
        name,
        value,
        Object.hasOwn(around.headers, name) ? 'the command line' : `${where}.${headers}`,
        headers === 'metadata' ? NOT_IN_METADATA : undefined,
      );
    given[headers] = identities === undefined ? all : addRunIdentity(identities, all);
    if (identities !== undefined)
      return { ...network.settle(given), identities: layIdentities(identities, all) };
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
