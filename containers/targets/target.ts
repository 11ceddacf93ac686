/** The types of a server under test: targets, hosts per transport, leases and deaths. */
import type { Adapter } from '../../adapters/adapter.js';
import type { EndpointOf } from '../../adapters/index.js';
import type { Machine } from '../../suites/machine.js';

/**
 * The server under test: one host per transport. A host knows how to make the target reachable (start a command, run an
 * image, or just name a URL) and hands out leases; adapters then connect to the lease's endpoint.
 */
export interface Target {
  readonly name: string;
  /** Made from the command or the URL: what the server calls itself is better. */
  readonly guessed?: boolean;
  readonly hosts: { readonly [T in keyof EndpointOf]?: Host<EndpointOf[T]> };
  /** Transports that are not built in, with the adapter that somebody else wrote. */
  readonly foreign?: Readonly<Record<string, { adapter: Adapter<never>; host: Host<unknown> }>>;
  /** Transports that the target offers and that cannot be run here, with what is missing and how to get it. */
  readonly leftOut?: Readonly<Record<string, { reason: string; again: readonly string[] }>>;
  /** Set where something ran in containers: the engine, and the milliseconds that each start took. */
  readonly containers?: {
    readonly engine: string;
    readonly starts: readonly number[];
    /** Aborted where the engine is gone for the rest of the run: nothing more can be said of the target. */
    readonly lost: AbortSignal;
    /** Asks whether it is. Bounded, never rejects. */
    confirm(): Promise<boolean>;
  };
  /** Values that must never reach a transcript or a report. */
  readonly secrets: readonly string[];
  /** Those of them that are surely credentials: the target must not tell them. */
  readonly credentials?: readonly string[];
  /** Run before an exclusive scenario, where the user named a reset command. */
  reset?(signal: AbortSignal): Promise<void>;
  /** Ends everything that any host started. Idempotent, bounded, never rejects. */
  stop(): Promise<void>;
}

export interface Host<Endpoint> {
  /** The part of a command line that reaches this target again: `-- node server.js`, `http://127.0.0.1:3000/mcp`. */
  readonly reproduceWith: readonly string[];
  /** Whether a process of one's own can be had. False for a URL: there `own` gives the same endpoint. */
  readonly startable: boolean;
  /** A URL that is not on loopback: fewer cases at a time, and 429 and 503 are honoured. */
  readonly remote: boolean;
  /** The user says that the target keeps the custom binding as it is written: what breaks it fails, and does not only warn. */
  readonly claimed?: boolean;
  /** Which form of the server was found, and how, where the user named none. */
  readonly form?: string;
  /** How long its first answer may take, where the user named any time for a server that is not started here. */
  readonly firstAnswerMs?: number;
  /** The command that starts it by hand, where that is not what the user typed. */
  byHand?(): string | undefined;
  /** The digest of the image, once one was started. */
  image?(): string | undefined;
  /** Whether leases of one's own have a `machine`: under a process that is its connection, or under one that listens. */
  readonly breakable?: 'process' | 'listener';
  /** There where servers are started that many use: told of each that ends by itself. One that is told twice is the same object. */
  onDeath?(listener: (death: Death) => void): void;
  /** Ends the server that is shared, so that the next lease starts another. Bounded, never rejects. */
  renew?(): Promise<void>;
  /**
   * `shared`: the same endpoint for everybody, started once (and again after it died). `own`: a fresh one. `pair`: two
   * fresh ones behind one endpoint. Rejects with `ConnectError` when the target does not come up within the start
   * timeout; the error carries its last stderr lines.
   */
  lease(kind: LeaseKind, signal: AbortSignal): Promise<Lease<Endpoint>>;
}

/** How a server ended that nobody had asked to, and the last that it said. */
export interface Death {
  /** In words that complete "it …": `exited with code 1`. */
  readonly how: string;
  readonly stderr: string;
}

export type LeaseKind = 'shared' | 'own' | 'pair';

export interface Lease<Endpoint> {
  readonly endpoint: Endpoint;
  /** The last stderr of the process behind it, where we started one. */
  stderr(): string;
  /** Gives it back: stops what was started for an `own` lease. Never rejects. */
  release(): Promise<void>;
  /** What the server runs on, where nobody else uses it. */
  readonly machine?: Machine;
  /** Settles where the server behind it ends by itself; not where it is ended by us. Never rejects. */
  readonly died?: Promise<Death>;
}
