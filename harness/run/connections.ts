import type { Connection } from '../../adapters/adapter.js';
import { eraOf, LEGACY_REVISIONS, MODERN_REVISIONS, type Era } from '../../adapters/revision.js';
import type { Lease } from '../../containers/targets/target.js';
import type { Server } from '../../suites/machine.js';
import type { Scenario } from '../../suites/scenario.js';
import type { BoundSession, SessionOptions } from '../../suites/session.js';
import { openSession, type Opening } from '../session/open.js';
import type { LiveSession } from '../session/session.js';
import type { Trace } from './excerpt.js';
import type { inspector } from './inspect.js';
import type { Lender, PlainLoan } from './session-pool.js';
import type { PlannedCase } from './plan.js';
import { onRecord } from './recorded-machine.js';
import type { OpenConnection, Kind } from './transport-target.js';

export interface ConnectionsOptions {
  planned: PlannedCase;
  lender: Lender;
  opening: Opening;
  /** Nothing is shared with other cases. */
  alone: boolean;
  inspect: () => ReturnType<typeof inspector>;
}

/** What one case talks through: connections and servers that it borrows or that are its own, and gives back at its end. */
export class Connections {
  readonly #planned: PlannedCase;
  readonly #lender: Lender;
  readonly #opening: Opening;
  readonly #alone: boolean;
  readonly #inspect: ConnectionsOptions['inspect'];
  readonly #berths: OpenConnection[] = [];
  readonly #loans: PlainLoan[] = [];
  /** Servers of its own, which outlive the connections to them. */
  readonly #leases: Lease<unknown>[] = [];
  readonly traces: Trace[] = [];
  #sealed = false;

  constructor({ planned, lender, opening, alone, inspect }: ConnectionsOptions) {
    this.#planned = planned;
    this.#lender = lender;
    this.#opening = opening;
    this.#alone = alone;
    this.#inspect = inspect;
  }

  /** Every connection that the case has at hand. */
  #used(): OpenConnection[] {
    return [...this.#berths, ...this.#loans.map((loan) => loan.berth)];
  }

  /** What may have crossed the wire unseen, on the first connection that says so. */
  unseen = (): string | undefined => this.#used().flatMap(({ connection }) => connection.unseen?.() ?? [])[0];

  async close(connection: Connection, how: Parameters<Connection['close']>[0]) {
    const berth = this.#used().find((candidate) => candidate.connection === connection);
    return berth === undefined ? connection.close(how) : berth.close(how);
  }

  async session(options?: SessionOptions): Promise<BoundSession<Connection>> {
    const { scenario, revision } = this.#planned;
    if (this.#alone || !lendable(scenario.isolation, eraOf(revision), options))
      return this.#ownSession(options);
    const kind = scenario.isolation === 'exclusive' ? 'exclusive' : 'shared';
    const loan = await this.#lender.lend(kind, this.#inspect(), options);
    this.#keep(loan);
    this.#trace(loan.berth, loan.opening);
    return { session: loan.session, connection: loan.berth.connection };
  }

  async #ownSession(options?: SessionOptions): Promise<BoundSession<Connection>> {
    const other = options?.revision;
    const berth = await this.#berth(
      other === undefined
        ? await this.#lender.connect(this.#kind())
        : await this.#lender.station.connect(other, this.#kind()),
    );
    return { session: await this.#openOn(berth, options), connection: berth.connection };
  }

  /** What is done to its machine stands in the transcript of every connection to it. */
  async server(kind: 'own' | 'pair'): Promise<Server> {
    const { station } = this.#lender;
    const lease = await station.server(kind);
    this.#leases.push(lease);
    if (this.#sealed || lease.machine === undefined) {
      throw this.#sealed ? new Error('the case is over') : new Error('this server has no machine');
    }
    return onRecord(lease.machine, {
      note: (what) => this.#used().forEach(({ transcript }) => void transcript.note(what, 'machine')),
      session: async (options) =>
        this.#openOn(await this.#berth(await station.connectTo(lease, this.#planned.revision)), options),
    });
  }

  async onServer(server: Server, options?: SessionOptions): Promise<BoundSession<Connection>> {
    const session = await server.session(options);
    // The connection that was just made for it.
    return { session, connection: (this.#berths.at(-1) as OpenConnection).connection };
  }

  async #openOn(berth: OpenConnection, options?: SessionOptions): Promise<LiveSession> {
    const other = options?.revision;
    return openSession({
      link: berth.link(),
      revision: other ?? this.#planned.revision,
      ...this.#opening,
      ...(other === undefined ? { inspect: this.#inspect() } : {}),
      ...(options === undefined ? {} : { options }),
    });
  }

  async connect(era: Era = eraOf(this.#planned.revision)): Promise<Connection> {
    const { scenario, revision } = this.#planned;
    if (era !== eraOf(revision)) {
      const other = (era === 'legacy' ? LEGACY_REVISIONS : MODERN_REVISIONS).at(-1) ?? revision;
      return (await this.#berth(await this.#lender.station.connect(other, this.#kind()))).connection;
    }
    // Where every message has a channel of its own, there is nothing on a connection to share.
    const lend = scenario.isolation === 'shared' && !this.#alone && !this.#lender.perRequest;
    if (!lend) return (await this.#berth(await this.#lender.connect(this.#kind()))).connection;
    const loan = await this.#lender.lendPlain();
    this.#keep(loan);
    this.#trace(loan.berth, []);
    return loan.berth.connection;
  }

  #keep(loan: PlainLoan): void {
    if (this.#sealed) {
      loan.giveBack(false);
      throw new Error('the case is over');
    }
    this.#loans.push(loan);
  }

  #kind(): Kind {
    const { isolation } = this.#planned.scenario;
    if (this.#alone || isolation === 'process') return 'own';
    return isolation === 'exclusive' ? 'exclusive' : 'shared';
  }

  async #berth(berth: OpenConnection): Promise<OpenConnection> {
    if (this.#sealed) {
      await berth.close('abrupt');
      throw new Error('the case is over');
    }
    this.#berths.push(berth);
    this.#trace(berth, []);
    return berth;
  }

  #trace(berth: OpenConnection, opening: readonly number[]): void {
    this.traces.push({ berth, opening });
  }

  /** No connection comes to a case that is over: what is made by then is closed again. */
  seal(): void {
    this.#sealed = true;
  }

  /** Loans that are fit go to the next case; where `trouble` was met, nobody waits for a polite end. */
  giveBack({ fit, trouble }: { fit: boolean; trouble: boolean }): void {
    for (const loan of this.#loans) loan.giveBack(fit);
    const how = trouble || this.#leases.length > 0 ? 'abrupt' : 'graceful';
    const closed = this.#berths.map((berth) => berth.close(how));
    for (const lease of this.#leases) void Promise.all(closed).then(() => lease.release());
  }
}

/**
 * Who may use a session that others used. In the modern era a session is no state of the server, only our view of it;
 * a handshake that a scenario wants to do itself needs a connection that has seen none.
 */
const lendable = (isolation: Scenario['isolation'], era: Era, options?: SessionOptions): boolean =>
  (isolation === 'shared' || isolation === 'exclusive' || (isolation === 'session' && era === 'modern')) &&
  options?.handshake === undefined &&
  options?.revision === undefined;
