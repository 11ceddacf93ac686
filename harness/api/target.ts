/** Finds the target of a run: from a URL, a command, a config file or an `mcp.json`. */
import { dirname, relative } from 'node:path';
import { networkNames, getNetwork, findTransports, type NetworkName } from '../../adapters/index.js';
import { parseAddress, isLoopback } from '../../containers/targets/ready.js';
import type { TargetSpec } from '../../containers/targets/spec.js';
import { hideUser } from '../config/credentials.js';
import { UsageError } from '../config/errors.js';
import { findConfig, loadConfig } from '../config/load.js';
import type { Config } from '../config/load.js';
import { readMcpJson } from '../config/mcp-json.js';
import { checkUrl } from '../config/network.js';
import { resolveTarget } from '../config/resolve.js';
import { checkCommand, checkFolder } from '../config/slips.js';
import type { Surroundings } from '../config/surroundings.js';
import type { RunDocument } from './document.js';
import { findForms } from './find-forms.js';
import { nameSecretsOf, readOverlay } from './overlay.js';
import { applySettings, formatSetting } from './settings.js';
import { listSchemes } from './transport-help.js';

export interface NamedTarget {
  spec: TargetSpec;
  examples: Record<string, Record<string, unknown>[]>;
  /** What the run is held to: as it was asked for, or else as the config says. */
  set: readonly string[];
  /** By role, the tool that plays it. */
  roles: NonNullable<Config['roles']>;
}

/** The target that is named: by URL and command, by a config file, or by a client's own file. */
export async function resolveNamedTarget(options: RunDocument): Promise<NamedTarget> {
  const source = await sourceOf(options.target);
  const { settings } = options;
  const config = await applySettings(source.config, settings);
  const overlay = readOverlay(options);
  const around: Surroundings = {
    ...overlay.values,
    from: source.from,
    base: source.base,
    environment: process.env,
    startTimeoutMs: options.startTimeoutMs,
    urlWaitMs: options.urlWaitMs,
    reproduceWith: (transport) => [
      ...(transport === 'stdio' ? overlay.process : overlay.network),
      ...settings.flatMap((one) => ['--set', formatSetting(one)]),
      ...options.set.flatMap((one) => ['--set', one]),
      ...source.reproduceWith(transport),
    ],
  };
  const { transports } = config;
  const networks = networkNames.filter((name) => transports[name] !== undefined).map(getNetwork);
  if (networks.length === 0) {
    refuseUnused(
      [...HEADER_OPTIONS, ...TLS_OPTIONS],
      options,
      'for a server that listens, and this target has no URL',
    );
  }
  if (!networks.some(({ headers }) => headers !== undefined)) {
    refuseUnused(HEADER_OPTIONS, options, 'for a transport with headers, and this target is on none');
  }
  if (!networks.some(({ tls }) => tls)) {
    refuseUnused(TLS_OPTIONS, options, 'for a transport with TLS, and this target is on none');
  }
  const has = (block: object | undefined, ...keys: string[]): boolean =>
    block !== undefined && keys.some((key) => key in block);
  const blocks = Object.values(transports);
  if (!blocks.some((block) => has(block, 'command', 'image', 'dockerfile'))) {
    refuseUnused(['env', 'cwd'], options, 'for a command or an image, and this target has none');
  }
  const onMachine = blocks.some((block) => has(block, 'command') && !has(block, 'image', 'dockerfile'));
  if (!onMachine && config.reset === undefined) {
    refuseUnused(['cwd'], options, 'for a process of this machine, and this target runs in containers');
  }
  const spec = await findForms(await resolveTarget(config, around), config);
  if (onMachine && spec.cwd !== undefined)
    checkFolder(spec.cwd, options.cwd === undefined ? `${source.from}: cwd` : '--cwd');
  return {
    spec: nameSecretsOf(spec, overlay.credentials),
    examples: config.examples ?? {},
    roles: config.roles ?? {},
    set: options.set.length > 0 ? options.set : [config.set ?? []].flat(),
  };
}

interface Source {
  config: Config;
  from: string;
  base: string;
  reproduceWith: Surroundings['reproduceWith'];
}

