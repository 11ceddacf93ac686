/** Builds a target from its description: one host per transport, by URL, by command or by image. */
import { ConnectError } from '../../adapters/adapter.js';
import { Deadline } from '../../adapters/deadline.js';
import { type EndpointOf, networkNames, type NetworkName } from '../../adapters/index.js';
import { Secrets } from '../../adapters/secrets.js';
import { makeCommandServer, makeStdioHost } from './command.js';
import { sendsCredentials, toEndpoint, replaceHeaders } from './endpoints.js';
import type { ContainerContext } from '../engine/context.js';
import type { NoEngine } from '../engine/docker.js';
import type { Engine } from '../engine/engine.js';
import { FENCE } from '../engine/fence.js';
import type { ServingSpec } from '../engine/serving.js';
import { Images, makeImageServer, makeImageStdioHost } from './image.js';
import type { ServerPool } from './server-pool.js';
import { launch } from './process.js';
import type { ForeignSpec, NetworkSpec, StdioSpec, TargetSpec } from './spec.js';
import type { CommandContext, ServerSpec } from './start.js';
import type { Host, Target } from './target.js';
import { makeUrlHost } from './url.js';

/**
 * A target from its description. Starts nothing until a lease is asked for. Where a transport runs in a container, the
 * engine is asked for as well; without one that transport is left out.
 */
export function buildTarget(spec: TargetSpec, engine?: Engine | NoEngine): Target {
  const { cwd, env, startTimeoutMs, secrets, credentials = [], foreign = {} } = spec;
  const redact = (text: string): string => Secrets.of(secrets).redact(text);
  const context = { env, startTimeoutMs, redact, ...(cwd === undefined ? {} : { cwd }) };
  const containers = containersOf(spec, engine, redact);
  const transports = Object.fromEntries(
    Object.entries(spec.transports).filter(
      ([, { image }]) => image === undefined || containers !== undefined,
    ),
  ) as TargetSpec['transports'];
  const pools = new Map([
    ...commandServers({ transports, foreign }, context),
    ...(containers === undefined ? [] : imageServers(transports, containers)),
  ]);
  const offered = networkNames.filter((name) => transports[name] !== undefined);
  const used = containers?.context.engine;
  return {
    name: spec.name,
    guessed: spec.guessed === true,
    secrets,
    credentials,
    hosts: {
      ...(transports.stdio === undefined ? {} : { stdio: onStdio(transports.stdio, context, containers) }),
      ...Object.fromEntries(
        offered.map((name) => [
          name,
          networkHost(
            name,
            transports[name] as NetworkSpec,
            pools.get(name),
            containers?.images,
            spec.urlWaitMs,
          ),
        ]),
      ),
    },
    foreign: Object.fromEntries(
      Object.entries(foreign).map(([name, one]) => [
        name,
        { adapter: one.adapter, host: foreignHost(name, one, pools.get(name)) },
      ]),
    ),
    ...(containers === undefined ? { leftOut: leftOutOf(spec, engine as NoEngine | undefined) } : {}),
    ...(used === undefined
      ? {}
      : {
          containers: {
            engine: used.version,
            starts: used.starts,
            lost: used.calls.lost,
            confirm: () => used.calls.confirm(),
          },
        }),
    ...(spec.reset === undefined ? {} : { reset: resetWith(spec.reset, context) }),
    stop: async () => {
      await Promise.all([...new Set(pools.values())].map((serverPool) => serverPool.stop()));
      await used?.close();
    },
  };
}

interface Containers {
  context: ContainerContext;
  images: Images;
}

function containersOf(
  spec: TargetSpec,
  engine: Engine | NoEngine | undefined,
  redact: (text: string) => string,
): Containers | undefined {
  if (engine === undefined || 'missing' in engine) return undefined;
  const { env, startTimeoutMs } = spec;
  const context = { engine, fence: { ...FENCE, ...spec.fence }, env, startTimeoutMs, redact };
  return { context, images: new Images(context) };
}

/** Whether anything of it runs in a container. */
export const needsEngine = ({ transports }: TargetSpec): boolean =>
  Object.values(transports).some(({ image }) => image !== undefined);

function leftOutOf({ transports }: TargetSpec, engine?: NoEngine): NonNullable<Target['leftOut']> {
  const { missing, next } = engine ?? { missing: 'no container engine was looked for', next: '' };
  return Object.fromEntries(
    Object.entries(transports)
      .filter(([, { image }]) => image !== undefined)
      .map(([name, { reproduceWith }]) => [name, { reason: `${missing}. ${next}`, again: reproduceWith }]),
  );
}

/** The server behind each transport; the same command is the same server. */
function commandServers(
  { transports, foreign = {} }: Pick<TargetSpec, 'transports' | 'foreign'>,
  context: CommandContext,
): ReadonlyMap<string, ServerPool> {
  const groups = new Groups<ServerSpec>();
  const add = (name: string, { command, port, ready }: Omit<ServerSpec, 'urls'>, url: string): void =>
    groups.add(name, [command, port, ready], (group) => ({
      command,
      ready,
      urls: { ...group?.urls, [name]: url },
      ...(port === undefined ? {} : { port }),
    }));
  for (const name of networkNames) {
    const spec = transports[name];
    if (spec?.command !== undefined) add(name, spec, spec.url);
  }
  for (const [name, { command }] of Object.entries(foreign)) {
    if (command !== undefined) add(name, { command, ready: 'json-line' }, '');
  }
  return groups.map((group) => makeCommandServer(group, context));
}

