import type { Connection } from '../../adapters/adapter.js';
import { ConnectError } from '../../adapters/adapter.js';
import { eraOf, LEGACY_REVISIONS, MODERN_REVISIONS, type Era } from '../../adapters/revision.js';
import type { CaseReport } from '../../reports/result.js';
import type { SafeCall, Scenario } from '../../suites/scenario.js';
import type { Server } from '../../suites/machine.js';
import type { SessionOptions } from '../../suites/session.js';
import type { Lease } from '../../containers/target.js';
import { CannotSay, Refused, Unanswered } from '../session/exchange.js';
import { openSession, type Opening } from '../session/open.js';
import type { LiveSession } from '../session/session.js';
import type { Contract } from '../wire/index.js';
import { contextOf } from './context.js';
import { reportOf, type Trace } from './excerpt.js';
import type { Fact, Facts } from './facts.js';
import { inspector } from './inspect.js';
import { Ledger } from './ledger.js';
import type { Lender, PlainLoan } from './lender.js';
import type { PlannedCase } from './plan.js';
import { randomFor } from './random.js';
import { onRecord } from './server.js';
import type { Berth, Kind } from './station.js';

export interface CaseSettings extends Opening {
  contract: Contract;
  scenarioTimeoutMs: number;
  seed: number;
  safeCalls(): Promise<readonly SafeCall[]>;
}

export interface Outcome {
  report: CaseReport;
  /** Facts for parity, by name. */
  facts: Facts;
  /** The target fell silent or went away: worth asking whether it still lives. */
  silent: boolean;
}

/** Runs one case and reports what it found. Never rejects: what goes wrong on our side is an `error` of the case. */
export async function runCase(
  planned: PlannedCase,
  lender: Lender,
  settings: CaseSettings,
  alone = false,
): Promise<Outcome> {
  const running = new RunningCase(planned, lender, settings, alone);
  return running.run();
}

class RunningCase {
  readonly #planned: PlannedCase;
  readonly #lender: Lender;
  readonly #settings: CaseSettings;
  readonly #alone: boolean;
  readonly #ledger: Ledger;
  readonly #traces: Trace[] = [];
  readonly #berths: Berth[] = [];
  readonly #facts = new Map<string, Fact>();
  readonly #loans: PlainLoan[] = [];
  /** Servers of its own, which outlive the connections to them. */
  readonly #leases: Lease<unknown>[] = [];
  #sealed = false;
  #fault: Error | undefined;
  #trouble: string | undefined;
  /** Set where the binding cannot carry the conversation: what was not reached by then does not apply. */
  #inexpressible: CannotSay | undefined;
  #silent = false;

