/** Starts the process that ends our targets should we be killed, and tells it of them. */
import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { OWNER, ownerId } from './ownership.js';

const MAIN = fileURLToPath(new URL('./watcher-main.js', import.meta.url));

/** Milliseconds without a target after which it is let go: the next target starts another. */
const IDLE_MS = 10_000;

let pipe: Writable | undefined;
let idle: NodeJS.Timeout | undefined;

/** Tells of a group that has come. Starts the watcher with the first, and waits for nothing: what is told waits in the pipe. */
export function watchGroup(leader: number): void {
  clearTimeout(idle);
  pipe ??= start();
  pipe?.write(`+${leader}\n`);
}

/** Tells of a group that is gone. */
export function unwatchGroup(leader: number, last: boolean): void {
  pipe?.write(`-${leader}\n`);
  if (last) idle = setTimeout(dismiss, IDLE_MS).unref();
}

function dismiss(): void {
  pipe?.end('done\n');
  pipe = undefined;
}

/** One process for a run, in a session of its own, where Ctrl-C and the end of the terminal do not reach it. */
function start(): Writable | undefined {
  // Where we are a target ourselves, it outlives us for as long as it takes.
  const { NODE_OPTIONS: _, [OWNER]: __, ...env } = process.env;
  const child = spawn(process.execPath, [MAIN, ownerId], {
    cwd: process.platform === 'win32' ? undefined : '/',
    env,
    detached: true,
    windowsHide: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without it a run goes on: it is for the day on which we are killed.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  // Neither it nor its pipe keeps us running.
  child.unref();
  (child.stdin as { unref?: () => void }).unref?.();
  return child.stdin;
}