/** The container behind each transport; the same image with the same command is the same container. */
function imageServers(
  transports: TargetSpec['transports'],
  { images, context }: Containers,
): ReadonlyMap<string, ServerPool> {
  const groups = new Groups<ServingSpec>();
  for (const name of networkNames) {
    const spec = transports[name];
    if (spec?.image === undefined) continue;
    const { image, url, port } = spec;
    groups.add(name, [image], (group) => ({ image, urls: { ...group?.urls, [name]: { url, port } } }));
  }
  return groups.map((group) => makeImageServer(group, images, context));
}

/** Transports by what they have in common. */
class Groups<G> {
  readonly #groups = new Map<string, G>();
  readonly #keys = new Map<string, string>();

  add(name: string, key: unknown, grow: (group: G | undefined) => G): void {
    const text = JSON.stringify(key);
    this.#keys.set(name, text);
    this.#groups.set(text, grow(this.#groups.get(text)));
  }

  /** One thing for each group, by the names in it. */
  map<T>(make: (group: G) => T): ReadonlyMap<string, T> {
    const made = new Map([...this.#groups].map(([key, group]) => [key, make(group)]));
    return new Map([...this.#keys].map(([name, key]) => [name, made.get(key) as T]));
  }
}

function onStdio(spec: StdioSpec, context: CommandContext, containers?: Containers) {
  if (spec.image === undefined) return makeStdioHost(spec, context);
  const { images, context: around } = containers as Containers;
  return makeImageStdioHost(spec, images, around);
}

function networkHost<N extends NetworkName>(
  name: N,
  spec: NetworkSpec,
  serverPool: ServerPool | undefined,
  images: Images | undefined,
  urlWaitMs = 0,
): Host<EndpointOf[N]> {
  const { reproduceWith, claim = false, form, image } = spec;
  const endpoint = (url: string): EndpointOf[N] => toEndpoint(name, spec, url);
  const reached =
    serverPool === undefined
      ? makeUrlHost(endpoint(spec.url), spec.url, urlWaitMs)
      : started(name, serverPool, endpoint);
  return {
    reproduceWith,
    claimed: claim,
    ...identitiesOf(name, spec),
    ...(form === undefined ? {} : { form }),
    ...reached,
    ...(image === undefined ? {} : { image: () => images?.find(image)?.digest }),
  };
}

function identitiesOf<N extends NetworkName>(
  name: N,
  spec: NetworkSpec,
): Pick<Host<EndpointOf[N]>, 'identities'> {
  const { identities } = spec;
  if (identities === undefined) return sendsCredentials(name, spec) ? { identities: 'one' } : {};
  const as = (headers: Readonly<Record<string, string>>) => (endpoint: EndpointOf[N]) =>
    replaceHeaders(name, endpoint, headers);
  return { identities: { a: as(identities.a), b: as(identities.b), nobody: as(identities.nobody) } };
}

/** What somebody else's adapter connects to; a module that starts its own target says so by having no command here. */
function foreignHost(
  name: string,
  { reproduceWith, endpoint }: ForeignSpec,
  serverPool?: ServerPool,
): Host<unknown> {
  const reached =
    serverPool === undefined
      ? makeUrlHost(endpoint)
      : started(name, serverPool, (url) => ({ ...endpoint, url }));
  return { reproduceWith, ...reached };
}

function started<Endpoint>(
  transport: string,
  serverPool: ServerPool,
  endpoint: (url: string) => Endpoint,
): Pick<Host<Endpoint>, 'startable' | 'remote' | 'lease' | 'breakable' | 'onDeath' | 'renew'> {
  return {
    startable: serverPool.startable,
    ...(serverPool.breakable ? { breakable: 'listener' } : {}),
    remote: false,
    onDeath: (listener) => serverPool.onDeath(listener),
    renew: () => serverPool.renew(),
    lease: async (kind, signal) => {
      const lease = await serverPool.lease(transport, kind, signal);
      return { ...lease, endpoint: endpoint(lease.endpoint) };
    },
  };
}

/** Runs the reset command to its end; rejects where it fails or does not end within the start timeout. */
function resetWith(command: readonly string[], { startTimeoutMs, redact, ...context }: CommandContext) {
  return async (signal: AbortSignal): Promise<void> => {
    const process = await launch({ ...context, command });
    const limit = new Deadline(startTimeoutMs, signal);
    const stop = (): void => void process.stop();
    limit.signal.addEventListener('abort', stop);
    if (limit.signal.aborted) stop();
    const how = await process.exited;
    limit.end();
    await process.stop();
    if (how !== 'exited with code 0') {
      throw new ConnectError(
        `the reset command ${how}: ${redact(process.stderr()).trimEnd().slice(-500)}`,
        `Run it by hand: ${redact(command.join(' '))}`,
      );
    }
  };
}