  constructor(planned: PlannedCase, lender: Lender, settings: CaseSettings, alone: boolean) {
    this.#planned = planned;
    this.#lender = lender;
    this.#settings = settings;
    this.#alone = alone;
    this.#ledger = new Ledger(planned.transport, planned.revision, {
      claimed: lender.station.host.claimed === true,
      native: planned.native === true,
    });
  }

  async run(): Promise<Outcome> {
    const started = performance.now();
    const { scenario } = this.#planned;
    const limit = scenario.timeout ?? this.#settings.scenarioTimeoutMs;
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.#trouble = `the scenario did not end within ${limit / 1000} s`;
        resolve();
      }, limit);
    });
    await Promise.race([this.#play(scenario), deadline]);
    clearTimeout(timer);
    this.#sealed = true;
    this.#conclude(scenario);
    const report = reportOf({
      planned: this.#planned,
      ledger: this.#ledger,
      traces: this.#traces,
      durationMs: performance.now() - started,
      fault: this.#fault,
      alone: this.#alone,
    });
    this.#giveBack();
    return { report, facts: this.#facts, silent: this.#silent };
  }

  async #play(scenario: Scenario): Promise<void> {
    const context = contextOf({
      ledger: this.#ledger,
      revision: this.#planned.revision,
      session: async (options) => (await this.#session(options)).session,
      bound: async (options, server) =>
        server === undefined ? this.#session(options) : this.#onServer(server, options),
      connect: async (era) => this.#plain(era),
      server: async (kind) => this.#server(kind),
      unseen: () => this.#used().flatMap(({ connection }) => connection.unseen?.() ?? [])[0],
      close: async (connection, how) => {
        const berth = this.#used().find((candidate) => candidate.connection === connection);
        return berth === undefined ? connection.close(how) : berth.close(how);
      },
      safeCalls: () => this.#settings.safeCalls(),
      random: randomFor(
        this.#settings.seed,
        `${this.#planned.transport}/${this.#planned.revision}/${this.#planned.id}`,
      ),
      fact: (name, fact) => void this.#facts.set(name, fact),
      sealed: () => this.#sealed,
    });
    try {
      await (scenario.run as (t: unknown) => Promise<void>)(context);
    } catch (error) {
      if (!this.#sealed) this.#explain(error);
    }
  }

  /** Every connection that the case has at hand. */
  #used(): Berth[] {
    return [...this.#berths, ...this.#loans.map((loan) => loan.berth)];
  }

  /** What a scenario does not catch: silence of the target, or a fault of ours. */
  #explain(error: unknown): void {
    if (error instanceof CannotSay) this.#inexpressible = error;
    else if (error instanceof Unanswered && error.why === 'busy') {
      // The server asks for patience: that is no answer to judge.
      this.#trouble = error.message;
    } else if (error instanceof Unanswered) {
      this.#silent = error.why !== 'refused';
      this.#trouble = error.message;
      this.#ledger.record('jsonrpc.request-answered', 'fail', error.entries, {
        expected: 'a reply to every request',
        received: error.message,
      });
    } else if (error instanceof Refused) {
      this.#trouble = error.message;
    } else if (error instanceof ConnectError) {
      this.#silent = true;
      this.#trouble = `the target could not be reached any more: ${error.message}`;
    } else this.#fault = error instanceof Error ? error : new Error(String(error));
  }

  /** Every requirement that the scenario declares gets its row, reached or not. */
  #conclude(scenario: Scenario): void {
    for (const id of scenario.requirements) {
      if (this.#ledger.has(id)) continue;
      if (this.#inexpressible?.status === 'not-applicable') {
        this.#ledger.record(id, 'not-applicable', [], { expected: this.#inexpressible.message });
        continue;
      }
      const reason =
        this.#trouble ?? this.#inexpressible?.message ?? 'the conversation did not get as far as this check';
      this.#ledger.record(id, 'not-verified', [], {
        expected: `the target would have to get this far: ${reason}`,
      });
    }
    for (const trace of this.#traces) {
      const { dropped } = trace.berth.transcript;
      if (dropped > 0) trace.berth.transcript.note(`${dropped} more entries were counted and not kept`);
    }
  }

  async #session(options?: SessionOptions): Promise<{ session: LiveSession; connection: Connection }> {
    const { scenario, revision } = this.#planned;
    if (this.#alone || !lendable(scenario.isolation, eraOf(revision), options))
      return this.#ownSession(options);
    const kind = scenario.isolation === 'exclusive' ? 'exclusive' : 'shared';
    const loan = await this.#lender.lend(kind, this.#inspector(), options);
    this.#keep(loan);
    this.#trace(loan.berth, loan.opening);
    return { session: loan.session, connection: loan.berth.connection };
  }

  async #ownSession(options?: SessionOptions): Promise<{ session: LiveSession; connection: Connection }> {
    const other = options?.revision;
    const berth = await this.#berth(
      other === undefined
        ? await this.#lender.connect(this.#kind())
        : await this.#lender.station.connect(other, this.#kind()),
    );
    return { session: await this.#openOn(berth, options), connection: berth.connection };
  }

  /** What is done to its machine stands in the transcript of every connection to it. */
  async #server(kind: 'own' | 'pair'): Promise<Server> {
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

  async #onServer(server: Server, options?: SessionOptions) {
    const session = await server.session(options);
    // The connection that was just made for it.
    return { session, connection: (this.#berths.at(-1) as Berth).connection };
  }

  async #openOn(berth: Berth, options?: SessionOptions): Promise<LiveSession> {
    const other = options?.revision;
    return openSession({
      link: berth.link(),
      revision: other ?? this.#planned.revision,
      clientInfo: this.#settings.clientInfo,
      requestTimeoutMs: this.#settings.requestTimeoutMs,
      openingTimeoutMs: this.#settings.openingTimeoutMs,
      ...(other === undefined ? { inspect: this.#inspector() } : {}),
      ...(options === undefined ? {} : { options }),
    });
  }

  async #plain(era: Era = eraOf(this.#planned.revision)): Promise<Connection> {
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

  async #berth(berth: Berth): Promise<Berth> {
    if (this.#sealed) {
      await berth.close('abrupt');
      throw new Error('the case is over');
    }
    this.#berths.push(berth);
    this.#trace(berth, []);
    return berth;
  }

  #trace(berth: Berth, opening: readonly number[]): void {
    this.#traces.push({ berth, opening });
  }

  #inspector() {
    return inspector(
      this.#settings.contract,
      () => this.#ledger,
      (fault) => (this.#fault ??= fault),
    );
  }

  #giveBack(): void {
    const failed = this.#ledger.findings.some(({ verdict }) => verdict === 'fail');
    const fit = !failed && this.#fault === undefined && this.#trouble === undefined;
    for (const loan of this.#loans) loan.giveBack(fit);
    const how = this.#trouble === undefined && this.#leases.length === 0 ? 'graceful' : 'abrupt';
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
  options?.handshake !== false &&
  options?.revision === undefined;
