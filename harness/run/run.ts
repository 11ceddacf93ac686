/** Runs a whole conformance test: survey, plan, cases, comparison of transports, result. */
import { setMaxListeners } from 'node:events';
import type { ConnectError } from '../../adapters/adapter.js';
import { Secrets } from '../../adapters/secrets.js';
import { transportNames, findTransport, type TransportName } from '../../adapters/index.js';
import { getEra, isRevision } from '../../adapters/revision.js';
import type { CaseReport, ParityReport, TransportReport } from '../../reports/result/result.js';
import type { Host } from '../../containers/targets/target.js';
import { loadObservers, loadScenarios, observedIds } from '../../suites/index.js';
import { runCases } from './cases.js';
import type { Progress, Run, RunOptions } from './contract.js';
import { makeSurveyDefaults } from './session-defaults.js';
import { listCells, planCases, takePlanOfShard, type PlannedCase } from './plan.js';
import { redactCase, redactError } from './redact.js';
import { makeResult } from './result.js';
import { forgiveStrays } from './strays.js';
import { surveyCases } from './survey-case.js';
import { TransportTarget } from './transport-target.js';
import { addUnheard } from './unheard.js';
import { diagnose } from './diagnose.js';
import { surveyTransport, type Survey, type SurveyedTransport, type Wanted } from './survey.js';

/**
 * A run from survey to result. Rejects only for faults of the harness; whatever the target does, or when the run is
 * cut short, there is a result.
 */
export const run: Run = async (options) => {
  const startedAt = new Date();
  const started = performance.now();
  const stop = new AbortController();
  // Every connection listens for the end of the run; there is no limit to how many may.
  setMaxListeners(0, stop.signal);
  const stopBy = (by: string) => stop.abort(by);
  const onAbort = () => stopBy('interrupted');
  options.signal.addEventListener('abort', onAbort, { once: true });
  if (options.signal.aborted) onAbort();
  const lostEngine = options.target.containers?.lost;
  const onLost = () =>
    stopBy(`the loss of its engine: ${String((lostEngine?.reason as Error | undefined)?.message)}`);
  lostEngine?.addEventListener('abort', onLost, { once: true });
  const limit = setTimeout(
    () => stopBy(`the run took longer than ${options.runTimeoutMs / 1000} s`),
    options.runTimeoutMs,
  );

  const endForgiving = forgiveStrays();
  const secrets = Secrets.of(options.target.secrets);
  const shown = (report: CaseReport): CaseReport => redactCase(report, secrets);
  const reports: CaseReport[] = [];
  const parity: ParityReport[] = [];
  const lost: string[] = [];
  const transportTargets: TransportTarget[] = [];
  let lostBy: ConnectError | undefined;
  let surveyed: SurveyedTransport[] = [];
  let plan: PlannedCase[] = [];
  let planned: PlannedCase[] = [];
  let all: Awaited<ReturnType<typeof loadScenarios>> = new Map();
  try {
    const surveys: Promise<SurveyedTransport>[] = [];
    for await (const transportTarget of openTransportTargets(options, stop.signal)) {
      transportTargets.push(transportTarget);
      const survey = surveyOne(transportTarget, options, stop.signal);
      // Where the next cannot even be opened, nobody waits for it any more.
      survey.catch(() => undefined);
      surveys.push(survey);
    }
    const surveying = Promise.all(surveys);
    // Loading scenarios takes as long as a target takes to start: it begins once the first one was launched.
    const launched = Promise.race([
      surveying,
      ...transportTargets.map((transportTarget) => transportTarget.launched),
    ]);
    // What a baseline names may belong to any transport.
    const named = (options.baseline ?? []).length > 0;
    const offered = transportTargets.map(({ transport }) => transport);
    const scenarios = launched.then(() => loadScenarios(named ? undefined : offered));
    // A survey that fails is told below; here it only means that there is nothing to load.
    scenarios.catch(() => undefined);
    surveyed = await surveying;
    all = await scenarios;
    plan = await planAll(options, surveyed, all);
    const { only, shard } = options;
    if (only !== undefined) {
      plan = plan.filter(({ id, transport, revision, scenario }) =>
        only({ transport, revision, scenario: id, isolation: scenario.isolation }),
      );
    }
    planned = shard === undefined ? plan : takePlanOfShard(plan, shard);
    makeProgressReporter(options)({ kind: 'planned', total: planned.length, cells: listCells(planned) });
    await runCases({
      options,
      surveyed,
      planned,
      reports,
      parity,
      lost,
      signal: stop.signal,
      reportProgress: makeProgressReporter(options),
    });
  } catch (error) {
    // A run that is cut short loses its connections wherever it is; what it found until then stands.
    if (!stop.signal.aborted) throw redactError(error, Secrets.of(options.target.secrets));
  } finally {
    clearTimeout(limit);
    // What is lost from here on is no loss any more.
    if (lostEngine?.aborted === true) lostBy = lostEngine.reason as ConnectError;
    options.signal.removeEventListener('abort', onAbort);
    lostEngine?.removeEventListener('abort', onLost);
    await Promise.all(transportTargets.map((transportTarget) => transportTarget.clear()));
    await options.target.stop();
    await endForgiving();
  }
  // Once everything is closed, nothing more is found.
  reports.unshift(...surveyed.flatMap(surveyCases).map(shown));
  // A run that is cut short may not have come to what would have been judged.
  const isWhole = !stop.signal.aborted && lost.length === 0;
  return makeResult({
    options,
    startedAt,
    durationMs: performance.now() - started,
    stoppedBy: stop.signal.aborted ? String(stop.signal.reason) : (lost[0] ?? null),
    surveyed,
    leftOut: { ...leftOutOf(options), ...unsurveyed(options, surveyed, lostBy) },
    lostEngine: lostBy,
    plan,
    planned,
    reports: isWhole ? addUnheard(reports, await loadObservers()) : reports,
    parity,
    scenarios: all,
    observed: await observedIds(),
  });
};

