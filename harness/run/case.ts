/** Runs one scenario on one transport at one revision and reports its checks, faults and transcript. */
import { ConnectError, type Connection } from '../../adapters/adapter.js';
import type { Secrets } from '../../adapters/secrets.js';
import type { CaseReport } from '../../reports/result/result.js';
import type { RoleName } from '../../suites/roles.js';
import type { LentCall, SafeCall, Scenario } from '../../suites/scenario.js';
import type { BoundSession, Session, SessionOptions } from '../../suites/session.js';
import { TargetBusy } from '../../suites/support/http-busy.js';
import { CannotSay, Refused, Unanswered } from '../session/exchange.js';
import type { SessionDefaults } from '../session/open.js';
import type { Lessons } from '../session/lessons.js';
import { LiveSession } from '../session/session.js';
import type { Contract } from '../wire/index.js';
import { CaseLimit } from './case-limit.js';
import { Connections } from './connections.js';
import { selfCheck } from './self-check.js';
import { makeContext } from './context.js';
import { makeCaseReport } from './excerpt.js';
import { readSigns, type Signs } from './deaths.js';
import type { Fact, Facts } from './facts.js';
import type { CaseChecks } from './checks.js';
import type { WorkPlace } from './concurrency.js';
import type { SessionPool } from './session-pool.js';
import { hasTwoIdentities, type PlannedCase } from './plan.js';
import { makeRandom } from './random.js';

export interface CaseSettings extends SessionDefaults {
  contract: Contract;
  scenarioTimeoutMs: number;
  seed: number;
  safeCalls(): Promise<readonly SafeCall[]>;
  /** The call that fills a role; `undefined` where there is none. */
  lend(role: RoleName): Promise<LentCall | undefined>;
}

export interface CaseOutcome {
  report: CaseReport;
  /** Facts for parity, by name. */
  facts: Facts;
  /** The target fell silent or went away: worth asking whether it still lives. */
  silent: boolean;
  /** When something crossed the wire. What was left unanswered is worth asking about where nobody tells of a dead server. */
  signs: Signs;
  /** It had a session that others may have used before. */
  lent: boolean;
}

/** Under what conditions a case runs. */
export interface CaseConditions {
  /** Nothing else runs, and no connection is shared. */
  alone: boolean;
  /** Alone, on a server of nobody but those who were alone before. */
  inTurn?: boolean;
  /** Its place among the cases that run side by side. */
  place: WorkPlace;
}

/** Runs one case and reports what it found. Never rejects: what goes wrong on our side is an `error` of the case. */
export async function runCase(
  planned: PlannedCase,
  pool: SessionPool,
  settings: CaseSettings,
  how: CaseConditions,
): Promise<CaseOutcome> {
  const running = new RunningCase(planned, pool, settings, how);
  return running.run();
}

class RunningCase {
  readonly #planned: PlannedCase;
  readonly #settings: CaseSettings;
  readonly #how: CaseConditions;
  readonly #checks: CaseChecks;
  readonly #secrets: Secrets;
  readonly #connections: Connections;
  readonly #limit: CaseLimit;
  readonly #facts = new Map<string, Fact>();
  #ended = false;
  #harnessError: Error | undefined;
  #trouble: string | undefined;
  /** Set where the binding cannot carry the conversation: what was not reached by then does not apply. */
  #inexpressible: CannotSay | undefined;
  #silent = false;
  readonly #sessions: LiveSession[] = [];
  readonly #isSlow: boolean;
  readonly #hasIdentities: boolean;
  readonly #lessons: Lessons;

