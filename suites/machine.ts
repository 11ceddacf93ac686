/** The faults that a scenario can cause under a server: pause, crash, starved resources, a lost network. */
import type { Session, SessionOptions } from './session.js';

export const RESOURCES = ['memory', 'cpu', 'processes'] as const;
export type Resource = (typeof RESOURCES)[number];

/**
 * What a server runs on, where that is ours to break: a container, or a process that we started. These are the faults of
 * real life; each resolves once it took effect, and rejects for faults of ours only.
 */
export interface Machine {
  /** Nothing on it runs, and nothing of it is lost. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** As a crash, or a loss of power: nothing on it gets to say a word. */
  kill(): Promise<void>;
  /** Up again, where it is not, at the same address. On stdio the next session starts a new one. */
  start(): Promise<void>;
  /** Takes away what it does not use of a resource at this moment. Containers only. */
  readonly starve?: (resource: Resource) => Promise<void>;
  /** Gives back what was taken. */
  readonly relieve?: () => Promise<void>;
  /** Off the network and back. Containers only, and none on stdio, where there is no network. */
  readonly disconnect?: () => Promise<void>;
  readonly reconnect?: () => Promise<void>;
  /** Of two servers behind one address: what connects from now on reaches the other one. */
  readonly turn?: () => void;
}

/** A server that nobody else uses, on a machine that may be broken. */
export interface Server extends Machine {
  /** A new connection to it, and a session on that. */
  session(options?: SessionOptions): Promise<Session>;
}
