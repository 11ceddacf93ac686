import { getEra, type Revision } from '../../adapters/revision.js';
import { Secrets } from '../../adapters/secrets.js';
import type { CaseReport, ParityReport } from '../../reports/result/result.js';
import { SafeCalls } from './arguments.js';
import { waive, type KnownFailure } from './baseline.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { runCase, type CaseSettings, type CaseOutcome } from './case.js';
import type { Progress, RunOptions } from './contract.js';
import { SessionPool } from './session-pool.js';
import type { PlannedCase } from './plan.js';
import { CellLoad } from './cell-load.js';
import { makeSessionDefaults } from './session-defaults.js';
import { collectCaseFacts } from './facts.js';
import { Parity } from './parity.js';
import { runConcurrently } from './concurrency.js';
import { loadContract } from '../wire/index.js';
import type { SurveyedTransport } from './run.js';
import { redactCase, makeRedactor } from './redact.js';
import { makeSkipReport } from './skip.js';

/** Cases at a time against a server that is not on this machine. */
const REMOTE_CONCURRENCY = 2;

interface Cell {
  pool: SessionPool;
  breaker: CircuitBreaker;
  settings: CaseSettings;
  startable: boolean;
}

export interface Execution {
  options: RunOptions;
  surveyed: readonly SurveyedTransport[];
  planned: readonly PlannedCase[];
  /** Filled as cases end, so that a run that is cut short loses nothing. */
  reports: CaseReport[];
  parity: ParityReport[];
  signal: AbortSignal;
  reportProgress(progress: Progress): void;
}

/** Runs the planned cases: first all side by side, then alone again what did not pass in company. */
export async function runCases(x: Execution): Promise<void> {
  const cells = new Map<string, Cell>();
  const calls = new SafeCalls(x.options);
  for (const surveyed of x.surveyed) {
    for (const [revision] of surveyed.survey.accepted) {
      cells.set(
        `${surveyed.transportTarget.transport}/${revision}`,
        await makeCell(surveyed, revision, x, calls),
      );
    }
  }
  const cellFor = (planned: PlannedCase) => cells.get(`${planned.transport}/${planned.revision}`) as Cell;
  const stopped = () => x.signal.aborted;
  const parity = new Parity();
  const known = makeWaiver(x.options.baseline ?? []);
  const redact = makeRedactor(x.options.target.secrets);
  let done = 0;
  const end = (report: CaseReport, planned?: PlannedCase, outcome?: CaseOutcome) => {
    if (planned !== undefined && outcome !== undefined) parity.add(planned, known(report), outcome.facts);
    const shown = redactCase(report, redact);
    x.reports.push(shown);
    x.reportProgress({ kind: 'case-ended', case: shown, done: ++done, total: x.planned.length });
  };

  const toRerun: { planned: PlannedCase; outcome: CaseOutcome }[] = [];
  const play = async (planned: PlannedCase) => {
    const cell = cellFor(planned);
    const skip = planned.skip ?? (cell.breaker.open ? GONE : undefined);
    if (skip !== undefined) return end(makeSkipReport(planned, skip));
    const { transport, revision, id: scenario } = planned;
    x.reportProgress({ kind: 'case-started', transport, revision, scenario });
    const outcome = await runCase(planned, cell.pool, cell.settings);
    // What was lost then was lost by us.
    if (stopped()) return end(makeSkipReport(planned, CUT_SHORT));
    if (outcome.silent) await cell.breaker.check();
    if (needsRerun(known(outcome.report)) && !cell.breaker.open) toRerun.push({ planned, outcome });
    else end(outcome.report, planned, outcome);
  };

  const remote = x.surveyed.some((s) => s.transportTarget.host.remote);
  const width = remote ? Math.min(REMOTE_CONCURRENCY, x.options.concurrency) : x.options.concurrency;
  // Where no server can be started apart, or a reset stands between, exclusive cases have the whole target to themselves.
  const last = (planned: PlannedCase) =>
    planned.scenario.isolation === 'exclusive' &&
    (!cellFor(planned).startable || x.options.target.reset !== undefined);
  const ordered = x.planned.filter((planned) => !last(planned)).sort(longestFirst);
  for (const planned of ordered) if (wantsOwn(planned)) cellFor(planned).pool.expect(1);

  // Where a connection is a process, each case more at a time is a process more: enough to fill the places, and no more.
  const each = Math.ceil(width / Math.max(1, cells.size));
  const load = new CellLoad((planned) => (cellFor(planned).pool.perRequest ? Infinity : each));
  await runConcurrently(ordered, width, (planned) => load.hold(planned, () => play(planned)), {
    stopped,
    cost: (planned) => load.cost(planned),
  });
  await runConcurrently(
    x.planned.filter(last),
    1,
    async (planned) => {
      await x.options.target.reset?.(x.signal);
      await play(planned);
    },
    { stopped },
  );

  // Alone: nothing else runs. Waiting out a silence is no load, so those cases wait together.
  const rerun = async ({ planned, outcome }: (typeof toRerun)[number]) => {
    const cell = cellFor(planned);
    if (cell.breaker.open) return end(outcome.report);
    const second = await runCase(planned, cell.pool, cell.settings, true);
    if (stopped()) return end(outcome.report);
    if (second.silent) await cell.breaker.check();
    // A target that is gone by now takes back nothing of what was seen of it.
    if (cell.breaker.open) return end(outcome.report);
    end(withFirst(second.report, outcome.report, x.options.target.secrets), planned, second);
  };
  const silent = toRerun.filter(({ outcome }) => outcome.silent);
  await runConcurrently(silent, width, rerun, { stopped });
  await runConcurrently(
    toRerun.filter((a) => !silent.includes(a)),
    1,
    rerun,
    { stopped },
  );

  x.parity.push(
    ...(await parity.compare({
      declared: (transport, revision) => declaredOn(x.surveyed, transport, revision),
      async repeat(planned) {
        const cell = cellFor(planned);
        if (stopped() || cell.breaker.open) return undefined;
        const { report, facts } = await runCase(planned, cell.pool, cell.settings, true);
        return stopped() || report.status !== 'ran' ? undefined : collectCaseFacts(known(report), facts);
      },
    })),
  );
  await Promise.all([...cells.values()].map((cell) => cell.pool.clear()));
}

