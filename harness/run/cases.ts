/** Runs the planned cases: side by side first, then alone again what did not pass in company. */
import { Secrets } from '../../adapters/secrets.js';
import type { CaseReport, KnownFailure, ParityReport } from '../../reports/result/result.js';
import { waive } from './baseline.js';
import { runCase, type CaseOutcome } from './case.js';
import { CellLoad } from './cell-load.js';
import { Cells } from './cells.js';
import { runConcurrently, KEPT, type Quiet, type WorkPlace } from './concurrency.js';
import { excuseSilence } from './charge.js';
import { Confirmed, type Doubt } from './confirmed.js';
import type { Progress, RunOptions } from './contract.js';
import { Doubts } from './doubts.js';
import { collectCaseFacts } from './facts.js';
import { isHazard } from './hazards.js';
import { makeLongestFirst, wantsWholeTarget } from './order.js';
import { Parity } from './parity.js';
import type { SessionPool } from './session-pool.js';
import { Losses } from './losses.js';
import type { PlannedCase } from './plan.js';
import { redactCase } from './redact.js';
import { Repeats } from './repeats.js';
import { needsRerun, reportRerun } from './rerun.js';
import { runInCompany } from './second-look.js';
import { findDeclared, type SurveyedTransport } from './survey.js';
import { makeSkipReport } from './skip.js';
import { SpareTime } from './spare-time.js';

const CUT_SHORT = {
  status: 'not-verified' as const,
  reason: 'the run was cut short during this case',
};
/** Times as many cases run side by side where servers take long to start. */
const SLOW_TIMES = 3;
/** Milliseconds without a word after which a case is taken to wait for its server. */
const QUIET_MS = 25;
/** Times as many cases are under way at most, where all of them wait for their servers. */
const QUIET_TIMES = 8;

export interface Execution {
  options: RunOptions;
  surveyed: readonly SurveyedTransport[];
  planned: readonly PlannedCase[];
  /** Filled as cases end, so that a run that is cut short loses nothing. */
  reports: CaseReport[];
  parity: ParityReport[];
  /** Filled where a target is gone for good: on which transport, after which case. */
  lost: string[];
  signal: AbortSignal;
  reportProgress(progress: Progress): void;
}

/** Runs every planned case and compares the transports. Rejects only for faults of the harness. */
export async function runCases(x: Execution): Promise<void> {
  const cells = await Cells.make(x.surveyed, x.options);
  const cases = new CaseRunner(x, cells);
  await cases.runTogether();
  await cases.settleLosses();
  cells.retire();
  await cases.runAlone();
  await cases.settleLosses();
  await cases.compareTransports();
  await cells.clear();
}

class CaseRunner {
  readonly #x: Execution;
  readonly #cells: Cells;
  readonly #width: number;
  readonly #parity = new Parity();
  readonly #secrets: Secrets;
  readonly #doubts: Doubts;
  readonly #confirmed = new Confirmed();
  readonly #losses: Losses;
  #done = 0;
  readonly #stopped = (): boolean => this.#x.signal.aborted;