async function sourceOf({
  url,
  urls: more = [],
  command,
  config: file,
  from,
  server,
  image,
}: RunDocument['target']): Promise<Source> {
  const urls = [...(url === undefined ? [] : [url]), ...more];
  const direct = urls.length > 0 || command !== undefined || image !== undefined;
  const ways = [
    direct && (image === undefined ? 'a URL or command' : '--image'),
    file !== undefined && '--config',
    from !== undefined && '--from',
  ];
  const given = ways.filter((way) => way !== false);
  if (given.length > 1)
    throw new UsageError(`${given.join(' and ')} both name a target`, 'Give one of them.');
  if (server !== undefined && (direct || (from === undefined && file === undefined && !findConfig()))) {
    throw new UsageError('--server needs a file to pick from', 'Add --from .mcp.json.');
  }
  if (direct) return directly(urls, command, image);
  const picked = server === undefined ? [] : ['--server', server];
  if (from !== undefined) {
    const reproduceWith = ['--from', from, ...picked];
    return {
      config: readMcpJson(from, server),
      from,
      base: process.cwd(),
      reproduceWith: everywhere(reproduceWith),
    };
  }
  const found = file ?? findConfig();
  if (found === undefined) {
    throw new UsageError(
      'no target is named, and there is no mcptc.yaml here',
      'Name a URL, a command after --, or write a config with `mcptc init`.',
    );
  }
  return {
    config: await loadConfig(found, server),
    from: found,
    base: dirname(found),
    reproduceWith: everywhere([
      ...(file === undefined ? [] : ['--config', relative('.', found) || found]),
      ...picked,
    ]),
  };
}

const everywhere = (words: readonly string[]) => (): readonly string[] => words;

function directly(urls: readonly string[], command: readonly string[] | undefined, image?: string): Source {
  if (command?.length === 0)
    throw new UsageError('there is no command after --', 'Write one: -- node server.js');
  if (command !== undefined) checkCommand(command, 'the command after --');
  // An image alone speaks on its pipes; with URLs it does where a command for that is named.
  const stdio = {
    ...(image === undefined ? {} : { image }),
    ...(command === undefined ? {} : { command: [...command] }),
  };
  const onStdio = command !== undefined || (image !== undefined && urls.length === 0);
  const byTransport: Partial<Record<NetworkName, string>> = {};
  for (const url of urls) {
    const transport = transportOf(url);
    if (byTransport[transport] !== undefined) {
      throw new UsageError('two URLs of one transport would be two targets', 'Run them one after the other.');
    }
    byTransport[transport] = url;
  }
  const blocks = Object.entries(byTransport).map(([transport, url]) => [
    transport,
    image === undefined ? { url } : { image, ...published(transport as NetworkName, url) },
  ]);
  return {
    config: {
      transports: {
        ...(onStdio ? { stdio } : {}),
        ...Object.fromEntries(blocks),
      },
    },
    from: 'the command line',
    base: process.cwd(),
    reproduceWith(transport) {
      const words = image === undefined ? [] : ['--image', image];
      if (transport === 'stdio') return [...words, ...(command === undefined ? [] : ['--', ...command])];
      const url = byTransport[transport as NetworkName] ?? urlThatLeadsTo(transport, byTransport);
      return url === undefined ? [] : [...words, url];
    },
  };
}

/** The URL of a transport that one of its options turned into another. */
const urlThatLeadsTo = (
  transport: string,
  byTransport: Partial<Record<NetworkName, string>>,
): string | undefined => {
  const from = networkNames.find((name) => getNetwork(name).redirect?.to === transport);
  return from && byTransport[from];
};

/** With an image, the port of a URL is the one in the container; outside it is another. */
function published(transport: NetworkName, url: string): { port: number; url: string } {
  const parsed = new URL(url);
  const port = parseAddress(url).port;
  if (!isLoopback(url)) {
    throw new UsageError(
      `${url}: with --image, a URL names a port in the container`,
      `Write it with 127.0.0.1: ${parsed.protocol}//127.0.0.1:${port}${parsed.pathname}`,
    );
  }
  const path = parsed.pathname === '/' && getNetwork(transport).path === undefined ? '' : parsed.pathname;
  return { port, url: `${parsed.protocol}//127.0.0.1:\${PORT}${path}${parsed.search}` };
}

/** By the scheme; where it stands for several, an option of the first leads to the others (`--set`). */
function transportOf(url: string): NetworkName {
  if (!url.includes('://')) {
    throw new UsageError(
      `${hideUser(url)} is no URL`,
      `If it is the command that starts the server, put it after --: -- ${hideUser(url)}`,
    );
  }
  const [transport] = findTransports(url);
  if (transport === undefined) {
    throw new UsageError(
      `${hideUser(url)}: there is no transport for ${url.split('://', 1)[0]?.toLowerCase()}://`,
      `Use ${listSchemes()}, or a command after --.`,
    );
  }
  checkUrl(url, 'the command line', transport);
  return transport;
}

const HEADER_OPTIONS = ['headers', 'bearerEnv'] as const;
const TLS_OPTIONS = ['ca', 'cert', 'key', 'insecure'] as const;

/** Where the flag has another name than the option. */
const FLAGS: Readonly<Record<string, string>> = { bearerEnv: 'bearer-env', headers: 'header' };

function refuseUnused(names: readonly (keyof RunDocument)[], options: RunDocument, why: string): void {
  const used = names.find((name) => options[name] !== undefined);
  if (used === undefined) return;
  const flag = FLAGS[used] ?? used;
  throw new UsageError(`--${flag} is ${why}`, 'Leave it out.');
}
