/** Finds the first container engine that answers, at DOCKER_HOST or at the usual sockets. */
import { get, type RequestOptions } from 'node:http';
import { homedir } from 'node:os';
import type { NoEngine } from './docker.js';

/** Milliseconds for an engine that takes a connection to say that it is there. A busy one takes seconds. */
export const PING_MS = 10_000;

const NEXT = 'Start Docker, or set DOCKER_HOST to the socket of an engine on this machine.';

/** How an attempt to reach an engine went. */
type Pinged = 'answered' | 'absent' | 'mute';

/** The first engine that answers: the one that DOCKER_HOST names and no other, or the first at the usual places. */
export async function findAnsweringEngine(): Promise<{ host: string } | NoEngine> {
  const named = process.env['DOCKER_HOST'];
  if (named !== undefined && named !== '') {
    if (toAddress(named) === undefined) {
      return { missing: `DOCKER_HOST names an engine that is not on this machine (${named})`, next: NEXT };
    }
    const pinged = await pingEngine(named);
    return pinged === 'answered' ? { host: named } : noneAt(`at DOCKER_HOST=${named}`, pinged);
  }
  const attempts = usual().map((host) => ({ host, pinged: pingEngine(host) }));
  let mute: string | undefined;
  for (const { host, pinged } of attempts) {
    const how = await pinged;
    if (how === 'answered') return { host };
    if (how === 'mute') mute ??= host;
  }
  return mute === undefined ? noneAt('here') : noneAt(`at ${mute}`, 'mute');
}

const noneAt = (where: string, pinged: Pinged = 'absent'): NoEngine =>
  pinged === 'mute'
    ? {
        missing: `no container engine answers ${where}: it takes connections, and said nothing for ${PING_MS / 1000} s`,
        next: 'See what `docker version` says, and restart the engine.',
      }
    : { missing: `no container engine answers ${where}`, next: NEXT };

/** Where engines listen: Docker, rootless Docker, Docker Desktop. */
function usual(): string[] {
  if (process.platform === 'win32') return ['npipe:////./pipe/docker_engine'];
  const runtime = process.env['XDG_RUNTIME_DIR'];
  return [
    '/var/run/docker.sock',
    ...(runtime === undefined ? [] : [`${runtime}/docker.sock`]),
    `${homedir()}/.docker/run/docker.sock`,
    `${homedir()}/.docker/desktop/docker.sock`,
  ].map((path) => `unix://${path}`);
}

/** How an engine is reached; `undefined` where it is on another machine, whose loopback is not ours. */
export function toAddress(host: string): RequestOptions | undefined {
  const [, scheme, rest = ''] = /^(unix|npipe|tcp|http):\/\/(.*)$/.exec(host) ?? [];
  if (scheme === 'unix' || scheme === 'npipe') return { socketPath: rest.replaceAll('/', separator) };
  if (scheme === undefined || !URL.canParse(`http://${rest}`)) return undefined;
  const { hostname, port } = new URL(`http://${rest}`);
  return /^(localhost|127(\.\d+){3})$/.test(hostname) ? { host: hostname, port: port || 2375 } : undefined;
}

const separator = process.platform === 'win32' ? '\\' : '/';

/** Asks an engine whether it is there. Bounded, never rejects. */
export const pingEngine = (host: string, ms = PING_MS): Promise<Pinged> =>
  new Promise((resolve) => {
    const request = get({ ...toAddress(host), path: '/_ping', agent: false }, (response) => {
      settle(response.statusCode === 200 ? 'answered' : 'absent');
    });
    const timer = setTimeout(() => settle('mute'), ms);
    const settle = (how: Pinged): void => {
      clearTimeout(timer);
      resolve(how);
      request.destroy();
    };
    request.on('error', () => settle('absent'));
  });
