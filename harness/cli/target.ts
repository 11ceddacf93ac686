import { dirname, relative } from 'node:path';
import { parseAddress, isLoopback } from '../../containers/targets/ready.js';
import { networkNames, SCHEMES, type NetworkName, type TargetSpec } from '../../containers/targets/spec.js';
import { UsageError } from '../config/errors.js';
import { Expander, looksSecret } from '../config/expand.js';
import { findConfig, loadConfig } from '../config/load.js';
import type { Config } from '../config/load.js';
import { readMcpJson } from '../config/mcp-json.js';
import { checkUrl, readTls } from '../config/network.js';
import { resolveTarget } from '../config/resolve.js';
import type { Surroundings } from '../config/resolve.js';
import type { RunCommandOptions } from './run-command.js';
import { applySettings, formatSetting } from './settings.js';

export interface NamedTarget {
  spec: TargetSpec;
  examples: Record<string, Record<string, unknown>[]>;
}

/** The target that a command line names: by URL and command, by a config file, or by a client's own file. */
export async function resolveNamedTarget(
  urls: readonly string[],
  command: readonly string[] | undefined,
  options: RunCommandOptions,
): Promise<NamedTarget> {
  const source = await sourceOf(urls, command, options);
  const { set = [] } = options;
  const config = await applySettings(source.config, set);
  const overlay = overlayOf(options);
  const around: Surroundings = {
    ...overlay.values,
    from: source.from,
    base: source.base,
    environment: process.env,
    startTimeoutMs: options.startTimeout,
    reproduceWith: (transport) => [
      ...(transport === 'stdio' ? overlay.process : overlay.network),
      ...set.flatMap((one) => ['--set', formatSetting(one)]),
      ...source.reproduceWith(transport),
    ],
  };
  const { transports } = config;
  const listening = networkNames.flatMap((name) => transports[name] ?? []);
  if (listening.length === 0)
    refuseUnused(NETWORK_OPTIONS, options, 'for a server that listens, and this target has no URL');
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
  return { spec: await resolveTarget(config, around), examples: config.examples ?? {} };
}

interface Source {
  config: Config;
  from: string;
  base: string;
  reproduceWith: Surroundings['reproduceWith'];
}

async function sourceOf(
  urls: readonly string[],
  command: readonly string[] | undefined,
  { config: file, from, server, image }: RunCommandOptions,
): Promise<Source> {
  const direct = urls.length > 0 || command !== undefined || image !== undefined;
  const ways = [
    direct && (image === undefined ? 'a URL or command' : '--image'),
    file !== undefined && '--config',
    from !== undefined && '--from',
  ];
  const given = ways.filter((way) => way !== false);
  if (given.length > 1)
    throw new UsageError(`${given.join(' and ')} both name a target`, 'Give one of them.');
  if (server !== undefined && from === undefined) {
    throw new UsageError('--server picks from a file that is not named', 'Add --from .mcp.json.');
  }
  if (direct) return directly(urls, command, image);
  if (from !== undefined) {
    const reproduceWith = ['--from', from, ...(server === undefined ? [] : ['--server', server])];
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
    config: await loadConfig(found),
    from: found,
    base: dirname(found),
    reproduceWith: everywhere(file === undefined ? [] : ['--config', relative('.', found) || found]),
  };
}

const everywhere = (words: readonly string[]) => (): readonly string[] => words;

function directly(urls: readonly string[], command: readonly string[] | undefined, image?: string): Source {
  if (command?.length === 0)
    throw new UsageError('there is no command after --', 'Write one: -- node server.js');
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
      throw new UsageError('two URLs would be two targets on one transport', 'Run them one after the other.');
    }
    byTransport[transport] = url;
  }
  const blocks = Object.entries(byTransport).map(([transport, url]) => [
    transport,
    image === undefined ? { url } : { image, ...published(url) },
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
      const url = byTransport[transport as NetworkName] ?? byTransport.grpc;
      return url === undefined ? [] : [...words, withoutSecrets(url)];
    },
  };
}

