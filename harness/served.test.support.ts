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

/** Characters of what a server said last. */
const LAST = 4_000;

/** Starts a server of ours that prints its address as one line of JSON. One that ends unasked says why on our stderr. */
export async function startServed(path: string, ...args: string[]): Promise<Served> {
  const child = spawn(process.execPath, [getFile(path), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-LAST)));
  const tell = (code: unknown, signal: unknown): void => {
    process.stderr.write(`${path} ${args.join(' ')} ended unasked (${String(code ?? signal)}):\n${said}\n`);
  };
  child.once('close', tell);
  const stop = async (): Promise<void> => {
    child.off('close', tell).kill('SIGTERM');
    await exited;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    child.stdout.resume();
    return { url: (JSON.parse(line) as { url: string }).url, stop };
  }
  throw new Error(`${path} ended before it listened`);
}
