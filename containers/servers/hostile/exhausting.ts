// Makes the HTTP server of whatever it is loaded into (`node --import`) depend on what it should not: named by WASTEFUL.
// One file, with nothing to import but Node, so that it can be copied into an image.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';

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

/** Processor time so far. Asking for it costs time of the kernel's, which counts too. */
const spentMicroseconds = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** Whether a request may be answered: each is a server that falls silent once it lacks something. */
const able: Readonly<Record<string, () => boolean>> = {
  /** Burns a good part of a second for each request. */
  cpu() {
    const until = spentMicroseconds() + 400_000;
    while (spentMicroseconds() < until);
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
  const { createServer } = http;
  // Everything that is imported after this finds a server that asks first.
  http.createServer = ((...args: Parameters<typeof createServer>) => {
    const server = createServer(...args);
    const answer = server.listeners('request') as ((...given: unknown[]) => void)[];
    server.removeAllListeners('request').on('request', (request, response) => {
      // What is not answered keeps its connection, so that nothing shows.
      if (request.method !== 'POST' || check()) for (const one of answer) one.call(server, request, response);
    });
    // Listens no more once its network was gone, and a connection broke with it.
    if (wasteful === 'network') {
      server.on('connection', (socket) => socket.on('error', () => server.close()));
    }
    return server;
  }) as typeof createServer;
  syncBuiltinESMExports();
}