/** With an image, the port of a URL is the one in the container; outside it is another. */
function published(url: string): { port: number; url: string } {
  const parsed = new URL(url);
  const port = parseAddress(url).port;
  if (!isLoopback(url)) {
    throw new UsageError(
      `${url}: with --image, a URL names a port in the container`,
      `Write it with 127.0.0.1: ${parsed.protocol}//127.0.0.1:${port}${parsed.pathname}`,
    );
  }
  const path = parsed.pathname === '/' && parsed.protocol.startsWith('grpc') ? '' : parsed.pathname;
  return { port, url: `${parsed.protocol}//127.0.0.1:\${PORT}${path}${parsed.search}` };
}

/** By the scheme; which of the two profiles of gRPC is meant, `--set` says. */
function transportOf(url: string): NetworkName {
  if (!url.includes('://')) {
    throw new UsageError(
      `${url} is no URL`,
      `If it is the command that starts the server, put it after --: -- ${url}`,
    );
  }
  const scheme = url.split('://', 1)[0]?.toLowerCase() ?? '';
  const transport = networkNames.find((name) => (SCHEMES[name] as readonly string[]).includes(scheme));
  if (transport === undefined) {
    throw new UsageError(
      `${url}: there is no transport for ${scheme}://`,
      'Use http(s)://, ws(s):// or grpc(s)://, or a command after --.',
    );
  }
  checkUrl(url, 'the command line', transport);
  return transport;
}

/** A URL for showing: values of parameters that look like a key are left out. */
function withoutSecrets(url: string): string {
  const shown = new URL(url);
  for (const [name, value] of shown.searchParams) {
    if (looksSecret(name, value)) shown.searchParams.set(name, 'redacted');
  }
  return shown.search === new URL(url).search ? url : shown.href;
}

const NETWORK_OPTIONS = ['header', 'bearerEnv', 'ca', 'cert', 'key', 'insecure'] as const;

function refuseUnused(
  names: readonly (keyof RunCommandOptions)[],
  options: RunCommandOptions,
  why: string,
): void {
  const used = names.find((name) => options[name] !== undefined);
  if (used === undefined) return;
  const flag = used === 'bearerEnv' ? 'bearer-env' : used;
  throw new UsageError(`--${flag} is ${why}`, 'Leave it out.');
}

/** What the command line puts over whatever the target's own description says. */
function overlayOf(options: RunCommandOptions): {
  values: Pick<Surroundings, 'env' | 'headers' | 'tls' | 'cwd' | 'secrets'>;
  process: string[];
  network: string[];
} {
  const expander = new Expander(process.env);
  const env: Record<string, string> = {};
  const processWords: string[] = [];
  for (const [name, given] of Object.entries(options.env ?? {})) {
    const value = given ?? expander.text(`\${${name}}`, `--env ${name}`, { secret: true });
    const secret = looksSecret(name, value);
    if (secret) expander.add(value);
    env[name] = value;
    processWords.push('--env', given === undefined || secret ? name : `${name}=${given}`);
  }
  if (options.cwd !== undefined) processWords.push('--cwd', options.cwd);
  const headers: Record<string, string> = { ...options.header };
  const networkWords: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const secret = looksSecret(name, value);
    if (secret) expander.add(value);
    networkWords.push('--header', `${name}: ${secret ? '[redacted]' : value}`);
  }
  if (options.bearerEnv !== undefined) {
    const token = expander.text(`\${${options.bearerEnv}}`, `--bearer-env ${options.bearerEnv}`, {
      secret: true,
    });
    headers['authorization'] = `Bearer ${token}`;
    networkWords.push('--bearer-env', options.bearerEnv);
  }
  const { ca, cert, key, insecure } = options;
  for (const [flag, file] of Object.entries({ ca, cert, key })) {
    if (file !== undefined) networkWords.push(`--${flag}`, file);
  }
  if (insecure) networkWords.push('--insecure');
  const files = Object.fromEntries(
    Object.entries({ ca, cert, key, insecure }).filter(([, file]) => file !== undefined),
  );
  return {
    values: {
      env,
      headers,
      tls: readTls(files, process.cwd()),
      secrets: [...expander.secrets],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    },
    process: processWords,
    network: networkWords,
  };
}
