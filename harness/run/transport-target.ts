/** Opens connections to the target on one transport, and keeps track of all that are open. */
import {
  ConnectError,
  type Connection,
  type Closing,
  type OpenOptions,
  type Traits,
} from '../../adapters/adapter.js';
import { adapters, type TransportName } from '../../adapters/index.js';
import { getEra, type Era, type Revision } from '../../adapters/revision.js';
import { Secrets } from '../../adapters/secrets.js';
import { describeExit } from '../../adapters/stdio/describe-exit.js';
import type { StdioConnection } from '../../adapters/stdio/endpoint.js';
import { Transcript, type Entry } from '../../adapters/transcript.js';
import type { Death, Host, Lease, Target } from '../../containers/targets/target.js';
import type { Identity } from '../../suites/session.js';
import { Unclaimed } from '../observe/unclaimed.js';
import { observersFor, Watch } from '../observe/watch.js';
import { settledWithin } from '../../adapters/wait.js';
import { JsonRpcDispatcher } from '../session/dispatcher.js';
import { Lessons } from '../session/lessons.js';
import type { PlannedCase } from './plan.js';
import { CaseChecks } from './checks.js';

/** Milliseconds at the end of a run for who was told politely to go. */
const LEAVE_MS = 500;
/** Milliseconds from the exit of a process to the end of its output. */
const ENDED_MS = 100;

/** One open connection to the target, and the way to give everything back. */
export interface OpenConnection {
  connection: Connection;
  transcript: Transcript;
  /** The observers that listen on it. */
  watch: Watch;
  /** Reads the connection; made on first use, because some scenarios read it themselves. */
  dispatcher(): JsonRpcDispatcher;
  stderr(): string;
  /** Somebody has begun to close it. */
  readonly closing: boolean;
  /** The case that had a session on it last. */
  user?: PlannedCase;
  close(how: 'graceful' | 'abrupt'): Promise<Closing>;
  /** Another connection to the same server, which is given back with the last of them; `undefined` where it has ended. */
  beside(revision: Revision, identity?: Identity): Promise<OpenConnection> | undefined;
}

/** A server, and how many connections hold it. */
interface Held {
  readonly lease: Lease<unknown>;
  users: number;
  over: boolean;
}

/**
 * Which server a connection goes to, where the host starts servers: the one that everybody uses, one of its own, or the
 * one that only exclusive cases use, one at a time.
 */
export type ConnectionKind = 'shared' | 'own' | 'exclusive';

interface LooseAdapter {
  open(endpoint: unknown, options: OpenOptions): Promise<Connection>;
  custom: boolean;
  traits(era: Era): Traits;
}

/** One transport of the target: connects to it, and knows everything that is open. */
export class TransportTarget {
  readonly transport: string;
  readonly host: Host<unknown>;
  readonly adapter: LooseAdapter;
  readonly #secrets: readonly string[];
  readonly secrets: Secrets;
  readonly #credentials: Secrets;
  readonly #signal: AbortSignal;
  #tellLaunched: () => void = () => undefined;
  /** What it taught about waiting, on any connection. */
  readonly lessons = new Lessons();
  /** What crossed the wire before a connection that was taken did not open. */
  readonly stalls = new WeakMap<ConnectError, readonly Entry[]>();
  readonly #openConnections = new Set<OpenConnection>();
  readonly #listeners: ((death: Death, open?: OpenConnection) => void)[] = [];
  /** By revision. */
  readonly #unclaimed = new Map<Revision, Unclaimed>();
  #exclusive: Promise<Lease<unknown>> | undefined;

  private constructor(o: {
    transport: string;
    adapter: LooseAdapter;
    host: Host<unknown>;
    secrets: readonly string[];
    credentials: Secrets;
    signal: AbortSignal;
  }) {
    this.transport = o.transport;
    this.adapter = o.adapter;
    this.host = o.host;
    this.#secrets = o.secrets;
    this.secrets = Secrets.of(o.secrets);
    this.#credentials = o.credentials;
    this.#signal = o.signal;
  }

  static async of(transport: string, target: Target, signal: AbortSignal): Promise<TransportTarget> {
    const { secrets } = target;
    const credentials = new Secrets(target.credentials);
    const foreign = target.foreign?.[transport];
    // Which endpoint belongs to which adapter is settled by the registry's types; here they meet by name.
    const adapter = (foreign?.adapter ??
      (await adapters[transport as TransportName]())) as unknown as LooseAdapter;
    const host = (foreign?.host ?? target.hosts[transport as TransportName]) as Host<unknown>;
    return new TransportTarget({ transport, adapter, host, secrets, credentials, signal });
  }

  /**
   * Tells of every server that ends by itself: with the connection, where the server is the connection and a case had a
   * session on it.
   */
  watch(listener: (death: Death, open?: OpenConnection) => void): void {
    this.#listeners.push(listener);
    this.host.onDeath?.(listener);
  }

  /** The same transport, on which every connection leads to one server that somebody holds. */
  holding(lease: Lease<unknown>): TransportTarget {
    const { transport, adapter } = this;
    const { host } = this;
    const held = { ...lease, stderr: () => lease.stderr(), release: async () => {} };
    return new TransportTarget({
      transport,
      adapter,
      host: { ...host, onDeath: () => undefined, lease: async () => held },
      secrets: this.#secrets,
      credentials: this.#credentials,
      signal: this.#signal,
    });
  }