  constructor(x: Execution, cells: Cells) {
    this.#x = x;
    this.#cells = cells;
    this.#secrets = Secrets.of(x.options.target.secrets);
    const { concurrency } = x.options;
    // Most of the places are then held by those that wait for a start.
    this.#width = cells.isSlow && concurrency > 1 ? SLOW_TIMES * concurrency : concurrency;
    this.#doubts = new Doubts({
      poolOf: (planned) => cells.find(planned).pool,
      isTouched: (planned) => this.#losses.touched(planned),
    });
    this.#losses = new Losses(x, cells, {
      find: (planned) => this.#reported(planned),
      replace: (planned, report) => this.#amend(planned, report),
    });
  }

  /** All cases side by side, but for those that want the whole target to themselves, and those that it may die of for good: these come one by one at the end. */
  async runTogether(): Promise<void> {
    const { planned, options, signal } = this.#x;
    const hasReset = options.target.reset !== undefined;
    const isLast = (one: PlannedCase): boolean =>
      wantsWholeTarget(one, { startable: this.#cells.find(one).startable, hasReset }) ||
      (this.#losses.isUntold(one) && isHazard(one));
    const longestFirst = makeLongestFirst((one) => this.#cells.find(one).pool.isOneServerEach);
    const together = planned.filter((one) => !isLast(one)).sort(longestFirst);
    this.#cells.expect(together);
    // One at a time is what the user asked for: then nobody runs beside a case that waits.
    if (this.#width > 1) this.#cells.lookAhead(together);
    const load = new CellLoad(this.#cells, this.#width);
    await runConcurrently(
      together,
      this.#width,
      (one, place) =>
        load.hold(one, () => this.#run(one, this.#width === 1 ? KEPT : load.yielding(one, place))),
      { stopped: this.#stopped, cost: (one) => load.cost(one), ...this.#quiet() },
    );
    const last = planned.filter(isLast);
    // So that the first of them is not charged with what became of it before.
    await this.#askUntold(last);
    await this.#inTurn(last, async (one) => {
      if (one.scenario.isolation === 'exclusive') await options.target.reset?.(signal);
      await this.#run(one, KEPT, true);
      const { breaker } = this.#cells.find(one);
      if (one.skip === undefined && this.#losses.isUntold(one) && !breaker.open)
        await this.#losses.checkAfter(one);
    });
  }

  #quiet(): { quiet?: Quiet } {
    if (this.#x.options.spread !== true || this.#width === 1) return {};
    const spare = new SpareTime();
    return { quiet: { afterMs: QUIET_MS, most: QUIET_TIMES * this.#width, takeTime: () => spare.take() } };
  }

  /** What did not pass in company, again. A case that only waits is in nobody's way where its server is its own. */
  async runAlone(): Promise<void> {
    const again = this.#doubts.take();
    const { turns } = again;
    const inCompany = (some: readonly Doubt[]): Promise<void> =>
      runConcurrently(some, this.#width, (doubt) => this.#runAgain(doubt), { stopped: this.#stopped });
    await inCompany(again.beside);
    await Promise.all([
      inCompany(again.apart),
      this.#inTurn(again.inTurn, (doubt) => this.#runAgain(doubt, turns.poolOf(doubt))),
    ]);
    turns.retire();
    await inCompany(again.followers);
    await this.#askUntold(again.all.map(({ planned }) => planned));
  }

  /** Asks each target among these that nobody tells the end of, and that nobody can start again. */
  async #askUntold(cases: readonly PlannedCase[]): Promise<void> {
    const untold = cases.filter((one) => one.skip === undefined && this.#losses.isUntold(one));
    for (const transport of new Set(untold.map((one) => one.transport)))
      await this.#losses.recover(untold.find((one) => one.transport === transport) as PlannedCase);
  }

  /** Finds out what each server died of, and charges that case. */
  settleLosses = (): Promise<void> => this.#losses.settle();

  async compareTransports(): Promise<void> {
    const repeats = new Repeats(this.#cells);
    const verdicts = await this.#parity.compare({
      declared: (transport, revision) => findDeclared(this.#x.surveyed, transport, revision),
      repeat: async (planned) => {
        if (this.#stopped() || this.#cells.find(planned).breaker.open) return undefined;
        const { report, facts } = await repeats.play(planned);
        if (this.#stopped() || report.status !== 'ran') return undefined;
        return collectCaseFacts(this.#excuse(report), facts);
      },
    });
    repeats.retire();
    this.#x.parity.push(...verdicts);
  }

  async #inTurn<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    await runConcurrently(items, 1, work, { stopped: this.#stopped });
  }

  /** `last`: it runs alone, and the target was asked before. */
  async #run(planned: PlannedCase, place: WorkPlace, last = false): Promise<void> {
    const { breaker } = this.#cells.find(planned);
    await this.#letItBeAsked(place);
    const skip =
      planned.skip ??
      (breaker.open
        ? this.#losses.gone(planned.transport)
        : await place.yieldDuring(this.#cells.find(planned).roles.explain(planned)));
    if (skip !== undefined) return this.#end(makeSkipReport(planned, skip));
    const { transport, revision, id: scenario } = planned;
    this.#x.reportProgress({ kind: 'case-started', transport, revision, scenario });
    this.#losses.began(planned);
    // Nothing is begun while a target that seems gone is asked.
    const isOver = (): boolean => this.#stopped() || this.#losses.suspicion !== undefined;
    const outcome = await runInCompany(planned, this.#cells.find(planned), place, isOver);
    if (outcome.silent) await this.#x.options.target.containers?.confirm();
    // What was lost then was lost by us.
    if (this.#stopped()) return this.#end(makeSkipReport(planned, CUT_SHORT));
    this.#losses.tell(planned, outcome.signs);
    // Whoever waits for the answer lets others go on that hold no place.
    if (outcome.silent || this.#isUnheard(planned, outcome))
      await place.yieldDuring(this.#losses.recover(planned, { alone: last }));
    this.#losses.ended(planned);
    const { report } = outcome;
    const unseen =
      this.#losses.touched(planned) && report.checks.some(({ verdict }) => verdict === 'not-verified');
    if ((unseen || needsRerun(this.#excuse(report))) && !breaker.open) {
      this.#doubts.add({ planned, outcome });
      this.#x.reportProgress({ kind: 'case-seen', case: redactCase(this.#excuse(report), this.#secrets) });
    } else this.#end(this.#blameless(planned, report), { planned, outcome });
  }

  /** What a case met with when the target was gone already is not held against the target twice. */
  #blameless(planned: PlannedCase, report: CaseReport): CaseReport {
    const { transport } = planned;
    return this.#cells.find(planned).breaker.open &&
      this.#losses.touched(planned) &&
      !this.#losses.isBlamed(planned)
      ? excuseSilence(report, this.#losses.gone(transport).reason)
      : report;
  }

  /** A server that we started tells of its end; one that others run is asked where something was left without an answer. */
  #isUnheard(planned: PlannedCase, { signs }: CaseOutcome): boolean {
    return signs.unanswered !== undefined && this.#losses.isUntold(planned);
  }

  /** Nothing is begun while a target that seems gone is asked; whoever comes then has it, or another one, a moment later. */
  async #letItBeAsked(place: WorkPlace): Promise<void> {
    while (this.#losses.suspicion !== undefined) await place.yieldDuring(this.#losses.suspicion);
  }

  #reported(planned: PlannedCase): CaseReport | undefined {
    return (
      this.#doubts.find(planned)?.outcome.report ?? this.#x.reports.find((report) => isOf(report, planned))
    );
  }

  /** Puts a report in the place of the one that there was; one that is still to come is not waited for. */
  #amend(planned: PlannedCase, report: CaseReport): void {
    const at = this.#x.reports.findIndex((one) => isOf(one, planned));
    if (at >= 0) {
      this.#x.reports[at] = redactCase(report, this.#secrets);
      return;
    }
    this.#doubts.drop(planned);
    this.#end(report);
  }

  /** `inTurn`: the pool of those that ran alone before it. */
  async #runAgain({ planned, outcome }: Doubt, inTurn?: SessionPool): Promise<void> {
    const { breaker, pool, settings } = this.#cells.find(planned);
    await this.#letItBeAsked(KEPT);
    if (breaker.open) return this.#end(this.#blameless(planned, outcome.report));
    if (this.#isConfirmed({ planned, outcome })) return this.#end(outcome.report, { planned, outcome });
    this.#losses.began(planned);
    const how = { alone: true, place: KEPT, inTurn: inTurn !== undefined };
    const second = await runCase(planned, inTurn ?? pool, settings, how);
    if (second.silent) await this.#x.options.target.containers?.confirm();
    if (this.#stopped()) return this.#end(outcome.report);
    this.#losses.tell(planned, second.signs);
    if (second.silent || this.#isUnheard(planned, second)) await this.#losses.recover(planned);
    this.#losses.ended(planned);
    // A target that is gone by now takes back nothing of what was seen of it.
    if (breaker.open) return this.#end(this.#blameless(planned, outcome.report));
    this.#confirmed.add(planned, second);
    const report = reportRerun(second.report, outcome.report, this.#secrets);
    this.#end(report, { planned, outcome: second });
  }

  #isConfirmed(doubt: Doubt): boolean {
    return !this.#losses.touched(doubt.planned) && this.#confirmed.covers(doubt);
  }

  /** Reports a case that is over; one that ran takes part in the comparison of transports. */
  #end(report: CaseReport, ran?: Doubt): void {
    if (ran !== undefined) this.#parity.add(ran.planned, this.#excuse(report), ran.outcome.facts);
    const shown = redactCase(report, this.#secrets);
    this.#x.reports.push(shown);
    this.#done += 1;
    this.#x.reportProgress({
      kind: 'case-ended',
      case: shown,
      done: this.#done,
      total: this.#x.planned.length,
    });
  }

  /** The report with the failures marked that the baseline excuses today. */
  #excuse(report: CaseReport): CaseReport {
    const baseline: readonly KnownFailure[] = this.#x.options.baseline ?? [];
    return waive([report], baseline, new Date().toISOString().slice(0, 10))[0] ?? report;
  }
}

const isOf = (report: CaseReport, { id, transport, revision }: PlannedCase): boolean =>
  report.scenario === id && report.transport === transport && report.revision === revision;