  constructor(planned: PlannedCase, pool: SessionPool, settings: CaseSettings, how: CaseConditions) {
    this.#planned = planned;
    this.#settings = settings;
    this.#how = how;
    this.#isSlow = pool.isSlow;
    this.#hasIdentities = hasTwoIdentities(pool.transportTarget.host);
    this.#secrets = pool.transportTarget.secrets;
    this.#lessons = pool.transportTarget.lessons;
    this.#checks = pool.transportTarget.makeChecks(planned.revision);
    this.#limit = new CaseLimit(this.#limitMs, settings.handshakeTimeoutMs);
    const error = (error: Error): void => void (this.#harnessError ??= error);
    const isOver = (): boolean => this.#ended;
    this.#connections = new Connections({
      planned,
      pool,
      sessionDefaults: settings,
      alone: how.alone,
      inTurn: how.inTurn === true,
      touch: () => how.place.touch(),
      selfCheck: selfCheck(settings.contract, error, {
        until: performance.now() + this.#limitMs,
        alone: how.alone,
      }),
      holder: {
        checks: this.#checks,
        fault: error,
        get over() {
          return isOver();
        },
      },
    });
  }

  get #limitMs(): number {
    return this.#planned.scenario.timeout ?? this.#settings.scenarioTimeoutMs;
  }

  async run(): Promise<CaseOutcome> {
    const started = performance.now();
    const { scenario } = this.#planned;
    const isOver = this.#limit.over.then(() => true);
    if ((await Promise.race([this.#play(scenario), isOver])) === true)
      this.#trouble = `the scenario did not end within ${this.#limitMs / 1000} s`;
    this.#limit.end();
    this.#ended = true;
    this.#connections.end();
    this.#conclude(scenario);
    const report = makeCaseReport({
      planned: this.#planned,
      checks: this.#checks,
      traces: this.#connections.traces,
      durationMs: performance.now() - started,
      harnessError: this.#harnessError,
      alone: this.#how.alone,
    });
    const signs = readSigns(this.#connections.traces.map(({ open }) => open.transcript.entries));
    const failed = this.#checks.all.some(({ verdict }) => verdict === 'fail');
    const trouble = this.#trouble !== undefined;
    const isSpoiled = this.#sessions.some((session) => session.isSpoiled);
    const fit = !failed && !isSpoiled && this.#harnessError === undefined && !trouble;
    this.#connections.release({ fit, trouble });
    const lent = this.#connections.traces.some(({ handshakeEntries }) => handshakeEntries.length > 0);
    return { report, facts: this.#facts, silent: this.#silent, signs, lent };
  }

  async #play(scenario: Scenario): Promise<void> {
    const context = makeContext({
      checks: this.#checks,
      secrets: this.#secrets,
      revision: this.#planned.revision,
      requestTimeoutMs: this.#settings.requestTimeoutMs,
      session: async (options) => this.#keep((await this.#open(options)).session),
      bound: async (options, server) => {
        const bound =
          server === undefined
            ? await this.#open(options)
            : await this.#connections.onServer(server, options);
        this.#keep(bound.session);
        return bound;
      },
      hasIdentities: this.#hasIdentities,
      connect: async (era, identity) => this.#limit.pauseDuring(this.#connections.connect(era, identity)),
      server: async (kind) => this.#limit.pauseDuring(this.#connections.server(kind)),
      unseen: () => this.#connections.unseen(),
      close: async (connection, how) => this.#connections.close(connection, how),
      safeCalls: () => this.#settings.safeCalls(),
      role: async (name) => this.#role(name),
      random: makeRandom(
        this.#settings.seed,
        `${this.#planned.transport}/${this.#planned.revision}/${this.#planned.id}`,
      ),
      fact: (name, fact) => void this.#facts.set(name, fact),
      wait: (promise) => this.#how.place.yieldDuring(promise),
      lessons: this.#lessons,
      alone: this.#how.alone,
      ended: () => this.#ended,
    });
    try {
      await (scenario.run as (t: unknown) => Promise<void>)(context);
    } catch (error) {
      const how = Unanswered.is(error) ? await this.#connections.howEnded() : '';
      if (!this.#ended) this.#explain(error, how);
    }
  }

  /** Where a server takes long to start, nothing is worked meanwhile. */
  #open(options?: SessionOptions): Promise<BoundSession<Connection>> {
    const opening = this.#limit.pauseDuring(this.#connections.session(options));
    return this.#isSlow ? this.#how.place.yieldDuring(opening) : opening;
  }

  #keep(session: Session): Session {
    if (session instanceof LiveSession) this.#sessions.push(session);
    return session;
  }

  async #role(name: RoleName): Promise<LentCall> {
    const lent = await this.#settings.lend(name);
    if (lent === undefined) throw new Error(`nobody plays the role ${name}, and the case was run`);
    return lent;
  }

  /** What a scenario does not catch: silence of the target, or a fault of ours. */
  #explain(error: unknown, how: string): void {
    if (CannotSay.is(error)) this.#inexpressible = error;
    else if (TargetBusy.is(error) || (Unanswered.is(error) && error.why === 'busy')) {
      // The server asks for patience: that is no answer to judge.
      this.#trouble = error.message;
    } else if (Unanswered.is(error)) {
      this.#silent = error.why !== 'refused';
      this.#trouble = error.message;
      this.#checks.record('jsonrpc.request-answered', 'fail', error.entries, {
        expected: 'a reply to every request',
        received: `${error.message}${how}`,
      });
    } else if (Refused.is(error)) {
      this.#trouble = error.message;
    } else if (ConnectError.is(error)) {
      this.#silent = true;
      this.#trouble = `the target could not be reached any more: ${error.message}`;
    } else this.#harnessError = error instanceof Error ? error : new Error(String(error));
  }

  /** Every requirement that the scenario declares gets its row, reached or not. */
  #conclude(scenario: Scenario): void {
    for (const id of scenario.requirements) {
      if (this.#checks.has(id)) continue;
      // Overheard in a conversation that came to its end: the scenario had nothing to add.
      const ended = this.#trouble === undefined && this.#inexpressible === undefined;
      if (ended && this.#checks.hasObserved(id)) continue;
      if (this.#inexpressible?.status === 'not-applicable') {
        this.#checks.record(id, 'not-applicable', [], { expected: this.#inexpressible.message });
        continue;
      }
      const reason =
        this.#trouble ?? this.#inexpressible?.message ?? 'the conversation did not get as far as this check';
      this.#checks.record(id, 'not-verified', [], {
        expected: `the target would have to get this far: ${reason}`,
      });
    }
    for (const trace of this.#connections.traces) {
      const { dropped } = trace.open.transcript;
      if (dropped > 0) trace.open.transcript.note(`${dropped} more entries were counted and not kept`);
    }
  }
}
