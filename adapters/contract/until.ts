/** Waiting for a condition, and measuring the processes, open handles and memory of a test. */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds: how often a condition is looked at, and for how long. */
const STEP_MS = 10;
const LIMIT_MS = 10_000;

/** For conditions outside this process, which nobody announces. */
export async function until(what: string, holds: () => boolean, limitMs = LIMIT_MS): Promise<void> {
  const endsAt = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > endsAt) throw new Error(`waited ${limitMs} ms for ${what}`);
    await sleep(STEP_MS);
  }
}

/** Whether the process runs; one that is dead and only not reaped yet does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = `/proc/${pid}/stat`;
  try {
    return !existsSync(status) || !/^\d+ \(.*\) Z/s.test(readFileSync(status, 'utf8'));
  } catch {
    return false; // gone between the two looks
  }
}

/** Sockets, pipes and processes that keep this process busy. */
export const countOpenHandles = (): number =>
  process.getActiveResourcesInfo().filter((kind) => /^(TCP|Pipe|Process|TLS).*Wrap$/.test(kind)).length;

/** How far the resident memory rose above where it began while `work` ran, in MiB. */
export async function measureGrowth(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const sample = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(sample, STEP_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
    sample();
  }
  return (peak - before) / (1024 * 1024);
}

/** Milliseconds without a change after which something counts as standing still. */
const STILL_MS = 300;

/** Waits until a value no longer changes: whoever makes it is held back. Bounded like `until`. */
export async function waitUntilStill(what: string, value: () => number): Promise<void> {
  let last = NaN;
  let since = performance.now();
  await until(what, () => {
    const now = value();
    if (now !== last) since = performance.now();
    last = now;
    return performance.now() - since > STILL_MS;
  });
}
