import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The address of a file of ours, from its path below `containers/`. */
export const getFile = (path: string): string =>
  fileURLToPath(new URL(`../containers/servers/${path}`, import.meta.url));

export interface Served {
  url: string;
  stop(): Promise<void>;
}

/** Starts a server of ours that prints its address as one line of JSON. */
export async function startServed(path: string, ...args: string[]): Promise<Served> {
  const child = spawn(process.execPath, [getFile(path), ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    child.stdout.resume();
    return { url: (JSON.parse(line) as { url: string }).url, stop };
  }
  throw new Error(`${path} ended before it listened`);
}
