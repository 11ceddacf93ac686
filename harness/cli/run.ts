import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { buildTarget, needsEngine } from '../../containers/targets/build.js';
import { findEngine } from '../../containers/engine/engine.js';
import { listLoosened, FENCE } from '../../containers/engine/fence.js';
import { networkNames, type TargetSpec } from '../../containers/targets/spec.js';
import type { Target } from '../../containers/targets/target.js';
import type { Result } from '../../reports/result/result.js';
import { loadBaseline } from '../config/baseline.js';
import type { Progress, RunOptions } from '../run/contract.js';
import type { ExitCode } from './invocation.js';
import { OUTPUT, Output, checkReports, showMatrix, writeReports } from './output.js';
import { showProgress } from './progress.js';
import type { RunCommandOptions } from './run-command.js';
import { checkScenarios, checkTransports, parseRevisions } from './select.js';
import { listJsonPaths, readSigningKey, writeSignatures } from './signature.js';
import { watchSignals } from './signals.js';
import { resolveNamedTarget } from './target.js';

/** Cases at a time on a server of somebody else's, where the user names no number. */
const REMOTE_CONCURRENCY = 2;

/** Shards of one run make the same choices, and nobody is there to tell them which. */
const SHARDED_SEED = 1;

/** `mcptc run`. */
export async function runCommand(
  urls: readonly string[],
  command: readonly string[] | undefined,
  options: RunCommandOptions,
): Promise<ExitCode> {
  const reports = options.report ?? [];
  checkReports(reports);
  const key = options.signKey === undefined ? undefined : readSigningKey(options.signKey);
  const baseline = options.baseline === undefined ? [] : (await loadBaseline(options.baseline)).entries;
  const { spec, examples } = await resolveNamedTarget(urls, command, options);
  const cases = options.case ?? [];
  // Exact cases name their transports; nothing else is surveyed for them.
  const transports =
    cases.length > 0 ? [...new Set(cases.map(({ transport }) => transport))] : options.transport;
  checkTransports([...(options.transport ?? []), ...(transports ?? [])], spec);
  await checkScenarios(options.scenario ?? [], cases);
  const plan = {
    revisions: parseRevisions(options.revision),
    ...(transports === undefined ? {} : { transports }),
    scenarios: options.scenario ?? [],
    cases,
    fixtures: options.fixtures,
    allowTools: options.allowTool ?? [],
    seed: options.seed ?? (options.shard === undefined ? randomInt(2 ** 31 - 1) : SHARDED_SEED),
    startTimeoutMs: options.startTimeout,
    requestTimeoutMs: options.requestTimeout,
    scenarioTimeoutMs: options.scenarioTimeout,
    runTimeoutMs: options.runTimeout,
    // What is named comes on top: a run that is made stricter does not forget what it failed on before.
    failOn: [...new Set(['fail' as const, ...(options.failOn ?? [])])],
  };
  const target = buildTarget(spec, needsEngine(spec) ? await findEngine() : undefined);
  const concurrency = options.concurrency ?? defaultConcurrency(target);
  const output = new Output(options.output ?? OUTPUT);
  const result = await perform(
    {
      ...plan,
      target,
      examples,
      concurrency,
      ...(options.shard === undefined ? {} : { shard: options.shard }),
      baseline,
      requireContainers: options.requireContainers === true,
      loosened: loosenedIn(spec),
      report: { ...plan, concurrency, ...asked(options) },
    },
    { output, quiet: options.quiet === true },
  );
  await writeReports(result, reports, output.transcripts);
  if (key !== undefined) writeSignatures(result, key, [output.resultFile, ...listJsonPaths(reports)]);
  await showMatrix(result, reports, output.transcripts);
  return result.run.exitCode as ExitCode;
}

/** Runs, follows and cuts short; leaves result and transcripts behind, and nothing running. */
export async function perform(
  options: Omit<RunOptions, 'signal' | 'onProgress'>,
  { output, quiet }: { output: Output; quiet: boolean },
): Promise<Result> {
  const follow = quiet ? undefined : await showProgress(process.stderr);
  const interrupt = watchSignals(options.target);
  const onProgress = (progress: Progress): void => {
    if (progress.kind === 'case-ended') output.transcript(progress.case);
    follow?.onProgress(progress);
  };
  try {
    const { run } = await import('../run/run.js');
    const result = await run({ ...options, signal: interrupt.signal, onProgress });
    output.result(result);
    return result;
  } finally {
    follow?.done();
    await options.target.stop();
    interrupt.done();
  }
}

/** What else decides the exit code, so that it can be computed again from the result. */
const asked = ({ requireContainers }: RunCommandOptions): { requireContainers?: true } =>
  requireContainers === true ? { requireContainers } : {};

/** Protections that this target does without, by the name of the option. */
const loosenedIn = ({ transports, fence }: TargetSpec): string[] => [
  ...(networkNames.some((name) => transports[name]?.tls?.insecure === true) ? ['tls.insecure'] : []),
  ...listLoosened({ ...FENCE, ...fence }),
];

function defaultConcurrency({ hosts }: Target): number {
  const remote = Object.values(hosts).some((host) => host.remote);
  return remote ? REMOTE_CONCURRENCY : Math.min(8, Math.max(2, availableParallelism()));
}
