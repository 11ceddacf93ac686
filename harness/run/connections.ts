/** The connections, sessions and servers that one case borrows or opens, and gives back at its end. */
import type { Connection } from '../../adapters/adapter.js';
import {
  getEra,
  LEGACY_REVISIONS,
  MODERN_REVISIONS,
  type Era,
  type Revision,
} from '../../adapters/revision.js';
import { settledWithin } from '../../adapters/wait.js';
import { describeExit } from '../../adapters/stdio/describe-exit.js';
import type { StdioConnection } from '../../adapters/stdio/endpoint.js';
import type { Lease } from '../../containers/targets/target.js';
import type { Server } from '../../suites/machine.js';
import type { Scenario } from '../../suites/scenario.js';
import type { BoundSession, Identity, SessionOptions } from '../../suites/session.js';
import { openSession, type SessionDefaults } from '../session/open.js';
import type { LiveSession, SelfCheck } from '../session/session.js';
import { quoteStderr } from './charge.js';
import type { Holder } from '../observe/watch.js';
import type { Trace } from './excerpt.js';
import type { SessionPool, PooledConnection, PooledSession } from './session-pool.js';
import type { PlannedCase } from './plan.js';
import { recordMachine } from './recorded-machine.js';
import type { OpenConnection, ConnectionKind } from './transport-target.js';

/** Milliseconds from the end of what a process says to its own. */
const EXIT_MS = 500;

export interface ConnectionsOptions {
  planned: PlannedCase;
  pool: SessionPool;
  sessionDefaults: SessionDefaults;
  /** Nothing is shared with other cases. */
  alone: boolean;
  /** But for the pool, which is only theirs who run alone in turn. */
  inTurn: boolean;
  selfCheck: SelfCheck;
  /** Who is told what observers find on connections of the case. */
  holder: Holder;
  /** Told whenever something crosses the wire on one of its connections. */
  touch: () => void;
}

/** What one case talks through: connections and servers that it borrows or that are its own, and gives back at its end. */
export class Connections {
  readonly #planned: PlannedCase;
  readonly #pool: SessionPool;
  readonly #sessionDefaults: SessionDefaults;
  readonly #alone: boolean;
  readonly #inTurn: boolean;
  readonly #selfCheck: SelfCheck;
  readonly #holder: Holder;
  readonly #touch: () => void;
  readonly #open: OpenConnection[] = [];
  readonly #pooled: PooledConnection[] = [];
  /** Sessions that want nothing but the last word of their handshake to be like any other. */
  readonly #unconfirmed = new Map<OpenConnection, LiveSession>();
  /** Servers of its own, which outlive the connections to them. */
  readonly #leases: Lease<unknown>[] = [];
  readonly traces: Trace[] = [];
  #ended = false;

  constructor({
    planned,
    pool,
    sessionDefaults,
    alone,
    inTurn,
    selfCheck,
    holder,
    touch,
  }: ConnectionsOptions) {
    this.#planned = planned;
    this.#pool = pool;
    this.#sessionDefaults = sessionDefaults;
    this.#alone = alone;
    this.#inTurn = inTurn;
    this.#selfCheck = selfCheck;
    this.#holder = holder;
    this.#touch = touch;
  }

