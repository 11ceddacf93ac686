/** Finds the first container engine that answers, at DOCKER_HOST or at the usual sockets. */
import { get, type RequestOptions } from 'node:http';
import { homedir } from 'node:os';
import type { NoEngine } from './docker.js';

/** Milliseconds for an engine to say that it is there. */
const PING_MS = 300;

const NEXT = 'Start Docker, or set DOCKER_HOST to the socket of an engine on this machine.';

/** The first engine that answers: the one that DOCKER_HOST names and no other, or the first at the usual places. */
export async function findAnsweringEngine(): Promise<{ host: string } | NoEngine> {
  const named = process.env['DOCKER_HOST'];
  if (named !== undefined && named !== '') {
    const options = optionsOf(named);
    if (options === undefined) {
      return { missing: `DOCKER_HOST names an engine that is not on this machine (${named})`, next: NEXT };
    }
    return (await answers(options))
      ? { host: named }
      : { missing: `no container engine answers at DOCKER_HOST=${named}`, next: NEXT };
  }
  const hosts = usual();
  const answered = await Promise.all(hosts.map((host) => answers(optionsOf(host) ?? {})));
  const host = hosts[answered.indexOf(true)];
  return host === undefined ? { missing: 'no container engine answers here', next: NEXT } : { host };
}

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

/** Published ports are pinned to the loopback interface of the engine's machine, which has to be ours. */
function optionsOf(host: string): RequestOptions | undefined {
  const [, scheme, rest = ''] = /^(unix|npipe|tcp|http):\/\/(.*)$/.exec(host) ?? [];
  if (scheme === 'unix' || scheme === 'npipe') return { socketPath: rest.replaceAll('/', separator) };
  if (scheme === undefined || !URL.canParse(`http://${rest}`)) return undefined;
  const { hostname, port } = new URL(`http://${rest}`);
  return /^(localhost|127(\.\d+){3})$/.test(hostname) ? { host: hostname, port: port || 2375 } : undefined;
}

const separator = process.platform === 'win32' ? '\\' : '/';

const answers = (options: RequestOptions): Promise<boolean> =>
  new Promise((resolve) => {
    const request = get({ ...options, path: '/_ping', timeout: PING_MS, agent: false }, (response) => {
      resolve(response.statusCode === 200);
      request.destroy();
    });
    const no = (): void => {
      resolve(false);
      request.destroy();
    };
    request.on('error', no).on('timeout', no);
  });