const makeProgressReporter =
  (options: RunOptions) =>
  (progress: Progress): void => {
    try {
      options.onProgress?.(progress);
    } catch {
      // Showing progress must never break a run.
    }
  };

/**
 * One after the other, so that the first may be spoken to while the next adapter is loaded: its library may take as long as a
 * server takes to start, which begins before.
 */
async function* openTransportTargets(
  options: RunOptions,
  signal: AbortSignal,
): AsyncGenerator<TransportTarget> {
  const { target, transports } = options;
  const offered = [
    ...transportNames.filter((name) => target.hosts[name] !== undefined),
    ...Object.keys(target.foreign ?? {}),
  ];
  const wanted = offered.filter((name) => transports?.includes(name) ?? true);
  for (const name of wanted) startAhead(target.hosts[name as TransportName], signal);
  for (const name of wanted) yield TransportTarget.of(name, target, signal);
}

/** Starts the server that all will use. Why it does not start is told to whoever comes first. */
function startAhead(host: Pick<Host<unknown>, 'lease' | 'onDeath'> | undefined, signal: AbortSignal): void {
  if (host?.onDeath !== undefined) host.lease('shared', signal).catch(() => undefined);
}

/** Transports that the target offers and that nothing here can run. */
function leftOutOf({ target, transports }: RunOptions): Record<string, TransportReport> {
  const wanted = Object.entries(target.leftOut ?? {}).filter(([name]) => transports?.includes(name) ?? true);
  const reports = wanted.map(([name, { reason, again }]): [string, TransportReport] => {
    const custom = findTransport(name)?.custom ?? true;
    return [name, { revisions: [], custom, again: [...again], reason, notRun: true }];
  });
  return Object.fromEntries(reports);
}

/** Transports in containers of which nothing was learnt before the engine was lost. */
function unsurveyed(
  { target, transports }: RunOptions,
  surveyed: readonly SurveyedTransport[],
  lostBy?: ConnectError,
): Record<string, TransportReport> {
  if (lostBy === undefined) return {};
  const { message, next } = lostBy;
  const known = new Set(surveyed.map(({ transportTarget }) => transportTarget.transport));
  const missing = transportNames.filter((name) => !known.has(name) && (transports?.includes(name) ?? true));
  return Object.fromEntries(
    missing.flatMap((name) => {
      const host = target.hosts[name];
      if (host?.image === undefined) return [];
      const { custom } = findTransport(name) ?? { custom: true };
      const again = [...host.reproduceWith];
      return [
        [name, { revisions: [], custom, again, reason: `${message}\n${next}`, neverUp: true as const }],
      ];
    }),
  );
}

async function surveyOne(
  transportTarget: TransportTarget,
  options: RunOptions,
  signal: AbortSignal,
): Promise<SurveyedTransport> {
  const name = transportTarget.transport;
  const found = await surveyTransport(
    transportTarget,
    revisionsOf(options, name),
    makeSurveyDefaults(options, transportTarget.host),
  );
  await diagnose(transportTarget, found, signal);
  if (signal.aborted) forgetCutShort(found);
  const reason = found.neverUp?.message ?? found.diagnosis?.split('\n')[0] ?? [...found.declined.values()][0];
  makeProgressReporter(options)({
    kind: 'survey',
    transport: name,
    revisions: [...found.accepted.keys()],
    ...(found.accepted.size > 0 || reason === undefined
      ? {}
      : { reason: transportTarget.secrets.redact(reason) }),
  });
  return { transportTarget, survey: found };
}

/** What we cut short ourselves says nothing of whether the target would have come up, or answered. */
function forgetCutShort(found: Survey): void {
  delete found.neverUp;
  delete found.diagnosis;
  const seen = found.probes.filter(({ is }) => is === 'accepted' || is === 'declined');
  for (const { revision } of found.probes) {
    if (!seen.some((one) => one.revision === revision)) found.declined.set(revision, 'the run was cut short');
  }
  found.probes = seen;
}

/** With exact cases, only the revisions that they name are asked for. */
function revisionsOf(options: RunOptions, transport: string): Wanted {
  if (options.cases.length === 0) return options.revisions;
  return options.cases
    .filter((c) => c.transport === transport)
    .map((c) => c.revision)
    .filter(isRevision);
}

async function planAll(
  options: RunOptions,
  surveyed: readonly SurveyedTransport[],
  scenarios: Awaited<ReturnType<typeof loadScenarios>>,
): Promise<PlannedCase[]> {
  return surveyed.flatMap(({ transportTarget, survey: found }) =>
    planCases(
      scenarios,
      transportTarget.transport,
      found.accepted,
      {
        traits: (revision) => transportTarget.adapter.traits(getEra(revision)),
        breakable: transportTarget.host.breakable,
        contained: transportTarget.host.image !== undefined,
        identities: transportTarget.host.identities,
      },
      options,
    ),
  );
}
