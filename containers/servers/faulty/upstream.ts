import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Behind } from './fault.js';

const SERVERS: Readonly<Record<Behind, readonly [file: string, ...args: string[]]>> = {
  both: ['reference/dual-era.js'],
  legacy: ['reference/legacy.js'],
  'tools-only': ['honest/main.js', 'tools-only'],
  interleaved: ['honest/main.js', 'interleaved'],
  'extra-fields': ['honest/main.js', 'extra-fields'],
  'modern-only': ['honest/main.js', 'modern-only'],
};

/** File below `containers/`, and arguments before the transport's. */
export const serverBehind = (behind: Behind): readonly [string, ...string[]] => SERVERS[behind];

const commandOf = (behind: Behind, ...more: string[]): string[] => {
  const [file, ...args] = SERVERS[behind];
  return [fileURLToPath(new URL(`../${file}`, import.meta.url)), ...args, ...more];
};

/** Starts a right server over stdio; its log goes where ours goes. */
export function startBehind(behind: Behind): ChildProcess {
  return spawn(process.execPath, commandOf(behind, '--stdio'), { stdio: ['pipe', 'pipe', 'inherit'] });
}

/** Starts a right server that listens, and resolves with its address once it does; it ends with this process. */
export async function listenBehind(
  behind: Behind,
  port: '--http-port' | '--ws-port' | '--grpc-port' = '--http-port',
): Promise<URL> {
  const child = spawn(process.execPath, commandOf(behind, port, '0'), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.once('exit', () => process.exit(1));
  const stop = (): void => void child.kill('SIGKILL');
  process.once('exit', stop);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => process.exit(0));
  for await (const line of createInterface({ input: child.stdout })) {
    return new URL((JSON.parse(line) as { url: string }).url);
  }
  throw new Error('the server behind ended before it listened');
}
