/** Starts and ends the echo server that the benchmarks ask. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export const ECHO = new URL('./echo.js', import.meta.url).pathname;

/** The echo server as a process of its own, on one transport on which it listens. */
export async function startEcho(
  flag: '--http' | '--ws' | '--grpc' | '--google',
): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [ECHO, flag], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: line.toString('utf8').trim(), stop: () => endChild(child) };
}

export async function endChild(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
