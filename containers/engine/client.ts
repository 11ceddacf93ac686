/** Loads the client library and connects it to one engine, over sockets that can all be dropped at once. */
import { Agent } from 'node:http';
import { createRequire } from 'node:module';
import type { Docker, NoEngine } from './docker.js';
import { toAddress } from './ping.js';

/** A client of one engine. */
export interface Client {
  docker: Docker;
  /** Drops every request that is under way: nothing that an engine does not answer keeps a process alive. */
  drop(): void;
}

/**
 * A client of the engine at `host`, which was found to answer. The library is the one that testcontainers brings; its own
 * search for an engine is not used: it asks without a bound, and may pull and start an image to find out where it runs.
 */
export function connectClient(host: string): Client | NoEngine {
  const library = load();
  if ('missing' in library) return library;
  const agent = new Agent();
  const { socketPath, host: name, port } = toAddress(host) ?? {};
  const docker = new library.Docker({
    // What the environment says of TLS is for an engine elsewhere.
    protocol: 'http',
    agent,
    ...(typeof socketPath === 'string' ? { socketPath } : { host: name, port }),
  });
  return { docker, drop: () => agent.destroy() };
}

type Constructor = new (options: object) => Docker;

/** A peer that only those who run containers install. */
function load(): { Docker: Constructor } | NoEngine {
  const next = 'npm install --save-dev testcontainers@11';
  const ours = createRequire(import.meta.url);
  let peer: string;
  try {
    peer = ours.resolve('testcontainers');
  } catch {
    return { missing: 'the package testcontainers is not installed', next };
  }
  try {
    return { Docker: createRequire(peer)('dockerode') as Constructor };
  } catch (error) {
    const why = (error as Error).message.split('\n')[0];
    return { missing: `testcontainers does not load on Node ${process.versions.node}: ${why}`, next };
  }
}
