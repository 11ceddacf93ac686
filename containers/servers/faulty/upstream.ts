/** Starts the right servers that faults are applied to, over stdio or listening on a port. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Upstream } from './fault.js';

const SERVERS: Readonly<Record<Upstream, readonly [file: string, ...args: string[]]>> = {
  both: ['reference/dual-era.js'],
  legacy: ['reference/legacy.js'],
  'tools-only': ['honest/main.js', 'tools-only'],
  interleaved: ['honest/main.js', 'interleaved'],
  'extra-fields': ['honest/main.js', 'extra-fields'],
  'modern-only': ['honest/main.js', 'modern-only'],
  'two-users': ['faulty/main.js', '--two-users'],
};

/** File below `containers/`, and arguments before the transport's. */
export const getUpstreamServer = (upstream: Upstream): readonly [string, ...string[]] => SERVERS[upstream];

const makeCommand = (upstream: Upstream, ...more: string[]): string[] => {
  // What bends a layer is a layer itself, before the same server.
  const [file, ...args] = SERVERS[upstream === 'two-users' ? 'both' : upstream];
  return [fileURLToPath(new URL(`../${file}`, import.meta.url)), ...args, ...more];
};

/** Starts a right server over stdio; its log goes where ours goes. */
export function startUpstream(upstream: Upstream): ChildProcess {
  return spawn(process.execPath, makeCommand(upstream, '--stdio'), { stdio: ['pipe', 'pipe', 'inherit'] });
}

/** Starts a right server that listens, and resolves with its address once it does; it ends with this process. */
export async function startListeningUpstream(
  upstream: Upstream,
  port: '--http-port' | '--ws-port' | '--grpc-port' = '--http-port',
): Promise<URL> {
  const child = spawn(process.execPath, makeCommand(upstream, port, '0'), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.once('exit', () => process.exit(1));
  const stop = (): void => void child.kill('SIGKILL');
  process.once('exit', stop);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => process.exit(0));
  for await (const line of createInterface({ input: child.stdout })) {
    return new URL((JSON.parse(line) as { url: string }).url);
  }
  throw new Error('the upstream server ended before it listened');
}
