/** What the cases of one transport and revision have in common. */
import { getEra, type Revision } from '../../adapters/revision.js';
import { loadContract } from '../wire/index.js';
import { SafeCalls } from './arguments.js';
import type { CaseSettings } from './case.js';
import type { RunOptions } from './contract.js';
import { SLOW_AHEAD } from './doubts.js';
import { wantsOwnConnection } from './order.js';
import type { PlannedCase } from './plan.js';
import { isSlowToStart, type SurveyedTransport } from './survey.js';
import type { Look } from './look.js';
import { look } from './look-around.js';
import { Roles } from './roles.js';
import { makeSessionDefaults } from './session-defaults.js';
import { SessionPool } from './session-pool.js';

/** Processes that cases share, where each would have to be waited for. */
const SLOW_SESSIONS = 10;
/** What we say is checked in cases, which say it all again. */
const NOT_CHECKED = { sent: () => {}, fault: () => {} };

export interface Cell {
  pool: SessionPool;
  /** Open once the target is gone: then no case of the cell is started any more. */
  breaker: { open: boolean };
  settings: CaseSettings;
  /** Who plays the roles that scenarios need. */
  roles: Roles;
  /** Whether a server of its own can be started here. */
  startable: boolean;
}

/** Every cell of a run. */
export class Cells {
  readonly #cells = new Map<string, Cell>();

  /** Makes a cell for each revision that a transport was seen to accept. */
  static async make(surveyed: readonly SurveyedTransport[], options: RunOptions): Promise<Cells> {
    const cells = new Cells();
    const calls = new SafeCalls(options);
    for (const one of surveyed) {
      for (const revision of one.survey.accepted.keys()) {
        const at = `${one.transportTarget.transport}/${revision}`;
        cells.#cells.set(at, await makeCell(one, revision, options, calls));
      }
    }
    return cells;
  }

  /** Whether the servers of any take long to start. */
  get isSlow(): boolean {
    return [...this.#cells.values()].some(({ pool }) => pool.isSlow);
  }

  get size(): number {
    return this.#cells.size;
  }

  /** The cell that a planned case belongs to. */
  find({ transport, revision }: PlannedCase): Cell {
    return this.#cells.get(`${transport}/${revision}`) as Cell;
  }

  /** Has the servers started ahead that these cases will want for themselves, and where a start takes long those that they share. */
  expect(cases: readonly PlannedCase[]): void {
    const sharing = new Set<SessionPool>();
    for (const one of cases) {
      const { pool } = this.find(one);
      if (!wantsOwnConnection(one) || pool.perRequest) continue;
      if (one.scenario.opensAnother !== 'lists') pool.expect();
      else sharing.add(pool);
    }
    for (const pool of sharing) pool.expect();
    for (const pool of new Set(cases.map((one) => this.find(one).pool))) {
      if (!pool.isSlow) continue;
      pool.expect(SLOW_SESSIONS);
      pool.keepReady(SLOW_AHEAD);
    }
  }

  /**
   * Begins to find out who plays which role, while cases run that need none: it takes as long as the slowest tool. Where one
   * server has all the connections, a slow tool may keep it from answering anybody else.
   */
  lookAhead(cases: readonly PlannedCase[]): void {
    for (const one of cases) {
      const { pool, roles } = this.find(one);
      // An error is told to the case, which asks again.
      if (one.skip === undefined && pool.isOneServerEach) roles.explain(one).catch(() => undefined);
    }
  }

  /** Forgets the connections to a server that is gone. */
  discard(transport: string): void {
    for (const [at, { pool }] of this.#cells) if (at.startsWith(`${transport}/`)) pool.discard();
  }

  /** Starts no more cases on a transport whose target is gone. */
  shut(transport: string): void {
    for (const [at, { breaker }] of this.#cells) if (at.startsWith(`${transport}/`)) breaker.open = true;
  }

  /** Begins to end the servers that only cases in company shared, where each is nobody else's. */
  retire(): void {
    for (const { pool } of this.#cells.values()) if (pool.isOneServerEach) pool.retire();
  }

  /** Closes every connection that cases shared. */
  async clear(): Promise<void> {
    await Promise.all([...this.#cells.values()].map(({ pool }) => pool.clear()));
  }
}

async function makeCell(
  { transportTarget, survey }: SurveyedTransport,
  revision: Revision,
  options: RunOptions,
  calls: SafeCalls,
): Promise<Cell> {
  const greetedMs = survey.probes.map((one) => one.greetedMs ?? 0);
  const common = makeSessionDefaults(options, Math.max(0, ...greetedMs));
  // Elsewhere one server serves many, and what takes long may be the way to it.
  const isSlow = transportTarget.host.breakable === 'process' && isSlowToStart(survey);
  const pool = new SessionPool(transportTarget, revision, common, isSlow);
  const kept = survey.sessions.get(revision);
  if (kept !== undefined) pool.adopt(kept.open, kept.hello);
  const inventory = survey.accepted.get(revision);
  let found: ReturnType<SafeCalls['of']> | undefined;
  let looked: Promise<Look> | undefined;
  const roles = new Roles({
    era: getEra(revision),
    inventory: inventory ?? { tools: [] },
    fixtures: options.fixtures,
    named: options.roles ?? {},
    look: () => (looked ??= look({ pool, calls, selfCheck: NOT_CHECKED })),
  });
  return {
    roles,
    pool,
    breaker: { open: false },
    startable: transportTarget.host.startable,
    settings: {
      ...common,
      contract: await loadContract(revision),
      scenarioTimeoutMs: options.scenarioTimeoutMs,
      seed: options.seed,
      lend: (role) => roles.lend(role),
      safeCalls: () => (found ??= inventory === undefined ? Promise.resolve([]) : calls.of(inventory)),
    },
  };
}
