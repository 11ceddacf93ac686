// Makes the HTTP server of whatever it is loaded into (`node --import`) depend on what it should not: named by WASTEFUL.
// One file, with nothing to import but Node, so that it can be copied into an image.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Server, type IncomingMessage } from 'node:http';
import { networkInterfaces } from 'node:os';

/** Where a container reads its limit, in both versions of control groups. */
const LIMITS = ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes'];
/** Bytes that it wants beyond what it has. */
const FREE = 64 * 1024 * 1024;

const bytesIn = (file: string): number => {
  try {
    return Number(readFileSync(file, 'utf8')) || Infinity;
  } catch {
    return Infinity;
  }
};

/** Whether a request may be answered: each is a server that falls silent once it lacks something. */
const able: Readonly<Record<string, () => boolean>> = {
  /** Burns a good part of a second for each request. */
  cpu() {
    const until = process.cpuUsage().user + 400_000;
    while (process.cpuUsage().user < until);
    return true;
  },

  /** Waits for memory to be free before it answers. */
  memory() {
    const limit = Math.min(...LIMITS.map(bytesIn));
    return limit - process.memoryUsage.rss() > FREE;
  },

  /** Each request needs a process. */
  processes: () => spawnSync('/bin/cat', ['/dev/null']).status === 0,

  network: () => true,
};

const wasteful = process.env['WASTEFUL'] ?? '';
const check = able[wasteful];

if (check !== undefined) {
  const emit = Server.prototype.emit as (this: Server, name: string, ...rest: unknown[]) => boolean;
  Server.prototype.emit = function (this: Server, name: string, ...rest: unknown[]): boolean {
    // What is not answered keeps its connection, so that nothing shows.
    if (name === 'request' && (rest[0] as IncomingMessage).method === 'POST' && !check()) return true;
    // Listens no more once its network was gone.
    if (name === 'listening' && wasteful === 'network') {
      setInterval(() => {
        if (Object.keys(networkInterfaces()).every((one) => one === 'lo')) this.close();
      }, 20).unref();
    }
    return emit.call(this, name, ...rest);
  } as typeof Server.prototype.emit;
}