function declaredOn(surveyed: readonly SurveyedTransport[], transport: string, revision: Revision) {
  const { transportTarget, survey } = surveyed.find(
    (one) => one.transportTarget.transport === transport,
  ) as SurveyedTransport;
  if (transportTarget.adapter.traits(getEra(revision)).native === true)
    return { not: 'typed messages carry less than JSON-RPC, and what they cannot carry differs by right' };
  return { capabilities: survey.accepted.get(revision)?.capabilities };
}

const CUT_SHORT = {
  status: 'not-verified' as const,
  reason: 'the run was cut short during this case',
};
const GONE = { status: 'not-verified' as const, reason: 'target stopped answering' };

async function makeCell(
  { transportTarget, survey }: SurveyedTransport,
  revision: Revision,
  x: Execution,
  calls: SafeCalls,
): Promise<Cell> {
  const { options } = x;
  const common = makeSessionDefaults(options);
  const pool = new SessionPool(transportTarget, revision, common);
  const kept = survey.sessions.get(revision);
  if (kept !== undefined) pool.adopt(kept.open, kept.hello);
  const inventory = survey.accepted.get(revision);
  let found: ReturnType<SafeCalls['of']> | undefined;
  return {
    pool,
    breaker: new CircuitBreaker(pool, common),
    startable: transportTarget.host.startable,
    settings: {
      ...common,
      contract: await loadContract(revision),
      scenarioTimeoutMs: options.scenarioTimeoutMs,
      seed: options.seed,
      safeCalls: () => (found ??= inventory === undefined ? Promise.resolve([]) : calls.of(inventory)),
    },
  };
}

/**
 * Long waits begin early, so that nobody waits for them at the end. Exclusive cases come last, when the processes that
 * the others shared are free for them.
 */
const longestFirst = (a: PlannedCase, b: PlannedCase) => weight(b) - weight(a);
const weight = (planned: PlannedCase) =>
  planned.scenario.isolation === 'exclusive'
    ? -1
    : (planned.scenario.timeout === undefined ? 0 : 2) + (wantsOwn(planned) ? 1 : 0);
const wantsOwn = ({ skip, scenario, revision }: PlannedCase) =>
  skip === undefined &&
  scenario.isolation !== 'shared' &&
  (scenario.isolation !== 'session' || getEra(revision) === 'legacy');

/** A verdict other than pass that was seen in company is not reported before it was seen alone, unless it is known. */
// A `not-verified` that was seen is a violation of what no sentence demands.
const needsRerun = ({ status, checks }: CaseReport) =>
  status === 'ran' &&
  checks.some(
    ({ verdict, waivedBy, seen }) =>
      waivedBy === null &&
      (verdict === 'fail' || verdict === 'warn' || (verdict === 'not-verified' && seen.length > 0)),
  );

/** Reports with the failures marked that a baseline excuses today. */
const makeWaiver =
  (baseline: readonly KnownFailure[]) =>
  (report: CaseReport): CaseReport =>
    waive([report], baseline, new Date().toISOString().slice(0, 10))[0] ?? report;

/** The verdict alone is reported; where the first one differed, that is said. */
function withFirst(second: CaseReport, first: CaseReport, secrets: readonly string[]): CaseReport {
  const verdict = (report: CaseReport, id: string) =>
    report.checks.find((c) => c.requirement === id)?.verdict;
  const changed = first.checks.filter(
    (check) =>
      (check.verdict === 'fail' || check.verdict === 'warn') &&
      verdict(second, check.requirement) !== check.verdict,
  );
  if (changed.length === 0) return second;
  const what = changed
    .map((check) => `${check.requirement} (${check.verdict}: ${check.received ?? ''})`)
    .join('; ');
  return { ...second, reason: Secrets.of(secrets).head(`in company, not alone: ${what}`, 2_000) };
}