  get #isApart(): boolean {
    return this.#alone && !this.#inTurn;
  }

  /** Every connection that the case has at hand. */
  #used(): OpenConnection[] {
    return [...this.#open, ...this.#pooled.map((pooled) => pooled.open)];
  }

  /** What may have crossed the wire unseen, on the first connection that says so. */
  unseen = (): string | undefined => this.#used().flatMap(({ connection }) => connection.unseen?.() ?? [])[0];

  async close(connection: Connection, how: Parameters<Connection['close']>[0]) {
    const open = this.#used().find((candidate) => candidate.connection === connection);
    return open === undefined ? connection.close(how) : open.close(how);
  }

  async session(options?: SessionOptions): Promise<BoundSession<Connection>> {
    const { scenario, revision } = this.#planned;
    if (options?.only === 'lists' && !this.#isApart && this.#pool.isOneServerEach)
      return this.#lent(await this.#pool.acquireForLists(this.#selfCheck, options));
    if (this.#isApart || !isPoolable(scenario.isolation, getEra(revision), options))
      return this.#ownSession(options);
    // Who spends a server of its own may have one that others have changed.
    const mayBeChanged = scenario.isolation === 'last' && this.#pool.isOneServerEach;
    const kind = scenario.isolation === 'exclusive' || mayBeChanged ? 'exclusive' : 'shared';
    return this.#lent(await this.#pool.acquire(kind, this.#selfCheck, options));
  }

  #lent(pooled: PooledSession): BoundSession<Connection> {
    this.#keepPooled(pooled);
    // Whom a server of those who run alone died of is asked elsewhere; and who has it last may end it.
    if (this.#alone || this.#planned.scenario.isolation === 'last') delete pooled.open.user;
    else pooled.open.user = this.#planned;
    this.#trace(pooled.open, pooled.handshakeEntries);
    this.#hold(pooled.open);
    return { session: pooled.session, connection: pooled.open.connection };
  }

  async #ownSession(options?: SessionOptions): Promise<BoundSession<Connection>> {
    const { revision: other, identity } = options ?? {};
    const revision = other ?? this.#planned.revision;
    const open = await this.#keepOwn(
      await (this.#beside(revision, identity) ??
        (other === undefined && identity === undefined
          ? this.#pool.connect(this.#kind())
          : this.#pool.transportTarget.connect(revision, this.#kind(), identity))),
    );
    const session = await this.#openOn(open, options);
    if (isOnlyUnconfirmed(options)) this.#unconfirmed.set(open, session);
    return { session, connection: open.connection };
  }

  /** What is done to its machine stands in the transcript of every connection to it. */
  async server(kind: 'own' | 'pair'): Promise<Server> {
    const { transportTarget } = this.#pool;
    const lease = await transportTarget.server(kind);
    this.#leases.push(lease);
    if (this.#ended || lease.machine === undefined) {
      throw this.#ended ? new Error('the case is over') : new Error('this server has no machine');
    }
    return recordMachine(lease.machine, {
      note: (what) => this.#used().forEach(({ transcript }) => void transcript.note(what, 'machine')),
      session: async (options) =>
        this.#openOn(
          await this.#keepOwn(await transportTarget.connectTo(lease, this.#planned.revision)),
          options,
        ),
    });
  }

  async onServer(server: Server, options?: SessionOptions): Promise<BoundSession<Connection>> {
    const session = await server.session(options);
    // The connection that was just made for it.
    return { session, connection: (this.#open.at(-1) as OpenConnection).connection };
  }

  async #openOn(open: OpenConnection, options?: SessionOptions): Promise<LiveSession> {
    const other = options?.revision;
    // A handshake is the scenario's where it makes one of its own. Any other is the same in all cases: it is nobody's.
    if (options?.handshake !== undefined) this.#hold(open);
    const session = await openSession({
      dispatcher: open.dispatcher(),
      revision: other ?? this.#planned.revision,
      ...this.#sessionDefaults,
      ...(other === undefined ? { selfCheck: this.#selfCheck } : {}),
      ...(options === undefined ? {} : { options }),
    });
    this.#hold(open);
    return session;
  }

  #hold(open: OpenConnection): void {
    // What is said at another revision is no matter of this case.
    if (!this.#ended && open.watch.revision === this.#planned.revision) open.watch.holdFor(this.#holder);
  }

  async connect(era: Era = getEra(this.#planned.revision), identity?: Identity): Promise<Connection> {
    const { scenario, revision } = this.#planned;
    const last = (era === 'legacy' ? LEGACY_REVISIONS : MODERN_REVISIONS).at(-1) ?? revision;
    const other = era === getEra(revision) ? revision : last;
    if (other !== revision || identity !== undefined) {
      const opening =
        (identity && this.#beside(other, identity)) ??
        this.#pool.transportTarget.connect(other, this.#kind(), identity);
      return this.#held(await this.#keepOwn(await opening));
    }
    // Where every message has a channel of its own, there is nothing on a connection to share.
    const poolable = scenario.isolation === 'shared' && !this.#isApart && !this.#pool.perRequest;
    if (!poolable) return this.#held(await this.#keepOwn(await this.#pool.connect(this.#kind())));
    const pooled = await this.#pool.acquireConnection();
    this.#keepPooled(pooled);
    this.#trace(pooled.open, []);
    return this.#held(pooled.open);
  }

  #held(open: OpenConnection): Connection {
    this.#hold(open);
    return open.connection;
  }

  #keepPooled(pooled: PooledConnection): void {
    if (this.#ended) {
      pooled.release(false);
      throw new Error('the case is over');
    }
    this.#pooled.push(pooled);
  }

  /** Alone as in company, the clients of a case meet on one server: what it does between them shows nowhere else. */
  #beside(revision: Revision, identity?: Identity): Promise<OpenConnection> | undefined {
    if (!this.#alone || this.#planned.scenario.isolation === 'process' || this.#pool.isOneServerEach)
      return undefined;
    return this.#open.find(({ closing }) => !closing)?.beside(revision, identity);
  }

  #kind(): ConnectionKind {
    const { isolation } = this.#planned.scenario;
    if (this.#alone || isolation === 'process') return 'own';
    return isolation === 'exclusive' ? 'exclusive' : 'shared';
  }

  async #keepOwn(open: OpenConnection): Promise<OpenConnection> {
    if (this.#ended) {
      await open.close('abrupt');
      throw new Error('the case is over');
    }
    this.#open.push(open);
    this.#trace(open, []);
    return open;
  }

  #trace(open: OpenConnection, handshakeEntries: readonly number[]): void {
    this.traces.push({ open, handshakeEntries });
    open.transcript.onSighting = this.#touch;
  }

  /** How the process ended that is one of the connections, and what it said last; empty where none has. */
  async howEnded(): Promise<string> {
    for (const { connection, closing } of this.#used()) {
      if (closing || !('exited' in connection)) continue;
      const { exited } = connection as StdioConnection;
      // Its pipe ends a moment before it does.
      if (!(await settledWithin(exited, EXIT_MS))) continue;
      return `; its process ${describeExit(await exited)}${quoteStderr((connection as StdioConnection).stderr())}`;
    }
    return '';
  }

  /** No connection comes to a case that is over: what is made by then is closed again. */
  end(): void {
    this.#ended = true;
    for (const { watch, transcript } of this.#used()) {
      watch.release();
      transcript.onSighting = undefined;
    }
  }

  /** Whether the server goes on in the pool, its handshake completed. */
  #handOn(open: OpenConnection): boolean {
    const session = this.#unconfirmed.get(open);
    if (session === undefined || this.#alone || !this.#pool.isOneServerEach || open.closing) return false;
    session.notify('notifications/initialized');
    this.#pool.adopt(open, session.hello);
    return true;
  }

  /** Loans that are fit go to the next case; where `trouble` was met, nobody waits for a polite end. */
  release({ fit, trouble }: { fit: boolean; trouble: boolean }): void {
    const isSpent = this.#planned.scenario.isolation === 'last';
    for (const pooled of this.#pooled) pooled.release(fit && isSpent ? 'spent' : fit);
    const how = trouble || this.#leases.length > 0 ? 'abrupt' : 'graceful';
    const closed = this.#open.filter((open) => !(fit && this.#handOn(open))).map((open) => open.close(how));
    for (const lease of this.#leases) void Promise.all(closed).then(() => lease.release());
  }
}

/** Nothing was said but what belongs to a handshake, and the last word of it is still to come. */
const isOnlyUnconfirmed = (options: SessionOptions = {}): boolean =>
  options.handshake === 'unconfirmed' && Object.keys(options).length === 1;

/**
 * Who may use a session that others used. In the modern era a session is no state of the server, only our view of it;
 * a handshake that a scenario wants to do itself needs a connection that has seen none.
 */
const isPoolable = (isolation: Scenario['isolation'], era: Era, options?: SessionOptions): boolean =>
  isolation !== 'process' &&
  (isolation !== 'session' || era === 'modern') &&
  options?.handshake === undefined &&
  options?.identity === undefined &&
  options?.revision === undefined;
