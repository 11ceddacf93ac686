import { resolve } from 'node:path';
import {
  networkNames,
  type ForeignSpec,
  type NetworkName,
  type StdioSpec,
  type TargetSpec,
} from '../../containers/targets/spec.js';
import type { TlsOptions } from '../../adapters/tls.js';
import { UsageError } from './errors.js';
import { Expander, looksSecret } from './expand.js';
import { loadAdapter } from './foreign.js';
import { resolveFence, resolveImage } from './image.js';
import type { Config, ForeignConfig } from './load.js';
import { resolveNetwork } from './network.js';

/** What stands around a config: where it came from, and what the command line adds. */
export interface Surroundings {
  /** For messages: the file, or `the command line`. */
  from: string;
  /** Relative folders and files of the config start here. */
  base: string;
  /** Words of a command line that lead to this config again, on one transport. */
  reproduceWith: (transport: string) => readonly string[];
  environment: NodeJS.ProcessEnv;
  startTimeoutMs: number;
  /** Already resolved, and stronger than the config's own. */
  env: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  tls: TlsOptions;
  cwd?: string;
  /** Values of the above that must not be shown. */
  secrets: readonly string[];
}

/** Expands variables, reads PEM files, loads adapters of others and settles defaults. Rejects with `UsageError`. */
export async function resolveTarget(config: Config, around: Surroundings): Promise<TargetSpec> {
  const expander = new Expander(around.environment);
  for (const secret of around.secrets) expander.add(secret);
  const expandCommand: CommandExpander = (command, where, keep = []) =>
    command.map((word) => expander.text(word, `${around.from}: ${where}`, { keep }));
  const { stdio } = config.transports;
  const cwd = around.cwd ?? (config.cwd === undefined ? around.base : resolve(around.base, config.cwd));
  const env = { ...expander.texts(config.env ?? {}, `${around.from}: env`), ...around.env };
  const transports: TargetSpec['transports'] = {
    ...(stdio === undefined ? {} : { stdio: resolveStdio(stdio, expander, around, expandCommand) }),
    ...resolveNetworks(config, expander, around, expandCommand),
  };
  const foreign = await resolveForeign(config, expander, around, expandCommand);
  const reset = config.reset === undefined ? {} : { reset: expandCommand(config.reset, 'reset') };
  const named =
    config.target === undefined ? { name: nameOf(transports), guessed: true } : { name: config.target };
  const { startTimeoutMs } = around;
  return {
    ...named,
    transports,
    ...(Object.keys(foreign).length === 0 ? {} : { foreign }),
    cwd,
    env,
    ...(config.fence === undefined ? {} : { fence: resolveFence(config.fence, around) }),
    ...reset,
    secrets: [...expander.secrets],
    startTimeoutMs,
  };
}

/** Expands the words of a command; `keep` names variables that stay. */
export type CommandExpander = (
  command: readonly string[],
  where: string,
  keep?: readonly string[],
) => string[];

function resolveStdio(
  stdio: NonNullable<Config['transports']['stdio']>,
  expander: Expander,
  around: Surroundings,
  expandCommand: CommandExpander,
): StdioSpec {
  const { from, base } = around;
  const reproduceWith = around.reproduceWith('stdio');
  const where = `${from}: transports.stdio`;
  const image = resolveImage(stdio, { where, block: 'stdio', base, expander, expandCommand });
  return image === undefined
    ? { command: expandCommand(stdio.command ?? [], 'transports.stdio.command'), reproduceWith }
    : { image, reproduceWith };
}

function resolveNetworks(
  config: Config,
  expander: Expander,
  around: Surroundings,
  expandCommand: CommandExpander,
) {
  const resolved: { [N in NetworkName]?: unknown } = {};
  for (const block of networkNames) {
    const network = config.transports[block];
    if (network === undefined) continue;
    // The google profile has nothing in common with the tunnels but gRPC: it is a transport of its own.
    const google = block === 'grpc' && config.transports.grpc?.profile === 'google';
    const name = google ? 'grpc-google' : block;
    if (google && config.transports['grpc-google'] !== undefined) {
      throw new UsageError(
        `${around.from}: grpc with the profile google and grpc-google are the same transport`,
        'Keep one of them.',
      );
    }
    resolved[name] = resolveNetwork(name, network, { block, expander, around, expandCommand });
  }
  return resolved as Omit<TargetSpec['transports'], 'stdio'>;
}

async function resolveForeign(
  config: Config,
  expander: Expander,
  around: Surroundings,
  expandCommand: CommandExpander,
) {
  const resolved: Record<string, ForeignSpec> = {};
  const builtIn: readonly string[] = ['stdio', ...networkNames];
  for (const [name, block] of Object.entries(config.transports)) {
    if (builtIn.includes(name) || block === undefined) continue;
    const { adapter, command, ...rest } = block as ForeignConfig;
    const where = `transports.${name}`;
    resolved[name] = {
      adapter: await loadAdapter(name, resolve(around.base, adapter), `${around.from}: ${where}.adapter`),
      endpoint: expandAll(rest, expander, `${around.from}: ${where}`),
      reproduceWith: around.reproduceWith(name),
      ...(command === undefined ? {} : { command: expandCommand(command, `${where}.command`, ['PORT']) }),
    };
  }
  return resolved;
}

/** Every text in a block that we know nothing of. */
function expandAll<T>(value: T, expander: Expander, where: string, name = ''): T {
  if (typeof value === 'string') {
    const text = expander.text(value, where);
    if (text !== value && looksSecret(name, text)) expander.add(text);
    return text as T;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => expandAll(item, expander, where, name)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, expandAll(item, expander, `${where}.${key}`, key)]),
  ) as T;
}

/** `server.js` of `node dist/server.js`, `my-server` of an image, or the host of a URL. */
function nameOf(transports: TargetSpec['transports']): string {
  const { stdio } = transports;
  const all = [
    ...(stdio === undefined ? [] : [stdio]),
    ...networkNames.flatMap((name) => transports[name] ?? []),
  ];
  const command = all.find((one) => one.command !== undefined)?.command;
  if (command !== undefined) {
    const script = command.slice(1).find((word) => !word.startsWith('-')) ?? command[0] ?? 'target';
    return lastOf(script);
  }
  const image = all.find((one) => one.image !== undefined)?.image;
  if (image !== undefined) return lastOf(image.image ?? image.dockerfile?.context ?? 'target');
  const url = networkNames.flatMap((name) => transports[name] ?? [])[0]?.url;
  return url === undefined ? 'target' : new URL(url).host;
}

const lastOf = (path: string): string => path.split('/').at(-1) || path;