  /** Settles when the first connection stands, or has failed. */
  readonly launched: Promise<void> = new Promise((resolve) => (this.#tellLaunched = resolve));

  /** Rejects with `ConnectError` when the target cannot be reached. */
  async connect(revision: Revision, kind: ConnectionKind, identity?: Identity): Promise<OpenConnection> {
    return this.#connect(
      revision,
      kind === 'exclusive' ? await this.#leaseExclusive() : await this.host.lease(kind, this.#signal),
      identity,
    );
  }

  /** A server of one's own, which may be broken; whoever has it releases it. */
  server(kind: 'own' | 'pair'): Promise<Lease<unknown>> {
    return this.host.lease(kind, this.#signal);
  }

  /** A connection to a server that somebody holds, and goes on to hold when it is closed. */
  connectTo(lease: Lease<unknown>, revision: Revision): Promise<OpenConnection> {
    return this.#connect(revision, { ...lease, stderr: () => lease.stderr(), release: async () => {} });
  }

  #connect(revision: Revision, lease: Lease<unknown>, identity?: Identity): Promise<OpenConnection> {
    const held = { lease, users: 0, over: false };
    void lease.died?.then(() => (held.over = true));
    return this.#connectHeld(revision, held, identity);
  }

  /** The endpoint as one of the clients that the server tells apart. */
  #as(endpoint: unknown, identity: Identity | undefined): unknown {
    if (identity === undefined) return endpoint;
    const { identities } = this.host;
    if (identities === undefined || identities === 'one')
      throw new Error('one identity is known, and a case was run that needs two');
    return identities[identity](endpoint);
  }

  async #connectHeld(revision: Revision, held: Held, identity?: Identity): Promise<OpenConnection> {
    const { lease } = held;
    held.users += 1;
    const transcript = new Transcript(this.#secrets);
    const observing = observersFor(this.transport, revision);
    // Awaited once the target is reached; a fault of ours is told there.
    observing.catch(() => undefined);
    const { lessons } = this;
    try {
      const connection = await this.adapter.open(this.#as(lease.endpoint, identity), {
        era: getEra(revision),
        revision,
        signal: this.#signal,
        transcript,
        // Less may be read from one moment to the next.
        get maxMessage() {
          return lessons.maxMessage;
        },
      });
      const watch = new Watch(await observing, this.unclaimed(revision), this.#credentials);
      const tapped = watch.tap(connection, (await observing).contract, transcript);
      return this.#track(tapped, transcript, held, watch);
    } catch (error) {
      if (ConnectError.is(error) && error.isStall) {
        transcript.note(error.message);
        this.stalls.set(error, transcript.entries);
      }
      await leave(held);
      throw error;
    } finally {
      this.#tellLaunched();
    }
  }

  /** Given back when the run ends, not with each connection. */
  async #leaseExclusive(): Promise<Lease<unknown>> {
    this.#exclusive ??= this.host.lease('own', this.#signal);
    const lease = await this.#exclusive;
    // The next one to ask gets another.
    void lease.died?.then(() => (this.#exclusive = undefined));
    return { ...lease, stderr: () => lease.stderr(), release: async () => {} };
  }

  /** What was found at this revision that belongs to no case. */
  unclaimed(revision: Revision): Unclaimed {
    const known = this.#unclaimed.get(revision) ?? new Unclaimed(this.makeChecks(revision));
    this.#unclaimed.set(revision, known);
    return known;
  }

  /** Where what is found on this transport is judged. */
  makeChecks(revision: Revision): CaseChecks {
    return new CaseChecks(this.transport, revision, {
      claimed: this.host.claimed === true,
      native: this.adapter.traits(getEra(revision)).native === true,
      secrets: this.secrets,
    });
  }

  #track(connection: Connection, transcript: Transcript, held: Held, watch: Watch): OpenConnection {
    const { lease } = held;
    let dispatcher: JsonRpcDispatcher | undefined;
    let closing: Promise<Closing> | undefined;
    const open: OpenConnection = {
      connection,
      transcript,
      watch,
      dispatcher: () => (dispatcher ??= new JsonRpcDispatcher(connection, transcript, this.lessons)),
      stderr: () => lease.stderr(),
      get closing() {
        return closing !== undefined;
      },
      close: (how) => {
        // Who is asked to hurry does, also where it was told to take its time.
        if (closing !== undefined && how === 'abrupt') void connection.close(how);
        return (closing ??= (async () => {
          const closed = await connection.close(how);
          await leave(held);
          this.#openConnections.delete(open);
          return closed;
        })());
      },
      beside: (other, identity) => (held.over ? undefined : this.#connectHeld(other, held, identity)),
    };
    this.#openConnections.add(open);
    void deathOf(open).then((death) => this.#listeners.forEach((tell) => tell(death, open)));
    return open;
  }

  /** Closes what is still open; a run that was cut short leaves nothing behind. */
  async clear(): Promise<void> {
    const all = [...this.#openConnections];
    const leaving = all.filter(({ closing }) => closing).map((open) => open.close('graceful'));
    await settledWithin(Promise.all(leaving), LEAVE_MS, this.#signal);
    await Promise.all(all.map((open) => open.close('abrupt')));
    await (await this.#exclusive?.catch(() => undefined))?.release();
  }
}

/** Settles where the process that is this connection ends, and nobody has begun to close it. */
async function deathOf(open: OpenConnection): Promise<Death> {
  if (!('exited' in open.connection)) return new Promise(() => undefined);
  const connection = open.connection as StdioConnection;
  const exit = await connection.exited;
  const { ended } = connection.listen();
  // What we ended ourselves, for a message that is too long or a flood, did not die.
  const isOurs = (await settledWithin(ended, ENDED_MS)) && (await ended).by !== 'peer';
  if (isOurs || open.closing) return new Promise(() => undefined);
  return { how: describeExit(exit), stderr: connection.stderr() };
}

/** Whoever is the last gives the server back. */
async function leave(held: Held): Promise<void> {
  held.users -= 1;
  if (held.users > 0) return;
  held.over = true;
  await held.lease.release();
}
