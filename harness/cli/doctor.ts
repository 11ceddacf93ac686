/** Carries out `mcptc doctor`: checks Node, config, environment, loopback, folder and containers. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { networkNames } from '../../adapters/index.js';
import { makeTargetEnvironment } from '../../adapters/stdio/environment.js';
import { BUILT_LABEL, LABEL } from '../../containers/engine/docker.js';
import { findEngine } from '../../containers/engine/engine.js';
import { ConnectError } from '../../adapters/adapter.js';
import { countBuiltImages, removeLeftovers, type Leftovers } from '../../containers/engine/leftovers.js';
import type { NetworkSpec, TargetSpec } from '../../containers/targets/spec.js';
import { acceptsConnections, parseAddress, findFreePort } from '../../containers/targets/ready.js';
import { UsageError } from '../config/errors.js';
import { findConfig, locateConfig } from '../config/load.js';
import { resolveTarget } from '../config/resolve.js';
import type { ExitCode } from './invocation.js';
import { listOffered } from '../api/select.js';
import { makeHarmless } from '../../reports/text/neutralise.js';

interface Diagnosis {
  ok: boolean;
  text: string;
  /** What to do, where it is not ok. */
  next?: string;
}

/** One line for each thing that a run needs. Exits 2 where a run would not get as far as the target. */
export async function runDoctor(): Promise<ExitCode> {
  const findings = [
    node(),
    ...(await config()),
    passedOn(),
    await loopback(),
    folder(),
    ...(await containers()),
  ];
  for (const { ok, text, next } of findings) {
    process.stdout.write(
      `${ok ? 'ok   ' : 'warn '} ${makeHarmless(text)}\n${next === undefined ? '' : `      next: ${makeHarmless(next)}\n`}`,
    );
  }
  return findings.every(({ ok }) => ok) ? 0 : 2;
}

function node(): Diagnosis {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return {
    ok,
    text: `Node ${process.versions.node}`,
    ...(ok ? {} : { next: 'Install Node 20.19 or newer.' }),
  };
}

async function config(): Promise<Diagnosis[]> {
  const file = findConfig();
  if (file === undefined) {
    return [
      {
        ok: true,
        text: 'no mcptc.yaml here: a run needs a URL, a command after --, --config or --from (`mcptc init`)',
      },
    ];
  }
  try {
    const { config, at } = await locateConfig(file);
    const spec = await resolveTarget(config, {
      from: file,
      at,
      base: process.cwd(),
      reproduceWith: () => [],
      environment: process.env,
      startTimeoutMs: 60_000,
      env: {},
      headers: {},
      tls: {},
      secrets: [],
    });
    const valid = `${file}: ${spec.name} on ${listOffered(spec).join(', ')}`;
    return [{ ok: true, text: valid }, ...(await reachable(spec))];
  } catch (error) {
    if (!UsageError.is(error)) throw error;
    return [{ ok: false, text: error.message, ...(error.next === undefined ? {} : { next: error.next }) }];
  }
}

async function reachable(spec: TargetSpec): Promise<Diagnosis[]> {
  const { stdio } = spec.transports;
  const findings = networkNames.flatMap((name) => {
    const network = spec.transports[name];
    return network === undefined ? [] : [listens(name, network, spec)];
  });
  return [
    ...(stdio?.command === undefined ? [] : [program('stdio', stdio.command, spec)]),
    ...(await Promise.all(findings)).flat(),
  ];
}

async function listens(name: string, network: NetworkSpec, spec: TargetSpec): Promise<Diagnosis[]> {
  if (network.image !== undefined) return [];
  if (network.command === undefined) {
    const { host, port } = parseAddress(network.url);
    const ok = await acceptsConnections(host, port);
    const next = 'Start the server, or name its command, so that it is started for you.';
    return [
      {
        ok,
        text: `${name}: ${ok ? 'something' : 'nothing'} answers at ${host}:${port}`,
        ...(ok ? {} : { next }),
      },
    ];
  }
  const findings = [program(name, network.command, spec)];
  if (network.port !== undefined && (await acceptsConnections('127.0.0.1', network.port))) {
    findings.push({
      ok: false,
      text: `port ${network.port} is taken`,
      next: 'Stop what listens there, or leave out `port`.',
    });
  }
  return findings;
}

function program(
  transport: string,
  [command = '']: readonly string[],
  { cwd = '.', env }: Pick<TargetSpec, 'cwd' | 'env'>,
): Diagnosis {
  const folders = command.includes('/') ? [cwd] : (makeTargetEnvironment(env)['PATH'] ?? '').split(delimiter);
  const ok = folders.some((folder) =>
    isExecutable(command.startsWith('/') ? command : join(folder, command)),
  );
  return {
    ok,
    text: `${transport}: ${command} ${ok ? 'is there' : 'is not found'}`,
    ...(ok ? {} : { next: 'Install it, or write its full path.' }),
  };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const passedOn = (): Diagnosis => ({
  ok: true,
  text: `a target gets these variables, and those that you name: ${Object.keys(makeTargetEnvironment({})).sort().join(' ')}`,
});

async function loopback(): Promise<Diagnosis> {
  try {
    return { ok: true, text: `ports can be opened on 127.0.0.1 (tried ${await findFreePort()})` };
  } catch (error) {
    return {
      ok: false,
      text: `no port can be opened on 127.0.0.1: ${(error as Error).message}`,
      next: 'Allow it.',
    };
  }
}

/** The engine, where there is one, and what killed runs left in it, which is removed. */
async function containers(): Promise<Diagnosis[]> {
  const engine = await findEngine();
  // Nothing that runs without containers needs one.
  if ('missing' in engine) {
    return [{ ok: true, text: `no containers: ${engine.missing}. For targets in images: ${engine.next}` }];
  }
  let found: Leftovers & { images: number };
  try {
    found = await engine.calls.make('list what was left', async () => ({
      ...(await removeLeftovers(engine.docker)),
      images: await countBuiltImages(engine.docker),
    }));
  } catch (error) {
    const next = error instanceof ConnectError ? error.next : 'See what `docker info` says.';
    return [{ ok: false, text: (error as Error).message, next }];
  } finally {
    await engine.close();
  }
  const { removed, running, elsewhere, stuck, images } = found;
  const what = (count: number, one = 'container'): string => `${count} ${one}${count === 1 ? '' : 's'}`;
  return [
    { ok: true, text: `containers: engine ${engine.version} answers` },
    ...(removed > 0 ? [{ ok: true, text: `removed ${what(removed)} of runs that were killed` }] : []),
    ...(running > 0 ? [{ ok: true, text: `${what(running)} of runs that still go on` }] : []),
    ...(images > 0
      ? [
          {
            ok: true,
            text: `${what(images, 'image')} built for targets, from which the next build starts`,
            next: `Where their space is needed: docker image prune --filter label=${BUILT_LABEL}`,
          },
        ]
      : []),
    ...(elsewhere > 0
      ? [
          {
            ok: true,
            text: `${what(elsewhere)} of runs in containers or on other machines, which may still go on`,
            next: `If they do not: docker rm -f $(docker ps -aq --filter label=${LABEL})`,
          },
        ]
      : []),
    ...(stuck > 0
      ? [{ ok: false, text: `${what(stuck)} cannot be removed`, next: 'Restart the engine, then again.' }]
      : []),
  ];
}

function folder(): Diagnosis {
  try {
    accessSync('.', constants.W_OK);
    return { ok: true, text: 'the working folder can be written, for .mcptc/' };
  } catch {
    return {
      ok: false,
      text: 'the working folder cannot be written',
      next: 'Run where .mcptc/ can be made.',
    };
  }
}
