/** Turns a checked config into the specification of a target, transport by transport. */
import { resolve } from 'node:path';
import { findTransport, networkNames, getNetwork, type NetworkName } from '../../adapters/index.js';
import type { ForeignSpec, StdioSpec, TargetSpec } from '../../containers/targets/spec.js';
import { findCredentials } from './credentials.js';
import { UsageError } from './errors.js';
import { Expander, looksSecret } from './expand.js';
import { loadAdapter } from './foreign.js';
import { resolveIdentities } from './identities.js';
import { resolveFence, resolveImage } from './image.js';
import type { Config, ForeignConfig, NetworkConfig } from './load.js';
import type { Surroundings, CommandExpander } from './surroundings.js';
import { resolveNetwork } from './network.js';

/** Expands variables, reads PEM files, loads adapters of others and settles defaults. Rejects with `UsageError`. */
export async function resolveTarget(config: Config, around: Surroundings): Promise<TargetSpec> {
  const expander = new Expander(around.environment);
  for (const secret of around.secrets) expander.add(secret);
  for (const [name, value] of Object.entries({ ...around.headers, ...around.env }))
    expander.note(name, value);
  const expandCommand: CommandExpander = (command, where, keep = []) => {
    const words = command.map((word) => expander.text(word, `${around.from}: ${where}`, { keep }));
    for (const { value } of findCredentials(words)) expander.add(value);
    return words;
  };
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
  const { startTimeoutMs, urlWaitMs = 0 } = around;
  return {
    ...named,
    transports,
    ...(Object.keys(foreign).length === 0 ? {} : { foreign }),
    cwd,
    env,
    ...(config.fence === undefined ? {} : { fence: resolveFence(config.fence, around) }),
    ...reset,
    secrets: [...expander.secrets],
    credentials: [...expander.credentials],
    startTimeoutMs,
    ...(urlWaitMs === 0 ? {} : { urlWaitMs }),
  };
}

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
  const identities = resolveIdentities(config, expander, around);
  for (const block of networkNames) {
    const network = config.transports[block];
    if (network === undefined) continue;
    const name = transportOfBlock(block, config, around);
    resolved[name] = resolveNetwork(name, network, {
      block,
      expander,
      around,
      expandCommand,
      ...(identities === undefined ? {} : { identities }),
    });
  }
  return resolved as Omit<TargetSpec['transports'], 'stdio'>;
}

/** An option of a block may mean another transport than the one that it is named for. */
function transportOfBlock(block: NetworkName, { transports }: Config, { from }: Surroundings): NetworkName {
  const { redirect } = getNetwork(block);
  const network: NetworkConfig = transports[block] ?? {};
  if (redirect === undefined || network[redirect.option] !== redirect.value) return block;
  const { option, value, to } = redirect;
  if (transports[to] !== undefined) {
    throw new UsageError(
      `${from}: ${block} with the ${option} ${value} and ${to} are the same transport`,
      'Keep one of them.',
    );
  }
  return to as NetworkName;
}

async function resolveForeign(
  config: Config,
  expander: Expander,
  around: Surroundings,
  expandCommand: CommandExpander,
) {
  const resolved: Record<string, ForeignSpec> = {};
  for (const [name, block] of Object.entries(config.transports)) {
    if (findTransport(name) !== undefined || block === undefined) continue;
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
    const secret = findCredentials(command);
    const script =
      command
        .slice(1)
        .find((word) => !word.startsWith('-') && !secret.some(({ value }) => word.includes(value))) ??
      command[0] ??
      'target';
    return lastOf(script);
  }
  const image = all.find((one) => one.image !== undefined)?.image;
  if (image !== undefined) return lastOf(image.image ?? image.dockerfile?.context ?? 'target');
  const url = networkNames.flatMap((name) => transports[name] ?? [])[0]?.url;
  return url === undefined ? 'target' : new URL(url).host;
}

const lastOf = (path: string): string => path.split('/').at(-1) || path;
