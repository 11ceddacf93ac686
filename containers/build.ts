import { ConnectError } from '../adapters/adapter.js';
import type { EndpointOf } from '../adapters/index.js';
import { Transcript } from '../adapters/transcript.js';
import { commandServer, stdioHost, type CommandServer } from './command.js';
import { toEndpoint } from './endpoints.js';
import { launch } from './process.js';
import { isLoopback } from './ready.js';
import {
  networkNames,
  type ForeignSpec,
  type NetworkName,
  type NetworkSpec,
  type TargetSpec,
} from './spec.js';
import type { CommandContext, ServerSpec } from './start.js';
import type { Host, Target } from './target.js';
import { urlHost } from './url.js';

/** A target from its description. Starts nothing until a lease is asked for. */
export function buildTarget(spec: TargetSpec): Target {
  const { cwd, env, startTimeoutMs, secrets, transports, foreign = {} } = spec;
  const redact = (text: string): string => new Transcript(secrets).redact(text);
  const context = { env, startTimeoutMs, redact, ...(cwd === undefined ? {} : { cwd }) };
  const servers = serversOf(spec, context);
  const offered = networkNames.filter((name) => transports[name] !== undefined);
  return {
    name: spec.name,
    guessed: spec.guessed === true,
    secrets,
    hosts: {
      ...(transports.stdio === undefined ? {} : { stdio: stdioHost(transports.stdio, context) }),
      ...Object.fromEntries(
        offered.map((name) => [name, networkHost(name, transports[name] as NetworkSpec, servers)]),
      ),
    },
    foreign: Object.fromEntries(
      Object.entries(foreign).map(([name, one]) => [
        name,
        { adapter: one.adapter, host: foreignHost(name, one, servers) },
      ]),
    ),
    ...(spec.reset === undefined ? {} : { reset: resetWith(spec.reset, context) }),
    stop: async () => {
      await Promise.all([...new Set(servers.values())].map((server) => server.stop()));
    },
  };
}

/** The server behind each transport; the same command is the same server. */
function serversOf(
  { transports, foreign = {} }: TargetSpec,
  context: CommandContext,
): ReadonlyMap<string, CommandServer> {
  const groups = new Map<string, ServerSpec>();
  const keys = new Map<string, string>();
  const add = (name: string, { command, port, ready }: Omit<ServerSpec, 'urls'>, url: string): void => {
    const key = JSON.stringify([command, port, ready]);
    keys.set(name, key);
    const urls = { ...groups.get(key)?.urls, [name]: url };
    groups.set(key, { command, ready, urls, ...(port === undefined ? {} : { port }) });
  };
  for (const name of networkNames) {
    const spec = transports[name];
    if (spec?.command !== undefined) add(name, spec, spec.url);
  }
  for (const [name, { command }] of Object.entries(foreign)) {
    if (command !== undefined) add(name, { command, ready: 'json-line' }, '');
  }
  const servers = new Map([...groups].map(([key, group]) => [key, commandServer(group, context)]));
  return new Map([...keys].map(([name, key]) => [name, servers.get(key) as CommandServer]));
}

function networkHost<N extends NetworkName>(
  name: N,
  spec: NetworkSpec<N>,
  servers: ReadonlyMap<string, CommandServer>,
): Host<EndpointOf[N]> {
  const { again, claim = false } = spec;
  const endpoint = (url: string): EndpointOf[N] => toEndpoint[name](spec, url);
  const server = servers.get(name);
  const reached =
    server === undefined
      ? urlHost(endpoint(spec.url), !isLoopback(spec.url))
      : started(name, server, endpoint);
  return { again, claimed: claim, ...reached };
}

/** What somebody else's adapter connects to; a module that starts its own target says so by having no command here. */
function foreignHost(
  name: string,
  { again, endpoint }: ForeignSpec,
  servers: ReadonlyMap<string, CommandServer>,
): Host<unknown> {
  const server = servers.get(name);
  const reached =
    server === undefined ? urlHost(endpoint, false) : started(name, server, (url) => ({ ...endpoint, url }));
  return { again, ...reached };
}

function started<Endpoint>(
  transport: string,
  server: CommandServer,
  endpoint: (url: string) => Endpoint,
): Pick<Host<Endpoint>, 'startable' | 'remote' | 'lease'> {
  return {
    startable: server.startable,
    remote: false,
    lease: async (kind, signal) => {
      const lease = await server.lease(transport, kind, signal);
      return { ...lease, endpoint: endpoint(lease.endpoint) };
    },
  };
}

/** Runs the reset command to its end; rejects where it fails or does not end within the start timeout. */
function resetWith(command: readonly string[], { startTimeoutMs, redact, ...context }: CommandContext) {
  return async (signal: AbortSignal): Promise<void> => {
    const process = await launch({ ...context, command });
    const bound = AbortSignal.any([signal, AbortSignal.timeout(startTimeoutMs)]);
    const stop = (): void => void process.stop();
    bound.addEventListener('abort', stop);
    if (bound.aborted) stop();
    const how = await process.exited;
    bound.removeEventListener('abort', stop);
    await process.stop();
    if (how !== 'exited with code 0') {
      throw new ConnectError(
        `the reset command ${how}: ${redact(process.stderr()).trimEnd().slice(-500)}`,
        `Run it by hand: ${redact(command.join(' '))}`,
      );
    }
  };
}
